import {expect, test} from 'vitest';
import {ident} from '../../source/domain/text/safe-text.ts';
import {compareLogs} from '../../source/logs/compare-logs.ts';
import type {LogEntry} from '../../source/logs/log-entry.ts';
import {createPatternCounts} from '../../source/logs/patterns.ts';
import {canary, entry, stable} from './entry.ts';

function compared(entries: readonly LogEntry[], limit = 100) {
	const counts = createPatternCounts(limit);
	for (const one of entries) counts.count(one);
	return compareLogs(counts.table(), stable, canary);
}

const times = (count: number, text: (at: number) => string, more: Parameters<typeof entry>[1] = {}) =>
	Array.from({length: count}, (_, at) => entry(text(at), more));
const requests = (count: number, more: Parameters<typeof entry>[1] = {}) =>
	times(count, at => `GET /cart/${at} 200`, more);
const ofCanary = {revision: canary, pod: ident('pod-9')};

test('a pattern that only the canary writes is found, with its count and its newest line', () => {
	const {basis, findings} = compared([
		...requests(800),
		...requests(200, ofCanary),
		...times(12, at => `payment timed out after ${at}ms`, ofCanary),
	]);
	expect(basis).toBe('compared');
	expect(findings).toMatchObject([
		{
			kind: 'onlyCanary',
			pattern: 'payment timed out after #ms',
			sample: 'payment timed out after 11ms',
			canary: {lines: 12},
			stable: {lines: 0},
		},
	]);
});

test('a pattern that came too rarely to tell it from chance is only counted', () => {
	const {findings, undecided} = compared([
		...requests(800),
		...requests(200, ofCanary),
		...times(2, at => `rare ${at}`, ofCanary),
	]);
	expect(findings).toEqual([]);
	expect(undecided).toBe(1);
});

test('nothing is called new while lines of stable were not read, or too few', () => {
	const failures = times(500, at => `payment timed out after ${at}ms`, ofCanary);
	expect(compared(failures)).toMatchObject({basis: 'noStableLines', findings: []});
	expect(compared([...requests(99), ...failures])).toMatchObject({basis: 'tooFewStableLines', findings: []});
	expect(compared(requests(500))).toMatchObject({basis: 'noCanaryLines', findings: []});
});

test('a pattern that both write is found where the canary writes it much more often for its lines', () => {
	const slow = (count: number, more = {}) => times(count, at => `slow: ${at}ms`, more);
	const {findings} = compared([...requests(800), ...slow(8), ...requests(200, ofCanary), ...slow(20, ofCanary)]);
	expect(findings).toMatchObject([{kind: 'moreInCanary', canary: {lines: 20}, stable: {lines: 8}}]);
	expect(findings[0]?.ratio).toBeCloseTo(20 / 220 / (8 / 808), 5);
	expect(compared([...requests(800), ...slow(8), ...requests(200, ofCanary), ...slow(3, ofCanary)]).findings).toEqual(
		[],
	);
});

test('what a container writes once at its start is not called new while no start of stable was read', () => {
	const start = times(8, () => 'configuration loaded', {...ofCanary, isOfStart: true});
	const both = [...requests(800), ...requests(200, ofCanary), ...start];
	expect(compared(both).findings).toMatchObject([{kind: 'atStart', pattern: 'configuration loaded'}]);
	const withStart = [...both, ...times(8, () => 'another start', {isOfStart: true})];
	expect(compared(withStart)).toMatchObject({findings: [{kind: 'onlyCanary', pattern: 'configuration loaded'}]});
});

test('a great difference of lines per pod is told: stable may have had no requests', () => {
	expect(compared([...requests(200), ...requests(900, ofCanary)]).timesMoreLines).toBe(4.5);
	expect(compared([...requests(200), ...requests(300, ofCanary)]).timesMoreLines).toBeNull();
});

test("perch's own notes and lines of an unknown version are no lines of a version", () => {
	const {canary: tally} = compared([
		...requests(200),
		entry('the pod is gone', {...ofCanary, isNote: true}),
		entry('who', {revision: null}),
	]);
	expect(tally.lines).toBe(0);
});

test('patterns beyond the limit are never counted in part, and their lines are told', () => {
	const letters = (at: number) => `event ${String.fromCharCode(97 + at)}`;
	const {findings, uncounted} = compared(
		[
			...times(10, letters),
			...requests(800),
			...times(10, () => 'late', ofCanary),
			...requests(200, ofCanary),
			...times(10, () => 'late'),
		],
		11,
	);
	expect(findings).toEqual([]);
	expect(uncounted).toBe(20);
});
