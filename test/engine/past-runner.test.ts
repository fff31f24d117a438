import {expect, test} from 'vitest';
import {type HistoryAsked, searchSeconds} from '../../source/backtest/history-asked.ts';
import {err, ok} from '../../source/domain/result.ts';
import {ident, safe} from '../../source/domain/text/safe-text.ts';
import {createBackground, createTurns} from '../../source/engine/asking/background.ts';
import type {Asker} from '../../source/engine/queries/asker.ts';
import {createPastRunner, type PastRunnerOptions} from '../../source/engine/runner/past-runner.ts';
import type {EventBody} from '../../source/engine/state/events.ts';
import type {PastAct} from '../../source/engine/state/past-state.ts';
import type {MetricsError} from '../../source/ports/metrics.ts';
import {type Period, pastAsker} from '../backtest/support/past-prometheus.ts';
import {eventually} from '../eventually.ts';
import {checkout} from './support/recorded.ts';

const minute = 60_000;
const hour = 60 * minute;
const newestMs = Date.parse('2026-11-22T00:00:00Z');
const named = (name: string) => ({namespace: ident('shop'), name: ident(name)});
const history: Omit<HistoryAsked, 'asker'> = {
	services: [named('cart')],
	ownOf: samples => samples,
	mayBeOwn: () => false,
	release: {services: {apex: [named('cart')], stable: [], canary: [], host: null}, backend: 'argo-rollouts'},
	nameOf: version => version,
	stablePods: 20,
	settings: {},
	order: null,
	rule: null,
	newestMs,
};

/** v2 harms and is taken back, v3 is as good and promoted. */
const periods: readonly Period[] = [
	{fromMs: newestMs - 24 * hour, versions: {v1: [200, 0.005]}},
	{fromMs: newestMs - 12 * hour, versions: {v1: [180, 0.005], v2: [20, 0.1]}},
	{fromMs: newestMs - 12 * hour + 22 * minute, versions: {v1: [200, 0.005]}},
	{fromMs: newestMs - 6 * hour, versions: {v1: [180, 0.005], v3: [20, 0.005]}},
	{fromMs: newestMs - 5 * hour, versions: {v3: [200, 0.005]}},
];

type Over = Parameters<Asker['range']>[1];

interface Gate {
	/** Queries that wait until they are let through, or broken off. */
	holds: (over: Over) => boolean;
	fails: (over: Over) => boolean;
}

/** The runner in front of a Prometheus. */
function runnerOf(about: Partial<Gate> = {}, known: ReturnType<PastRunnerOptions['historyOf']> = ok(history)) {
	const {asker, queries} = pastAsker(periods);
	const told: EventBody[] = [];
	const gate: Gate = {holds: () => false, fails: () => false, ...about};
	const held: Over[] = [];
	const askerNow = (signal: AbortSignal): Asker => ({
		...asker,
		async range(query, over) {
			if (gate.holds(over)) {
				held.push(over);
				await new Promise<void>(resolve => signal.addEventListener('abort', () => resolve(), {once: true}));
				return err(closed);
			}
			return gate.fails(over) ? err(closed) : asker.range(query, over);
		},
	});
	const turns = createTurns(async () => {});
	const runner = createPastRunner({
		historyOf: () => known,
		inBackground: () => createBackground(askerNow, turns),
		dispatch: body => told.push(body),
	});
	const backtestsTold = () => told.flatMap(one => (one.kind === 'backtestTold' ? [one.told] : []));
	return {
		runner,
		told,
		queries,
		gate,
		held,
		backtestsTold,
		ended: () => backtestsTold().findLast(one => one.kind === 'ended'),
	};
}

const closed: MetricsError = {kind: 'unavailable', status: 500, message: safe`the storage is closed`};
const isSearch = ({stepSeconds}: Pick<Over, 'stepSeconds'>) => stepSeconds === searchSeconds;

