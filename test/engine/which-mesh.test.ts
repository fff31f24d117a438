import {describe, expect, test} from 'vitest';
import type {TrafficSample} from '../../source/domain/signals.ts';
import type {Desk} from './support/desk.ts';
import {deskAt} from './support/recorded.ts';
import {sample} from './support/session.ts';

const half = 'argo-canary/06-paused-at-50-after-analysis';
const inIstio: TrafficSample = {...sample('checkout', 100, 1), mesh: 'istio'};
const inLinkerd: TrafficSample = {...sample('checkout', 70, 7), mesh: 'linkerd'};
const question = 'set --mesh istio,linkerd or --mesh linkerd,istio: both count it, and the first will';

function deskWith(traffic: readonly TrafficSample[], world: Parameters<typeof deskAt>[1] = {}): Desk {
	const desk = deskAt(half, {
		world: {trafficAt: () => traffic, meshes: ['istio', 'linkerd'], ...world.world},
	});
	desk.advance(10_000);
	return desk;
}

function rowOf(desk: Desk) {
	const {screen} = desk.frame();
	if (screen.kind !== 'home') throw new Error(screen.kind);
	const [row] = screen.view.services.filter(({name}) => name === 'shop/checkout');
	return {row, banners: screen.view.header.banners.map(({text}) => text)};
}

describe('a service that two meshes count', () => {
	test('has no figures and asks which counts, naming the setting', () => {
		const {row, banners} = rowOf(deskWith([inIstio, inLinkerd]));
		const ambiguous = {kind: 'ambiguous'};
		expect(row).toMatchObject({requestsPerSecond: ambiguous, errorRatio: ambiguous, latencyP95Ms: ambiguous});
		expect(banners).toContain(`WHICH MESH? shop/checkout: ${question}`);
	});

	test('is not promoted, and its way back works', () => {
		const desk = deskWith([inIstio, inLinkerd]);
		desk.press('home', 'enter', 'p');
		expect(desk.state().screen.dialog).toBeNull();
		expect(desk.state().screen.message?.text).toBe(question);
		const {screen} = desk.frame();
		expect(screen.kind === 'release' && screen.view.now).toContain(question);
		desk.advance(1_000);
		desk.press('x');
		expect(desk.state().screen.dialog).not.toBeNull();
	});

	test('has the figures of the first that the operator named', () => {
		const named = (meshes: readonly ['istio' | 'linkerd', 'istio' | 'linkerd']) =>
			rowOf(deskWith([inIstio, inLinkerd], {world: {meshes, isOrdered: true}}));
		expect(named(['istio', 'linkerd'])).toMatchObject({row: {requestsPerSecond: {value: 100}}, banners: []});
		expect(named(['linkerd', 'istio'])).toMatchObject({row: {requestsPerSecond: {value: 70}}, banners: []});
	});
});

test('a mesh that counts no request any more asks nothing', () => {
	const gone = {...inLinkerd, requestsPerSecond: 0, errorsPerSecond: 0};
	expect(rowOf(deskWith([inIstio, gone]))).toMatchObject({row: {requestsPerSecond: {value: 100}}, banners: []});
});

test('where the operator named a first that does not count the service, the next does', () => {
	const desk = deskWith([inLinkerd], {world: {meshes: ['istio', 'linkerd'], isOrdered: true}});
	expect(rowOf(desk)).toMatchObject({row: {requestsPerSecond: {value: 70}}, banners: []});
});
