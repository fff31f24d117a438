import {expect, test} from 'vitest';
import {instantOf} from '../../source/domain/instant.ts';
import {ident, line} from '../../source/domain/text/safe-text.ts';
import {createLogsRunner} from '../../source/engine/runner/logs-runner.ts';
import type {EventBody} from '../../source/engine/state/events.ts';
import type {FollowedPod, LogFollow, LogsTold} from '../../source/engine/state/logs-state.ts';
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
				const key = `${request.namespace}/${request.pod}`;
				open.set(key, {request, listen});
				return () => open.delete(key);
			},
		},
	});
	return {
		clock,
		book,
		open,
		told,
		follow: (id: string, pods: readonly (string | FollowedPod)[]) =>
			runner.run({kind: 'followLogs', id, follow: followOf(pods)}),
		stop: () => runner.run({kind: 'stopLogs'}),
		says(pod: string, ...lines: readonly (readonly [atMs: number, text: string])[]) {
			const update = lines.map(([atMs, text]) => ({at: instantOf(atMs), text: line(text)}));
			const {listen} = opened(open, pod);
			listen({kind: 'state', state: {kind: 'following'}});
			listen({kind: 'lines', lines: update});
		},
		texts: (id: string) => book.entries(id).map(({text}) => text),
	};
}

/** The pod of this name in `shop`, or in the namespace before the name. */
function opened<T>(open: ReadonlyMap<string, T>, pod: string): T {
	const found = open.get(pod.includes('/') ? pod : `shop/${pod}`);
	if (!found) throw new Error(`the log of ${pod} is not followed`);
	return found;
}

function followOf(pods: readonly (string | FollowedPod)[]): LogFollow {
	return {
		release: 'release:prod/rollouts.argoproj.io/shop/checkout',
		isPrevious: false,
		sinceSeconds: 300,
		tailLines: 100,
		pods: pods.map(pod => (typeof pod === 'string' ? {namespace: 'shop', name: ident(pod), revision: null} : pod)),
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
	expect(told.at(-1)).toMatchObject({isGathering: false, pods: {'shop/silent': {state: {kind: 'opening'}}}});
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
	expect(told.at(-1)).toMatchObject({newest: 1_000, dropped: 500, pods: {'shop/a': {lines: 1_000}}});
	expect(book.entries('one')).toHaveLength(500);
});

test('a new pod is opened beside the others; a pod that is no longer named may tell its last lines', () => {
	const {clock, follow, says, texts, open} = running();
	follow('one', ['a']);
	clock.advance(2_000);
	follow('one', ['b']);
	expect([...open.keys()]).toEqual(['shop/a', 'shop/b']);
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
	expect([...open.keys()]).toEqual(['shop/b']);
	expect(texts('two')).toEqual([]);
	expect(texts('one')).toEqual([]);
	stop();
	expect(open.size).toBe(0);
});

test('what a reader must know of a log stands among its lines', () => {
	const {clock, follow, open, book} = running();
	follow('one', ['a']);
	clock.advance(2_000);
	opened(open, 'a').listen({kind: 'note', note: 'gapPossible'});
	clock.advance(500);
	expect(book.entries('one')).toMatchObject([{isNote: true, pod: 'shop/a', text: expect.stringContaining('rotated')}]);
});

test('pods of one name in two namespaces are two logs, each of its own version', () => {
	const {clock, follow, says, book, told} = running();
	const name = ident('web-0');
	follow('one', [
		{namespace: 'blue', name, revision: 'uid@blue'},
		{namespace: 'green', name, revision: 'uid@green'},
	]);
	says('blue/web-0', [startMs, 'of blue']);
	says('green/web-0', [startMs + 1, 'of green']);
	clock.advance(2_000);
	expect(book.entries('one')).toMatchObject([
		{text: 'of blue', pod: 'blue/web-0', revision: 'uid@blue'},
		{text: 'of green', pod: 'green/web-0', revision: 'uid@green'},
	]);
	expect(Object.keys(told.at(-1)?.pods ?? {})).toEqual(['blue/web-0', 'green/web-0']);
});

test('a StatefulSet that makes another pod of the name: its log is followed, with the lines of its own version', () => {
	const {clock, follow, says, book, open} = running();
	const pod = (revision: FollowedPod['revision']) => ({namespace: 'shop', name: ident('web-0'), revision});
	follow('one', [pod('uid@old')]);
	says('web-0', [startMs, 'old']);
	clock.advance(2_000);
	const before = opened(open, 'web-0');
	follow('one', [pod('uid@new')]);
	expect(opened(open, 'web-0')).toBe(before);
	says('web-0', [startMs + 2_000, 'new']);
	clock.advance(500);
	before.listen({kind: 'state', state: {kind: 'gone'}});
	follow('one', [pod('uid@newest')]);
	expect(opened(open, 'web-0')).not.toBe(before);
	says('web-0', [startMs + 2_500, 'newest']);
	clock.advance(2_000);
	expect(book.entries('one').map(({text, revision}) => `${text} ${revision}`)).toEqual([
		'old uid@old',
		'new uid@new',
		'newest uid@newest',
	]);
});

test('a remark stands before the lines that it is about, and after those that were read before', () => {
	const {clock, follow, says, open, book} = running();
	follow('one', ['a']);
	clock.advance(2_000);
	const {listen} = opened(open, 'a');
	says('a', [startMs + 1_000, 'panic']);
	listen({kind: 'run', run: {container: ident('app'), otherContainers: 0, startedAtMs: startMs + 1_000}});
	listen({kind: 'note', note: 'newRun'});
	says('a', [startMs + 1_040, 'starting']);
	listen({kind: 'note', note: 'gapPossible'});
	says('a', [startMs + 1_900, 'listening']);
	listen({kind: 'note', note: 'lost'});
	says('a', [startMs + 3_000, 'by a clock that is ahead']);
	listen({kind: 'note', note: 'ended'});
	clock.advance(1_000);
	expect(book.entries('one').map(({text, isNote}) => (isNote ? `-- ${text.slice(0, 13)}` : text))).toEqual([
		'panic',
		'-- started again',
		'starting',
		'-- the node rota',
		'listening',
		'-- the stream wa',
		'by a clock that is ahead',
		'-- the container',
	]);
});
