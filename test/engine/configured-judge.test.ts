import {describe, expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import type {JudgeConfiguration, JudgeSettings} from '../../source/domain/settings/judge-settings.ts';
import {settingsFor} from '../../source/engine/evidence/rows/chosen-for.ts';
import {evidenceRowsText} from '../../source/views/screens/evidence-text.ts';
import {readSituation} from '../releases/situation.ts';
import {annotated} from './support/annotated.ts';
import type {Desk} from './support/desk.ts';
import {alike, errors, hourMs, proving, told} from './support/proving.ts';
import {checkout, objectsOf} from './support/recorded.ts';
import {failing, paused, stepMs} from './support/verdicts.ts';

const objective = 'perch.dev/judge-errors-objective-ratio';

describe('what is configured', () => {
	// Stable fails 0.5 %, the canary 1.5 %; 1 and 2 pods may differ by 0.88 of it: harm is more than 1.04 % and the margin.
	const trafficAt = failing(4.75, 0.75);

	test('decides what is harm', () => {
		expect(errors(proving({trafficAt}, hourMs)).verdict.kind).toBe('worse');
		const tolerant = errors(proving({trafficAt}, hourMs, {settings: {judge: fileOf({'errors.marginRatio': 0.02})}}));
		expect(tolerant.verdict).toMatchObject({kind: 'noHarmAbove', boundRatio: 0.02});
		expect(tolerant.marginRatio).toBe(0.02);
	});

	test('of the service counts by its own name, and = says from where', () => {
		const services = {'shop/checkout': {'errors.alpha': 0.001}, 'pay/checkout': {'errors.alpha': 0.002}};
		const {all, ...others} = fileOf({'errors.marginRatio': 0.001, 'errors.alpha': 0.004});
		const desk = proving({trafficAt: alike}, 0, {settings: {judge: {...others, all: {...all, services}}}});
		expect(errors(desk)).toMatchObject({needed: 1_000, marginRatio: 0.001});
		expect(texts(desk, 'set')).toEqual([
			"errors.marginRatio 0.001 by the configuration · errors.alpha 0.001 by the service's configuration · the rest by default",
		]);
	});

	test('is not spoken of where nothing is', () => {
		const desk = proving({trafficAt: alike});
		for (const label of ['set', 'changed', 'unused']) expect(texts(desk, label)).toEqual([]);
		expect(errors(desk).objective).toBeNull();
	});

	test('after the canary came is said with its time', () => {
		const {nowMs} = readSituation(paused);
		const written = (writtenAtMs: number) =>
			told(proving({trafficAt: alike}, 0, {settings: {judge: {...fileOf({}), writtenAtMs}}})).rules.writtenMs;
		expect(written(nowMs - hourMs)).toBeNull();
		expect(written(nowMs)).toBe(nowMs);
	});
});

describe('the objective', () => {
	test.each([
		[0.001, true],
		[0.02, false],
	])('of %f is exceeded by 0.5 % of both versions: %s', (ratio, isOver) => {
		const desk = proving({trafficAt: alike}, hourMs, {objects: withAnnotations({[objective]: String(ratio)})});
		expect(errors(desk).objective).toEqual({ratio, isOver});
		expect(errors(desk).verdict.kind).toBe('noHarmAbove');
		const [line = ''] = texts(desk, 'errors');
		expect(line.includes("OVER SLO: more than 0.1 % of the canary's requests fail")).toBe(isOver);
	});
});

describe('an annotation', () => {
	test('that comes after the canary is said, and changes nothing for this canary', () => {
		const desk = proving({trafficAt: alike}, hourMs);
		const before = signalsOf(desk);
		desk.server.become(withAnnotations({[objective]: '0.001', 'perch.dev/judge-slow-objective-ms': '300'}));
		desk.sync();
		desk.advance(4 * stepMs);
		expect(told(desk).rules.changed).toEqual([
			{setting: 'errors.objectiveRatio', before: null, now: 0.001},
			{setting: 'slow.objectiveMs', before: null, now: 300},
		]);
		expect(texts(desk, 'changed')[0]).toBe(
			'errors.objectiveRatio is 0.001 now, the default for this canary: the change counts from the next canary on',
		);
		expect(signalsOf(desk)).toEqual(before);
		expect(errors(desk).objective).toBeNull();
	});

	test('that goes after the canary came counts for this canary', () => {
		const desk = proving({trafficAt: alike}, hourMs, {objects: withAnnotations({[objective]: '0.001'})});
		desk.server.become(objectsOf(paused));
		desk.sync();
		desk.advance(2 * stepMs);
		expect(errors(desk).objective).toEqual({ratio: 0.001, isOver: true});
		expect(told(desk).rules.changed).toEqual([{setting: 'errors.objectiveRatio', before: 0.001, now: null}]);
	});

	test.each([
		[objective, '0.1%', 'must be a number from 0.000001 to 0.5'],
		[
			'perch.dev/judge-errors-margin-ratio',
			'0.1',
			'an annotation may allow no more than 0.0005; the configuration may',
		],
		['perch.dev/judge-errors-alpha', '0.001', 'only the configuration sets this'],
		['perch.dev/judge-errors', '1', 'no setting has this name'],
	])('%s of "%s" is said not to count, and nothing else is lost', (name, value, because) => {
		const desk = proving({trafficAt: alike}, hourMs, {objects: withAnnotations({[name]: value})});
		expect(texts(desk, 'unused')).toEqual([`${name} "${value}": ${because}`]);
		expect(errors(desk).verdict.kind).toBe('noHarmAbove');
		expect(errors(desk).set).toEqual([]);
	});

	test('that the configuration overrules is said not to count', () => {
		const desk = proving({trafficAt: alike}, 0, {
			objects: withAnnotations({[objective]: '0.1'}),
			settings: {judge: fileOf({'errors.objectiveRatio': 0.001})},
		});
		expect(errors(desk).objective?.ratio).toBe(0.001);
		expect(texts(desk, 'unused')).toEqual([`${objective} "0.1": 0.001 by the configuration counts`]);
	});
});

test('a canary keeps its rules where its evidence begins anew, and one that came again takes those of now', () => {
	const desk = proving({trafficAt: alike}, hourMs);
	desk.server.become(withAnnotations({[objective]: '0.001'}));
	desk.sync();
	desk.advance(2_000);
	const state = desk.state();
	const known = state.metrics.evidence[checkout];
	const release = desk.context.derive.releases(state).get(checkout);
	if (!release || !known) throw new Error('the release is gone');
	const asked = (canaryFromMs: number) => ({...known, canaryFromMs});
	expect(settingsFor(desk.context, state, release, asked(known.fromMs - stepMs)).chosen.settings).toEqual({});
	expect(settingsFor(desk.context, state, release, asked(known.upToMs + 1)).chosen.settings).toEqual({
		'errors.objectiveRatio': 0.001,
	});
});

function fileOf(settings: JudgeSettings): JudgeConfiguration {
	const nothing = {settings: {}, namespaces: {}, services: {}};
	return {all: {...nothing, settings}, context: nothing, writtenAtMs: 0};
}

function withAnnotations(annotations: Readonly<Record<string, string>>): readonly RawObject[] {
	return annotated(objectsOf(paused), 'Rollout', annotations);
}

function signalsOf(desk: Desk) {
	return desk.state().metrics.evidence[checkout]?.judging?.signals;
}

/** The lines of `=` under a label. */
function texts(desk: Desk, label: string): readonly string[] {
	const rows = evidenceRowsText(told(desk), desk.clock.nowMs());
	const from = rows.findIndex(row => row.label === label);
	if (from === -1) return [];
	const next = rows.findIndex((row, at) => at > from && row.label !== '');
	return rows.slice(from, next === -1 ? undefined : next).map(({text}) => text);
}
