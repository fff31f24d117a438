import {expect, test} from 'vitest';
import type {ConnectionSample} from '../../source/domain/signals/connection-sample.ts';
import {ident} from '../../source/domain/text/safe-text.ts';
import {homeOf} from './support/home.ts';
import {deskAt} from './support/recorded.ts';
import {sample} from './support/session.ts';

const half = 'argo-canary/06-paused-at-50-after-analysis';
const connected = (changes: Partial<ConnectionSample> = {}, service = 'checkout'): ConnectionSample => ({
	identity: {namespace: ident('shop'), service: ident(service), workload: ident('checkout'), version: null},
	viewpoint: 'source',
	openedPerSecond: 12,
	closedPerSecond: 12,
	sentPerSecond: 3_100_000,
	receivedPerSecond: null,
	securedPerSecond: 12,
	...changes,
});

const bySource = connected();

function serviceScreen(connections: readonly ConnectionSample[], traffic = [] as ReturnType<typeof sample>[]) {
	const desk = deskAt(half, {world: {trafficAt: () => traffic, meshes: ['ztunnel'], connections}});
	desk.advance(10_000);
	const home = homeOf(desk);
	desk.press('home', 'c');
	desk.advance(10_000);
	const {screen} = desk.frame();
	if (screen.kind !== 'service') throw new Error(screen.kind);
	return {view: screen.view, home};
}

test('a service whose connections alone are counted shows them, and has no requests, not 0', () => {
	const {view} = serviceScreen([bySource]);
	expect(view.connections).toBe('L4 only: 12 connections/s · 3.1 MB/s sent · mTLS');
	expect(view.now?.requestsPerSecond.kind).not.toBe('value');
});

test('the two sides of a connection are not added: the one that saw more counts', () => {
	const atTheCallee = connected({viewpoint: 'destination', openedPerSecond: 15, securedPerSecond: 12});
	expect(serviceScreen([bySource, atTheCallee]).view.connections).toBe(
		'L4 only: 15 connections/s · 3.1 MB/s sent · mTLS on 80 %',
	);
});

test.each([
	[{securedPerSecond: null}, '12 connections/s · 3.1 MB/s sent'],
	[{securedPerSecond: 0}, '12 connections/s · 3.1 MB/s sent · no mTLS'],
	[{sentPerSecond: null, receivedPerSecond: 0}, '12 connections/s · 0 B/s received · mTLS'],
	[{openedPerSecond: 0.042, securedPerSecond: 0.042}, '0.042 connections/s · 3.1 MB/s sent · mTLS'],
])('what is not counted of connections is not told: %j', (changes, text) => {
	expect(serviceScreen([connected(changes)]).view.connections).toBe(`L4 only: ${text}`);
});

test('another service’s connections are not shown, nor any where requests are counted', () => {
	expect(serviceScreen([connected({}, 'other')]).view.connections).toBeNull();
	expect(serviceScreen([bySource], [sample('checkout', 100, 1)]).view.connections).toBeNull();
});

test('home says of the marked row what is counted of it, and not that there are no series', () => {
	const sentences = (connections: readonly ConnectionSample[]) =>
		serviceScreen(connections).home.explained?.sentences.join(' · ');
	expect(sentences([bySource])).toMatch(/L4 only: 12 connections\/s · 3\.1 MB\/s sent · mTLS/);
	expect(sentences([])).toMatch(/its requests are not counted/);
	expect(sentences([connected({}, 'other')])).not.toMatch(/connections\/s|the metrics have no series/);
});

test('home says that requests are unknown where no mesh counts any', () => {
	const {home} = serviceScreen([bySource]);
	expect(home.header.banners.map(({text}) => text)).toContain(
		'REQUESTS UNKNOWN: ztunnel counts connections, not requests, so failures and durations are unknown: a waypoint counts them',
	);
});
