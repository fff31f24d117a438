import {describe, expect, test} from 'vitest';
import {err, ok} from '../../source/domain/result.ts';
import {safe} from '../../source/domain/text/safe-text.ts';
import {createMetricsRunner} from '../../source/engine/asking/metrics-runner.ts';
import {poll} from '../../source/engine/questions/poll.ts';
import {pollSeconds} from '../../source/engine/questions/poll-seconds.ts';
import type {MetricsQuestion} from '../../source/engine/questions/question.ts';
import {questions} from '../../source/engine/questions/questions.ts';
import type {EventBody} from '../../source/engine/state/events.ts';
import {istio} from '../../source/meshes/istio/istio.ts';
import type {MetricsError} from '../../source/ports/metrics.ts';
import {answerTo, askings, asks, emptyPoll, queryOf, slowly} from './support/asking.ts';
import {never} from './support/connected.ts';
import {deskOn} from './support/recorded.ts';
import {storedMetrics} from './support/stored-metrics.ts';
import {paused} from './support/verdicts.ts';

const withRules = (rules: object) =>
	ok({...emptyPoll, traffic: {atMs: 1, value: []}, rules: {...emptyPoll.rules, ...rules}});

describe('a Prometheus that is slow', () => {
	test('is asked again after three times as long as it took to answer', () => {
		const desk = deskOn(paused);
		desk.advance(5_000);
		const usual = pollSeconds(desk.state());
		desk.world.latencyMs = command => (asks(command, poll) ? 12_000 : 5);
		desk.advance(150_000);
		const times = askings(desk, poll).map(({givenAtMs}) => givenAtMs);
		const [before = 0, last = 0] = times.slice(-2);
		expect(pollSeconds(desk.state())).toBe(48);
		expect(last - before).toBeGreaterThanOrEqual(48_000);
		desk.world.latencyMs = () => 5;
		desk.advance(120_000);
		expect(pollSeconds(desk.state())).toBe(usual);
	});
});

describe('a Prometheus that asks to be left alone', () => {
	const busy: MetricsError = {kind: 'unavailable', status: 429, message: safe`too many`, retryAfterSeconds: 120};

	test('is asked nothing at all for that long, and then goes on', () => {
		const desk = deskOn(paused);
		desk.advance(20_000);
		desk.world.latencyMs = slowly(poll);
		desk.advance(20_000);
		const {generation} = queryOf(desk, poll);
		desk.dispatch(answerTo(poll, generation, err(busy)));
		const asked = desk.given('ask').length;
		desk.world.latencyMs = () => 5;
		desk.advance(119_000);
		expect(desk.given('ask')).toHaveLength(asked);
		desk.advance(2_000);
		expect(desk.given('ask').length).toBeGreaterThan(asked);
		expect(desk.state().metrics.askings[poll.id]?.answers['']?.error).toBeNull();
	});
});

describe('what the metrics cost', () => {
	const line = (desk: ReturnType<typeof deskOn>) =>
		desk
			.frame()
			.screen.view.header.banners.map(({text}) => text)
			.find(text => text.startsWith('COST'));

	function afterPolls(rules: object) {
		const desk = deskOn(paused);
		desk.advance(20_000);
		desk.press('!');
		desk.world.latencyMs = slowly(poll);
		// More polls than are kept, so that none of those before counts.
		for (let at = 1; at <= 10; at += 1) {
			while (!queryOf(desk, poll).isRunning) desk.advance(1_000);
			const spent = {queries: 4 * at, bytes: 250_000 * at, samples: 12_000 * at};
			desk.dispatch({...answerTo(poll, queryOf(desk, poll).generation, withRules(rules)), spent} as EventBody);
		}
		return desk;
	}

	test('stands in the header after ! on every screen, and goes with the next !', () => {
		const desk = deskOn(paused);
		expect(line(desk)).toBeUndefined();
		desk.press('!');
		expect(line(desk)).toBe('COST: not known before two polls');
		desk.press('?');
		expect(line(desk)).toBe('COST: not known before two polls');
		desk.press('!');
		expect(line(desk)).toBeUndefined();
	});

	test.each([
		[{}, 'no rules'],
		[{inUse: ['istio', 'linkerd']}, 'by rules of istio, linkerd'],
		[
			{unused: [{mesh: 'istio', because: 'stale', windowSeconds: 60, ageSeconds: 241.3}]},
			'without the rules of istio over 1m: last evaluated 241 s ago',
		],
		[
			{unused: [{mesh: 'istio', because: 'window', windowSeconds: 300, ageSeconds: null}]},
			'without the rules of istio over 5m: their window does not suit the scrapes',
		],
	])('is counted poll by poll, and says which path is live: %j', (rules, path) => {
		const said = line(afterPolls(rules));
		expect(said).toMatch(/^COST a poll: 4\.0 queries · 250 kB · 12,000 samples · [\d.]+ s · every \d+ s · /);
		expect(said?.split(' · ').at(-1)).toBe(path);
	});
});

