import {setImmediate} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {err, ok} from '../../source/domain/result.ts';
import {safe} from '../../source/domain/text/safe-text.ts';
import {type Background, createBackground, createTurns} from '../../source/engine/asking/background.ts';
import {createMetricsRunner} from '../../source/engine/asking/metrics-runner.ts';
import type {Asker} from '../../source/engine/queries/asker.ts';
import type {MetricsQuestion} from '../../source/engine/questions/question.ts';
import {istio} from '../../source/meshes/istio/istio.ts';
import {pastAsker} from '../backtest/support/past-prometheus.ts';
import {eventually} from '../eventually.ts';
import {storedMetrics} from './support/stored-metrics.ts';

const over = (startMs: number) => ({startMs, endMs: startMs, stepSeconds: 1, maximumBytes: 1});
const query = () => null;

interface Sent {
	readonly startMs: number;
	readonly signal: AbortSignal;
	answer(): void;
}

/** A Prometheus that answers when it is told to. */
function slowly(afterOthers: () => Promise<void> = async () => {}) {
	const sent: Sent[] = [];
	const {asker} = pastAsker([]);
	let isConnected = true;
	const askerNow = (signal: AbortSignal): Asker | null => {
		if (!isConnected) return null;
		return {
			...asker,
			signal,
			range(_query, {startMs}) {
				const {promise, resolve} = Promise.withResolvers<Awaited<ReturnType<Asker['range']>>>();
				const broken = err({kind: 'timeout', status: null, message: safe`broken off`} as const);
				signal.addEventListener('abort', () => resolve(broken), {once: true});
				sent.push({startMs, signal, answer: () => resolve(ok([]))});
				return promise as ReturnType<Asker['range']> as never;
			},
		};
	};
	const turns = createTurns(afterOthers);
	const opened = (): Background => {
		const background = createBackground(askerNow, turns);
		if (!background.ok) throw new Error(background.error.message);
		return background.value;
	};
	return {
		sent,
		opened,
		disconnect: () => {
			isConnected = false;
		},
		create: () => createBackground(askerNow, turns),
	};
}

const asked = (sent: readonly Sent[]) => sent.map(({startMs}) => startMs);

test('a query of the background waits for the questions of the screen', async () => {
	const quiet = Promise.withResolvers<void>();
	const {opened, sent} = slowly(() => quiet.promise);
	const answer = opened().asker.range(query, over(1));
	await Promise.resolve();
	expect(sent).toEqual([]);
	quiet.resolve();
	await eventually(() => expect(asked(sent)).toEqual([1]));
	sent[0]?.answer();
	expect(await answer).toEqual(ok([]));
});

test('of two that ask in the background one asks at a time', async () => {
	const {opened, sent} = slowly();
	const answers = [opened().asker.range(query, over(1)), opened().asker.range(query, over(2))];
	await eventually(() => expect(asked(sent)).toEqual([1]));
	sent[0]?.answer();
	await answers[0];
	await eventually(() => expect(asked(sent)).toEqual([1, 2]));
	sent[1]?.answer();
	expect(await Promise.all(answers)).toEqual([ok([]), ok([])]);
});

test('a pause breaks off the query that is under way, asks nothing, and gives no answer; it is asked again afterwards', async () => {
	const {opened, sent} = slowly();
	const background = opened();
	let isAnswered = false;
	const answer = background.asker.range(query, over(1)).finally(() => {
		isAnswered = true;
	});
	await eventually(() => expect(sent).toHaveLength(1));
	background.pause();
	expect(sent[0]?.signal.aborted).toBe(true);
	// Another one is not held up by it, and ends after all that the broken one could still do.
	const other = opened().asker.range(query, over(2));
	await eventually(() => expect(asked(sent)).toEqual([1, 2]));
	sent[1]?.answer();
	await other;
	expect({isAnswered, asked: asked(sent)}).toEqual({isAnswered: false, asked: [1, 2]});
	background.goOn();
	await eventually(() => expect(asked(sent)).toEqual([1, 2, 1]));
	sent[2]?.answer();
	expect(await answer).toEqual(ok([]));
});

test('paused before its turn it asks nothing at all', async () => {
	const {opened, sent} = slowly();
	const [first, second] = [opened(), opened()];
	const answer = first.asker.range(query, over(1));
	void second.asker.range(query, over(2));
	await eventually(() => expect(asked(sent)).toEqual([1]));
	second.pause();
	sent[0]?.answer();
	await answer;
	const last = opened().asker.range(query, over(3));
	await eventually(() => expect(asked(sent)).toEqual([1, 3]));
	sent[1]?.answer();
	await last;
});

test('without a connection there is nothing to ask with, and a connection that is lost is an answer', async () => {
	const {opened, create, disconnect} = slowly();
	const background = opened();
	disconnect();
	expect(create()).toMatchObject({ok: false, error: {message: 'not connected'}});
	expect(await background.asker.range(query, over(1))).toMatchObject({ok: false, error: {message: 'not connected'}});
});

test('in the runner a query of the background goes after a question of the screen, and not without a connection', async () => {
	const order: string[] = [];
	const asking = Promise.withResolvers<void>();
	const question: MetricsQuestion<null, null> = {
		id: 'slow',
		wanted: () => null,
		keyOf: () => '',
		covers: () => true,
		dueAtMs: () => 0,
		async ask() {
			await asking.promise;
			order.push('screen');
			return ok(null);
		},
	};
	const connected = Promise.withResolvers<void>();
	const runner = createMetricsRunner({
		meshes: [istio],
		isOrdered: false,
		questions: [question],
		connectMetrics: async () => ok(storedMetrics([{service: 'catalog', perSecond: 10}])),
		dispatch: ({kind}) => {
			if (kind === 'metricsConnected') connected.resolve();
		},
		signal: new AbortController().signal,
	});
	expect(runner.inBackground()).toMatchObject({ok: false});
	runner.run({kind: 'connectMetrics', generation: 1});
	await connected.promise;
	const background = runner.inBackground();
	if (!background.ok) throw new Error('it is connected');
	runner.run({kind: 'ask', question: 'slow', generation: 1, asked: null});
	const answer = background.value.asker.range(query, over(1)).then(() => order.push('background'));
	// Whatever it could ask by now, it would have asked.
	for (let turn = 0; turn < 10; turn += 1) await setImmediate();
	expect(order).toEqual([]);
	asking.resolve();
	await answer;
	expect(order).toEqual(['screen', 'background']);
	runner.stop();
});
