import {describe, expect, test} from 'vitest';
import {safe} from '../../source/domain/text/safe-text.ts';
import {poll} from '../../source/engine/questions/poll.ts';
import type {ProveView} from '../../source/engine/screens/prove/prove.ts';
import type {MetricsError} from '../../source/ports/metrics.ts';
import {renderOnce} from '../../source/views/render-once.ts';
import {looks} from '../frames/look.ts';
import {slowly} from './support/asking.ts';
import type {Desk} from './support/desk.ts';
import {deskAt, deskOn} from './support/recorded.ts';
import {sample} from './support/session.ts';
import {until} from './support/verdicts.ts';

const paused = 'argo-canary/02-paused-at-step-1';
/** One request in ten fails on the canary, one in a hundred on stable. */
const worse = () => [sample('checkout-stable', 95, 0.95), sample('checkout-canary', 5, 0.5)];
const unreachable: MetricsError = {kind: 'unreachable', status: null, message: safe`connection refused`};

function viewOf(desk: Desk): ProveView {
	const {screen} = desk.frame();
	if (screen.kind !== 'prove') throw new Error(`the screen is ${screen.kind}`);
	return screen.view;
}

/** What the terminal shows, rows as they are. */
function shown(desk: Desk): string {
	return renderOnce(desk.frame(), looks.noColour).replaceAll(/\u001b\[[\d;]*m/g, '');
}

/** The proof of checkout's own errors. */
function onRow(world: Parameters<typeof deskAt>[1]): Desk {
	const desk = deskOn(paused, world);
	desk.advance(10_000);
	desk.press('=', 'up', 'up', 'up');
	desk.advance(100);
	return desk;
}

describe('the key =', () => {
	test('opens the proof of an open release on its comparison, and esc leads back', () => {
		const desk = deskOn(paused, {world: {trafficAt: worse}});
		desk.press('=');
		expect(viewOf(desk)).toMatchObject({name: 'shop/checkout', selected: {subject: 'compared', figure: 'errors'}});
		desk.press('escape');
		expect(desk.frame().screen.kind).toBe('release');
	});

	test('opens the proof of the row that is marked on the home screen, and of the service on screen', () => {
		const desk = deskAt(paused, {world: {trafficAt: () => [sample('catalog', 7, 1)]}});
		desk.press('/');
		desk.type('catalog');
		desk.press('enter', '=');
		expect(viewOf(desk)).toMatchObject({name: 'shop/catalog', selected: {subject: 'row', figure: 'errors'}});
		desk.press('escape', 'c', '=');
		expect(viewOf(desk).name).toBe('shop/catalog');
	});

	test('works on a list of which no row is marked yet', () => {
		const desk = deskAt(paused);
		desk.press('R');
		expect(desk.state().screen.releasesSelected).toBeNull();
		desk.press('=');
		expect(viewOf(desk).name).toBe('shop/checkout');
	});
});

test('the arrows move the cursor over the figures and stop at the edges, and pages move the proof', () => {
	const desk = deskOn(paused, {world: {trafficAt: worse}});
	desk.press('=', 'pagedown');
	expect(viewOf(desk).at).not.toBe(0);
	desk.press('right', 'right');
	expect(viewOf(desk)).toMatchObject({selected: {subject: 'compared', figure: 'requests'}, at: 0});
	desk.press('up', 'left', 'left', 'left');
	expect(viewOf(desk).selected).toEqual({subject: 'canary', figure: 'errors'});
	desk.press('down', 'down', 'tab');
	expect(viewOf(desk).selected).toEqual({subject: 'compared', figure: 'failures'});
});

test('extra failures are proven by the figures that the release screen takes them from', () => {
	const desk = deskOn(paused, {world: {trafficAt: worse}});
	until(desk, 'worse');
	const {screen} = desk.frame();
	expect(screen.kind === 'release' && screen.view.now).toContain('about 27 extra failed requests a minute');
	desk.press('=', 'right');
	const {rows, proof} = viewOf(desk);
	const [extra, difference] = proof.equations;
	const cell = rows.at(-1)?.cells.failures;
	expect(extra).toMatchObject({kind: 'extra', perMinute: cell?.kind === 'value' ? cell.value : null});
	if (extra?.kind !== 'extra') throw new Error('no extra failures are proven');
	// (10 % − 1 %) of 300 requests a minute.
	expect(extra.perMinute).toBeCloseTo(27);
	expect(extra.low).toBeGreaterThan(0);
	expect(extra.low).toBeLessThan(27);
	expect(extra.high).toBeGreaterThan(27);
	expect(difference).toMatchObject({kind: 'difference'});
	expect(shown(desk)).toMatch(/\+27\.0 failed\/min more than stable would/);
});

test('each version is proven by the series that count for it', () => {
	const desk = onRow({world: {trafficAt: worse}});
	const {raw} = viewOf(desk).proof;
	const told = raw.kind === 'series' ? raw.series : [];
	expect(told.map(({version, failuresPerSecond}) => [version, failuresPerSecond])).toEqual([
		['2.8.1', 0.95],
		['2.9.0', 0.5],
		['2.8.1', 0],
		['2.9.0', 0],
	]);
	expect(shown(desk)).toContain('1.45 failed/s ÷ 100 requests/s');
});

describe('where there is no figure, the proof says why:', () => {
	test('while Prometheus is asked for the first time', () => {
		const desk = onRow({world: {latencyMs: slowly(poll)}});
		expect(shown(desk)).toContain('loading: Prometheus has not answered yet');
	});

	test('without a Prometheus', () => {
		const desk = onRow({world: {isMetricsConfigured: false}});
		expect(shown(desk)).toContain('not read: set --prometheus');
	});

	test('where two meshes count the row', () => {
		const both = (['istio', 'linkerd'] as const).map(mesh => ({...sample('checkout', 100, 1), mesh}));
		const desk = onRow({world: {trafficAt: () => both, meshes: ['istio', 'linkerd']}});
		expect(viewOf(desk).proof.equations).toEqual([]);
		expect(shown(desk)).toContain('set --mesh istio,linkerd or --mesh linkerd,istio');
	});

	test('where no series names the service', () => {
		const desk = onRow({world: {trafficAt: () => [sample('catalog', 7)]}});
		expect(shown(desk)).toContain('no series of the answer names this service');
	});

	test('where nobody called', () => {
		const desk = onRow({world: {trafficAt: () => [sample('checkout-stable', 0)]}});
		expect(shown(desk)).toContain('no ratio: 0 requests/s were counted, and nothing can be divided by 0');
	});

	test('where a version cannot be told from another', () => {
		const desk = deskOn(paused, {world: {trafficAt: () => [sample('checkout', 100, 1)]}});
		desk.press('=', 'up');
		desk.advance(100);
		expect(shown(desk)).toContain('the metrics report 2.8.1 and 2.9.0 under one name');
	});
});

test('when Prometheus falls silent, the last figures stay with their time, and are called old', () => {
	const desk = onRow({world: {trafficAt: worse}});
	const before = viewOf(desk).proof;
	desk.world.pollError = unreachable;
	desk.world.scrapedUntilMs = desk.clock.nowMs();
	desk.advance(120_000);
	const {proof, isStale, header} = viewOf(desk);
	expect(proof.equations).toEqual(before.equations);
	expect(proof.asked?.at).toEqual(before.asked?.at);
	expect(isStale).toBe(true);
	expect(header.metrics.problem).toBe('connection refused');
	expect(shown(desk)).toMatch(/OLD: the newest sample is of \d\d:\d\d:\d\d UTC/);
});

test('a frozen display proves the figures of its moment', () => {
	let failing = 0.95;
	const desk = onRow({world: {trafficAt: () => [sample('checkout-stable', 95, failing)]}});
	desk.press('z');
	failing = 50;
	desk.advance(30_000);
	expect(viewOf(desk).proof.equations[0]).toMatchObject({ratio: 0.01});
	desk.press('z');
	expect(viewOf(desk).proof.equations[0]).toMatchObject({ratio: 50 / 95});
});

test('the series of a poll replace the sums that perch keeps only if they are of that poll', () => {
	const desk = onRow({world: {trafficAt: worse}});
	expect(viewOf(desk).proof.raw).toMatchObject({kind: 'series', total: 4});
	desk.world.latencyMs = command => (command.kind === 'ask' && command.question === 'series' ? 'never' : 5);
	desk.advance(10_000);
	expect(viewOf(desk).proof.raw).toMatchObject({kind: 'series', total: 2, again: null});
});

test('a verb works on the proof, and its result is seen there', () => {
	const desk = onRow({world: {trafficAt: worse}});
	desk.advance(1_000);
	desk.press('x');
	expect(desk.state().screen.dialog).not.toBeNull();
	desk.advance(1_000);
	desk.press('right', 'enter', 'escape');
	desk.advance(2_000);
	expect(viewOf(desk).intent?.progress.text).toMatch(/BACK/);
});

test('a version without requests has no figure, and the proof says that this is why', () => {
	const idle = () => [sample('checkout-stable', 95, 0.95), sample('checkout-canary', 0, 0)];
	const desk = deskOn(paused, {world: {trafficAt: idle}});
	desk.advance(10_000);
	desk.press('=');
	expect(shown(desk).replaceAll(/\s+/g, ' ')).toContain('nothing to compare: one of the versions got no requests');
	desk.press('up');
	expect(shown(desk)).toMatch(/no requests in that time/);
});
