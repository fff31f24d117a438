import {describe, expect, test} from 'vitest';
import {safe} from '../../source/domain/text/safe-text.ts';
import {charts} from '../../source/engine/questions/charts.ts';
import {latency} from '../../source/engine/questions/latency.ts';
import {poll} from '../../source/engine/questions/poll.ts';
import {readingWord} from '../../source/views/lines/figures.ts';
import {readSituation} from '../releases/situation.ts';
import {slowly} from './support/asking.ts';
import {createDesk, type Desk, type DeskOptions} from './support/desk.ts';
import {homeOf} from './support/home.ts';
import {down, forbidden, sample} from './support/session.ts';

const canary = 'argo-canary/02-paused-at-step-1';

function deskOf(options: Partial<DeskOptions> = {}, situation = canary): Desk {
	return createDesk({...readSituation(situation), size: {columns: 120, rows: 30}, ...options});
}

const bannersOf = (desk: Desk) => homeOf(desk).header.banners.map(({text}): string => text);
const unreachable = {...down, message: safe`connection refused`};

/** Makes the kind one that was never read: its first list failed. */
function failFirstList(desk: Desk, kindId: string): void {
	const watches = Object.entries(desk.state().cluster.watches).filter(([, {request}]) => request.kind.id === kindId);
	for (const [id] of watches) {
		desk.watchTells(id, {kind: 'absent', atMs: 0});
		const error = {kind: 'serverError', status: 500, message: safe`etcd has no leader`, missing: null} as const;
		desk.watchTells(id, {kind: 'failing', error, retryAtMs: null, atMs: 0});
	}
}

describe('counts', () => {
	test('are not shown before anything was read', () => {
		const desk = deskOf({world: {latencyMs: command => (command.kind === 'identify' ? 'never' : 5)}});
		desk.advance(3_000);
		expect(homeOf(desk).summary).toMatchObject({hurt: 'unknown', releases: null});
		expect(homeOf(desk).empty).toMatch(/^connecting to /);
	});

	test('say that there may be more where a kind was never read', () => {
		const desk = deskOf();
		desk.advance(3_000);
		expect(homeOf(desk).summary).toMatchObject({releases: {waiting: 1}, isPart: false});
		failFirstList(desk, 'deployments.apps');
		expect(homeOf(desk).summary).toMatchObject({releases: {waiting: 1}, isPart: true});
	});

	test('say that there may be more where a kind of releases may not be read', () => {
		const desk = deskOf({
			world: {listError: ({kind}) => (kind.id === 'deployments.apps' ? forbidden('list deployments.apps') : null)},
		});
		desk.advance(3_000);
		expect(homeOf(desk).summary).toMatchObject({releases: {waiting: 1}, isPart: true});
	});

	test('say that there may be more where a release cannot be understood', () => {
		const desk = deskOf();
		desk.advance(3_000);
		desk.server.mutate('Rollout', 'checkout', [{op: 'replace', path: '/spec/replicas', value: 'five'}]);
		desk.sync();
		expect(homeOf(desk).summary).toMatchObject({releases: {moving: 0}, isPart: true});
	});

	test('of rows that hurt users are not known where no row is measured', () => {
		const desk = deskWithServices({trafficAt: () => []});
		desk.advance(30_000);
		expect(homeOf(desk).summary.hurt).toBe('unknown');
	});

	test('add up to the list of services', () => {
		const desk = deskWithServices({trafficAt: () => [sample('cart', 5, 0), sample('checkout-canary', 50, 0)]});
		const {summary, total} = homeOf(desk);
		const {waiting = 0, moving = 0, quiet = 0} = summary.releases ?? {};
		const hurt = summary.hurt === 'unknown' ? 0 : summary.hurt.count;
		expect({hurt, waiting, moving, quiet}).toEqual({hurt: 0, waiting: 1, moving: 0, quiet: 2});
		expect(hurt + waiting + moving + quiet).toBe(total);
	});
});

describe('a list without rows', () => {
	test('of kinds that were never read is not called empty', () => {
		const desk = deskOf({objects: []});
		desk.advance(3_000);
		expect(homeOf(desk).empty).toMatch(/^no services in /);
		failFirstList(desk, 'services');
		expect(homeOf(desk).empty).toBe('services cannot be read: etcd has no leader — trying again');
		desk.world.heartbeatError = unreachable;
		desk.advance(5_000);
		expect(homeOf(desk).empty).toMatch(
			/^cannot reach .*connection refused — trying again · : ctx goes to another cluster$/,
		);
	});
});

