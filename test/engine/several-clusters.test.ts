import {expect, test} from 'vitest';
import {safe} from '../../source/domain/text/safe-text.ts';
import {metricsFreshness} from '../../source/engine/evidence/freshness.ts';
import {trafficOf} from '../../source/engine/questions/poll.ts';
import type {MetricsError} from '../../source/ports/metrics.ts';
import type {Desk} from './support/desk.ts';
import {homeOf} from './support/home.ts';
import {deskAt} from './support/recorded.ts';
import {sample} from './support/session.ts';

const healthy = 'argo-canary/01-healthy';
const half = 'argo-canary/06-paused-at-50-after-analysis';
const question: MetricsError = {
	kind: 'severalClusters',
	status: null,
	message: safe`set prometheus.matchers to {cluster: eu1} or {cluster: us1}`,
};

/** A desk that has figures, and then also receives those of another cluster. */
function mixedDesk(situation: string): Desk {
	const desk = deskAt(situation, {world: {trafficAt: () => [sample('checkout', 100)]}});
	desk.advance(10_000);
	expect(trafficOf(desk.state().metrics)?.value).toHaveLength(1);
	desk.world.pollError = question;
	desk.world.latencyMs = command => (command.kind === 'connectMetrics' ? 'never' : 5);
	desk.advance(10_000);
	return desk;
}

test('figures of several clusters make the screen ask which cluster, and no figure stays', () => {
	const desk = mixedDesk(healthy);
	const {screen} = desk.frame();
	if (screen.kind !== 'home') throw new Error(screen.kind);
	expect(screen.view.header.banners.map(({text}) => text)).toContain(
		'WHICH CLUSTER? set prometheus.matchers to {cluster: eu1} or {cluster: us1} · promote is off, back needs no metrics',
	);
	expect(screen.view.header.metrics.state).toBe('none');
	expect(figuresOf(desk)).toEqual([{kind: 'notRead'}]);
});

test('with several clusters promote is off and says what to set', () => {
	const desk = mixedDesk(half);
	desk.press('R', 'home', 'enter', 'p');
	expect(desk.state().screen.dialog).toBeNull();
	expect(desk.state().screen.message?.text).toContain('prometheus.matchers');
});

test('an answer that was on its way does not bring figures back', () => {
	const desk = mixedDesk(half);
	const {metrics} = desk.state();
	expect(Object.keys(metrics.askings)).toContain('trend');
	for (const {query, answers} of Object.values(metrics.askings)) {
		expect(query.isRunning).toBe(false);
		for (const {told, error} of Object.values(answers)) expect([told, error]).toEqual([null, null]);
	}
	expect(metrics).toMatchObject({latency: null, ordering: null, observed: {}});
});

test('too few samples for rates are not shown as zero; the pace is measured again, and figures come back', () => {
	const desk = deskAt(healthy, {world: {trafficAt: () => [sample('checkout', 100)]}});
	desk.advance(10_000);
	const connects = desk.given('connectMetrics').length;
	desk.world.pollError = {kind: 'tooFewSamples', status: null, message: safe`no rates`};
	// A sample newer than the last figures shows that the scrape goes on.
	desk.advance(12_000);
	expect(figuresOf(desk)).not.toContainEqual({kind: 'value', value: 0});
	desk.world.pollError = null;
	desk.advance(10_000);
	expect(desk.given('connectMetrics').length).toBeGreaterThan(connects);
	expect(desk.state().metrics.connectError).toBeNull();
	expect(figuresOf(desk)).toContainEqual({kind: 'value', value: 100});
});

test('too few samples after a scrape that stopped make the figures old, and no new pace is measured', () => {
	const desk = deskAt(healthy, {world: {trafficAt: () => [sample('checkout', 100)]}});
	desk.advance(10_000);
	const connects = desk.given('connectMetrics').length;
	desk.world.scrapedUntilMs = desk.clock.nowMs();
	desk.world.pollError = {kind: 'tooFewSamples', status: null, message: safe`no rates`};
	desk.advance(120_000);
	expect(desk.given('connectMetrics')).toHaveLength(connects);
	expect(metricsFreshness(desk.state())).toMatchObject({state: 'red'});
});

function figuresOf(desk: Desk): readonly {readonly kind: string; readonly value?: number}[] {
	return homeOf(desk).rows.map(({requestsPerSecond: reading}) =>
		reading.kind === 'value' ? {kind: 'value', value: reading.value} : {kind: reading.kind},
	);
}

test('a server of several clusters is asked no faster than any other, however quickly it answers', () => {
	const desk = deskAt(healthy, {world: {trafficAt: () => [sample('checkout', 100)]}});
	desk.advance(10_000);
	const before = desk.given('connectMetrics').length;
	desk.world.pollError = question;
	desk.advance(60_000);
	expect(desk.given('connectMetrics').length - before).toBeLessThanOrEqual(13);
});