const begin = {kind: 'readBacktest', id: 'one', release: checkout} as const;
const replayIt: PastAct = {
	kind: 'readReplay',
	id: 'two',
	asked: {
		release: checkout,
		scheme: 'label',
		past: {
			version: ident('v2'),
			beside: ident('v1'),
			end: 'none',
			mostShare: 0.1,
			gapMs: 0,
			fromMs: newestMs - 12 * hour,
			toMs: newestMs - 11 * hour,
		},
	},
};

test('a backtest tells how far it is, then each release, the newest first, then its report', async () => {
	const {runner, backtestsTold, ended} = runnerOf();
	runner.run(begin);
	await eventually(() => expect(ended()).toBeDefined());
	const kinds = backtestsTold().map(({kind}) => kind);
	expect(kinds.filter(kind => kind === 'searched')).toHaveLength(90);
	expect(kinds.slice(-3)).toEqual(['judged', 'judged', 'ended']);
	const judged = backtestsTold().flatMap(one => (one.kind === 'judged' ? [one.release.version as string] : []));
	expect(judged).toEqual(['v3', 'v2']);
	expect(ended()).toMatchObject({result: {ok: true, value: {scheme: 'label'}}});
});

test('one that is left asks nothing more, and goes on where it was without reading anything again', async () => {
	const middleMs = newestMs - 45 * 24 * hour;
	const {runner, ended, queries, gate, held, backtestsTold} = runnerOf({
		holds: over => isSearch(over) && over.startMs > middleMs,
	});
	runner.run(begin);
	await eventually(() => expect(held).toHaveLength(1));
	runner.run({kind: 'leaveBacktest'});
	const [read, told] = [queries.length, backtestsTold().length];
	expect(read).toBe(told);
	gate.holds = () => false;
	// What is asked of a past release meanwhile is answered, and the backtest does not go on with it.
	runner.run(replayIt);
	await eventually(() => expect(queries.some(({stepSeconds}) => stepSeconds === 45)).toBe(true));
	expect(queries.filter(isSearch)).toHaveLength(read);
	expect(backtestsTold()).toHaveLength(told);
	runner.run(begin);
	await eventually(() => expect(ended()).toMatchObject({result: {ok: true}}));
	const searched = queries.filter(isSearch).map(({startMs}) => startMs);
	expect(new Set(searched).size).toBe(searched.length);
	expect(searched).toHaveLength(90);
});

test('a past release is read before the backtest goes on, which then goes on by itself', async () => {
	const {runner, told, gate, held, ended} = runnerOf({holds: isSearch});
	runner.run(begin);
	await eventually(() => expect(held).toHaveLength(1));
	gate.holds = () => false;
	runner.run(replayIt);
	await eventually(() => expect(ended()).toMatchObject({result: {ok: true}}));
	const [first] = told;
	expect(first).toMatchObject({kind: 'replayTold', id: 'two', result: {ok: true, value: {stepSeconds: 45}}});
});

test('a day that cannot be read ends a backtest with the reason', async () => {
	const {runner, ended} = runnerOf({fails: ({startMs}) => startMs > newestMs - 40 * 24 * hour});
	runner.run(begin);
	await eventually(() => expect(ended()).toBeDefined());
	expect(ended()).toMatchObject({result: {ok: false, error: {kind: 'metrics', error: {status: 500}}}});
});

test('rows that cannot be read leave out one release alone', async () => {
	const {runner, ended, backtestsTold} = runnerOf({
		fails: ({startMs, stepSeconds}) => stepSeconds === 45 && startMs < newestMs - 10 * hour,
	});
	runner.run(begin);
	await eventually(() => expect(ended()).toMatchObject({result: {ok: true}}));
	const judged = backtestsTold().flatMap(one => (one.kind === 'judged' ? [one.release.judged.ok] : []));
	expect(judged).toEqual([true, false]);
});

test('what the cluster says against a backtest is its end, and nothing is asked', () => {
	const {runner, ended, queries} = runnerOf({}, err({kind: 'blueGreen'}));
	runner.run(begin);
	expect(ended()).toEqual({kind: 'ended', result: err({kind: 'blueGreen'})});
	expect(queries).toEqual([]);
});
