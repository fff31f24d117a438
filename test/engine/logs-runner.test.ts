import {expect, test} from 'vitest';
import {instantOf} from '../../source/domain/instant.ts';
import {ident, line} from '../../source/domain/safe-text.ts';
import {createLogsRunner} from '../../source/engine/logs-runner.ts';
import type {EventBody} from '../../source/engine/state/events.ts';
import type {LogFollow, LogsTold} from '../../source/engine/state/logs-state.ts';
import {createLogBook, logLimits} from '../../source/logs/log-book.ts';
import type {LogRequest, LogUpdate} from '../../source/ports/logs.ts';
import {createVirtualClock} from './support/virtual-clock.ts';

const startMs = Date.UTC(2026, 10, 21, 2, 41, 12);

function running(limits = logLimits) {
	const clock = createVirtualClock(startMs);
	const book = createLogBook(limits);
	const open = new Map<string, {readonly request: LogRequest; readonly listen: (update: LogUpdate) => void}>();
	const told: LogsTold[] = [];
	const runner = createLogsRunner({
		clock,
		book,
		dispatch: (body: EventBody) => body.kind === 'logsTold' && told.push(body.told),
		cluster: {
			logs(request, listen) {
				open.set(request.pod, {request, listen});
				return () => open.delete(request.pod);
			},
		},
	});
	return {
		clock,
		book,
		open,
		told,
		follow: (id: string, pods: readonly string[]) => runner.run({kind: 'followLogs', id, follow: followOf(pods)}),
		stop: () => runner.run({kind: 'stopLogs'}),
		says(pod: string, ...lines: readonly (readonly [atMs: number, text: string])[]) {
			const update = lines.map(([atMs, text]) => ({at: instantOf(atMs), text: line(text)}));
			open.get(pod)?.listen({kind: 'state', state: {kind: 'following'}});
			open.get(pod)?.listen({kind: 'lines', lines: update});
		},
		texts: (id: string) => book.entries(id).map(({text}) => text),
	};
}

function followOf(pods: readonly string[]): LogFollow {
	return {
		release: 'release:prod/rollouts.argoproj.io/shop/checkout',
		isPrevious: false,
		sinceSeconds: 300,
		tailLines: 100,
		pods: pods.map(name => ({namespace: 'shop', name: ident(name), revision: null})),
	};
}

test('lines of the past are gathered from all pods, and come in the order of their times', () => {
	const {clock, follow, says, texts} = running();
	follow('one', ['a', 'b']);
	says('a', [startMs - 3_000, 'first'], [startMs - 1_000, 'third']);
	clock.advance(200);
	expect(texts('one')).toEqual([]);
	says('b', [startMs - 2_000, 'second']);
	clock.advance(700);
	expect(texts('one')).toEqual(['first', 'second', 'third']);
});

test('a pod that does not answer holds the others up for no longer than a moment', () => {
	const {clock, follow, says, texts, told} = running();
	follow('one', ['a', 'silent']);
	says('a', [startMs - 1_000, 'there']);
	clock.advance(2_000);
	expect(texts('one')).toEqual(['there']);
	expect(told.at(-1)).toMatchObject({isGathering: false, pods: {silent: {state: {kind: 'opening'}}}});
});

test('new lines are shown within 300 ms, in the order of their times', () => {
	const {clock, follow, says, texts} = running();
	follow('one', ['a', 'b']);
	clock.advance(5_000);
	says('a', [startMs + 5_000, 'second']);
	clock.advance(50);
	says('b', [startMs + 4_990, 'first']);
	clock.advance(250);
	expect(texts('one')).toEqual(['first', 'second']);
});

test('however many lines come, the state is told at most eight times a second', () => {
	const {clock, follow, says, told, book} = running({...logLimits, lines: 500});
	follow('one', ['a']);
	clock.advance(5_000);
	const before = told.length;
	for (let at = 0; at < 1_000; at += 1) {
		says('a', [startMs + 5_000 + at, `line ${at}`]);
		clock.advance(1);
	}
	expect(told.length - before).toBeLessThanOrEqual(9);
	clock.advance(1_000);
	expect(told.at(-1)).toMatchObject({newest: 1_000, dropped: 500, pods: {a: {lines: 1_000}}});
	expect(book.entries('one')).toHaveLength(500);
});

test('a new pod is opened beside the others; a pod that is no longer named may tell its last lines', () => {
	const {clock, follow, says, texts, open} = running();
	follow('one', ['a']);
	clock.advance(2_000);
	follow('one', ['b']);
	expect([...open.keys()]).toEqual(['a', 'b']);
	says('a', [startMs + 2_000, 'last words']);
	clock.advance(500);
	expect(texts('one')).toEqual(['last words']);
});

test('another reading ends the one before, and begins with an empty book', () => {
	const {clock, follow, says, texts, open, stop} = running();
	follow('one', ['a']);
	says('a', [startMs, 'old']);
	clock.advance(2_000);
	follow('two', ['b']);
	expect([...open.keys()]).toEqual(['b']);
	expect(texts('two')).toEqual([]);
	expect(texts('one')).toEqual([]);
	stop();
	expect(open.size).toBe(0);
});

test('what a reader must know of a log stands among its lines', () => {
	const {clock, follow, open, book} = running();
	follow('one', ['a']);
	clock.advance(2_000);
	open.get('a')?.listen({kind: 'note', note: 'gapPossible'});
	clock.advance(500);
	expect(book.entries('one')).toMatchObject([{isNote: true, pod: 'a', text: expect.stringContaining('rotated')}]);
});