describe('the runner', () => {
	/** A question that waits until it is given up, or for ever. */
	const waiting = (id: string, supersedes: readonly string[] = []) => {
		const signals: AbortSignal[] = [];
		const question: MetricsQuestion = {
			id,
			supersedes,
			wanted: () => true,
			keyOf: () => '',
			covers: () => true,
			ask: ({signal}) => {
				signals.push(signal);
				return new Promise(() => {});
			},
			dueAtMs: () => 0,
		};
		return {question, signals};
	};

	async function connectedRunner(asked: readonly MetricsQuestion[], signal = never) {
		const events: EventBody[] = [];
		const connected = Promise.withResolvers<void>();
		const runner = createMetricsRunner({
			meshes: [istio],
			isOrdered: false,
			questions: asked,
			connectMetrics: async () => ok(storedMetrics([{service: 'cart', perSecond: 7}])),
			dispatch(event) {
				events.push(event);
				if (event.kind === 'metricsConnected') connected.resolve();
			},
			signal,
		});
		runner.run({kind: 'connectMetrics', generation: 1});
		await connected.promise;
		return {runner, events};
	}

	const ask = (id: string, generation: number) => ({kind: 'ask', question: id, generation, asked: true}) as const;

	test('gives up a question once it is asked anew, or superseded', async () => {
		const [one, other] = [waiting('one'), waiting('other', ['one'])];
		const {runner} = await connectedRunner([one.question, other.question]);
		runner.run(ask('one', 1));
		runner.run(ask('one', 2));
		expect(one.signals.map(({aborted}) => aborted)).toEqual([true, false]);
		runner.run(ask('other', 1));
		expect(one.signals.map(({aborted}) => aborted)).toEqual([true, true]);
		expect(other.signals.map(({aborted}) => aborted)).toEqual([false]);
	});

	test('gives up every question when perch stops', async () => {
		const one = waiting('one');
		const stopping = new AbortController();
		const {runner} = await connectedRunner([one.question], stopping.signal);
		runner.run(ask('one', 1));
		stopping.abort();
		expect(one.signals.map(({aborted}) => aborted)).toEqual([true]);
	});

	test('counts what all questions have sent for', async () => {
		const {runner, events} = await connectedRunner(questions);
		const answered = () => events.filter(event => event.kind === 'answered');
		const before = await settled(() => runner.run({...ask('sample-age', 1)}), answered);
		const after = await settled(() => runner.run({...ask('sample-age', 2)}), answered);
		expect((after?.spent?.queries ?? 0) - (before?.spent?.queries ?? 0)).toBe(1);
		expect((after?.spent?.samples ?? 0) - (before?.spent?.samples ?? 0)).toBe(1);
	});
});

async function settled<T>(run: () => void, answers: () => readonly T[]): Promise<T | undefined> {
	const count = answers().length;
	run();
	while (answers().length === count) await Promise.resolve();
	return answers().at(-1);
}