describe('figures', () => {
	const words = (desk: Desk) => new Set(homeOf(desk).rows.map(row => readingWord(row)));

	test('are loading before the first answer, not read after a failure, without series after an empty answer', () => {
		const silent = deskWithServices({latencyMs: slowly(poll)});
		expect(words(silent)).toEqual(new Set(['loading']));
		const broken = deskWithServices({pollError: {kind: 'unreachable', status: null, message: safe`refused`}});
		expect(words(broken)).toEqual(new Set(['not read']));
		expect(words(deskWithServices({isMetricsConfigured: false}))).toEqual(new Set(['not read']));
		expect(words(deskWithServices({trafficAt: () => []}))).toEqual(new Set(['no series']));
	});

	test('of latency are not awaited where only the histograms could not be read', () => {
		const desk = deskWithServices({trafficAt: () => [sample('cart', 5, 0)], latencyMs: slowly(latency)});
		desk.advance(10_000);
		const cart = homeOf(desk).rows.find(({name}) => name === 'shop/cart');
		expect(cart).toMatchObject({requestsPerSecond: {kind: 'value'}, latencyP95Ms: {kind: 'notRead', isAwaited: false}});
	});

	test('of latency are not read after a return from a release, until they were asked for again', () => {
		const desk = deskWithServices({trafficAt: () => [sample('cart', 5, 0), sample('pay', 5, 0)]});
		const measured = () => homeOf(desk).rows.filter(({key}) => key.startsWith('service:'));
		const kinds = () => new Set(measured().map(({latencyP95Ms}) => latencyP95Ms.kind));
		expect(kinds()).not.toContain('notRead');
		desk.press('R', 'home', 'enter');
		desk.advance(20_000);
		desk.world.latencyMs = slowly(latency, poll);
		desk.press('escape', 'escape');
		expect(kinds()).toEqual(new Set(['notRead']));
	});
});

function deskWithServices(world: DeskOptions['world'] = {}): Desk {
	const {objects, nowMs} = readSituation(canary);
	const services = ['cart', 'pay'].map(name => ({
		apiVersion: 'v1',
		kind: 'Service',
		metadata: {name, namespace: 'shop', uid: `uid-of-${name}`, resourceVersion: '1'},
		spec: {selector: {app: name}},
	}));
	const desk = createDesk({
		objects: [...objects, ...services],
		nowMs,
		size: {columns: 120, rows: 30},
		...(world && {world}),
	});
	desk.advance(5_000);
	return desk;
}

test('a release that was never measured does not tell the age of its figures', () => {
	const desk = deskOf({world: {isMetricsConfigured: false}});
	desk.advance(3_000);
	desk.press('enter');
	const {screen} = desk.frame();
	const parts = screen.kind === 'release' ? screen.view.headline.parts : [];
	expect(parts).toContain('CANNOT COMPARE: no metrics are configured');
});

test('missing metrics are not reported while the API server is down', () => {
	const desk = deskOf({world: {isMetricsConfigured: false}});
	desk.advance(3_000);
	expect(bannersOf(desk)).toContainEqual(expect.stringMatching(/^NO METRICS/));
	desk.world.heartbeatError = unreachable;
	desk.advance(5_000);
	expect(bannersOf(desk)).toEqual([expect.stringMatching(/^API SERVER DOWN/)]);
});

describe('charts', () => {
	test('of latency say that it is not told where histograms are not', () => {
		const desk = deskOf({world: {trafficAt: () => [sample('checkout-stable', 95), sample('checkout-canary', 5)]}});
		desk.advance(3_000);
		desk.press('enter');
		desk.advance(5_000);
		expect(emptyOf(desk)).toEqual([null, 'no latency in the metrics', null]);
	});

	const emptyOf = (desk: Desk) => {
		const {screen} = desk.frame();
		return screen.kind === 'release' ? screen.view.charts.map(({empty}) => empty) : [];
	};

	test('of a release that no Service leads to say that nothing is asked', () => {
		const {objects} = readSituation('deployment/01-complete');
		const desk = deskOf({objects: objects.filter(({kind}) => kind !== 'Service')}, 'deployment/01-complete');
		desk.advance(3_000);
		desk.press('R', 'home', 'enter');
		desk.advance(30_000);
		expect(new Set(emptyOf(desk))).toEqual(new Set(['no Service leads to it: nothing to ask']));
	});

	test('say what failed where Prometheus does not answer, and that they load while an answer may come', () => {
		const pollError = {kind: 'unreachable', status: null, message: safe`refused`} as const;
		const desk = deskOf({world: {pollError}});
		desk.advance(3_000);
		desk.press('enter');
		expect(new Set(emptyOf(desk))).toEqual(new Set(['Prometheus: refused']));
		const waiting = deskOf({world: {latencyMs: command => (command.kind === 'connectMetrics' ? 'never' : 5)}});
		waiting.advance(3_000);
		waiting.press('enter');
		expect(new Set(emptyOf(waiting))).toEqual(new Set(['loading …']));
	});

	test('of a row that is opened while Prometheus is down say so, not that they load', () => {
		const desk = deskOf({
			world: {latencyMs: command => (command.kind === 'ask' && command.question === charts.id ? 'never' : 5)},
		});
		desk.advance(3_000);
		desk.world.pollError = {kind: 'timeout', status: null, message: safe`no answer within 5 s`};
		desk.advance(10_000);
		desk.press('enter');
		desk.advance(1_000);
		expect(new Set(emptyOf(desk))).toEqual(new Set(['Prometheus: no answer within 5 s']));
	});
});
