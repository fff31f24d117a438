import {describe, expect, test} from 'vitest';
import type {MeshId} from '../../source/domain/signals/mesh-id.ts';
import type {TrafficSample} from '../../source/domain/signals/signals.ts';
import type {Desk} from './support/desk.ts';
import {homeOf} from './support/home.ts';
import {deskAt} from './support/recorded.ts';
import {sample} from './support/session.ts';

function deskWith(traffic: readonly TrafficSample[], meshes: readonly MeshId[]): Desk {
	const desk = deskAt('argo-canary/06-paused-at-50-after-analysis', {world: {trafficAt: () => traffic, meshes}});
	desk.advance(10_000);
	return desk;
}

function rowOf(desk: Desk) {
	const [row] = homeOf(desk).rows.filter(({name}) => name === 'shop/checkout');
	return {row, banners: homeOf(desk).header.banners.map(({text}) => text)};
}

describe('a service that a gateway and the application count', () => {
	const atTheEdge: TrafficSample = {...sample('checkout', 40, 0), mesh: 'ingress-nginx'};
	const itself = (requests: number): TrafficSample => ({...sample('checkout', requests, 0), mesh: 'application'});
	const both = ['ingress-nginx', 'application'] as const;

	test('has the figures of the gateway while that counts as much', () => {
		expect(rowOf(deskWith([atTheEdge, itself(43)], both))).toMatchObject({row: {requestsPerSecond: {value: 40}}});
	});

	test('has those of the application where others call it too', () => {
		expect(rowOf(deskWith([atTheEdge, itself(100)], both))).toMatchObject({
			row: {requestsPerSecond: {value: 100}},
			banners: [],
		});
	});
});

describe('a service that counts itself in two ways', () => {
	const by = (mesh: MeshId, requests: number): TrafficSample => ({...sample('checkout', requests, 0), mesh});
	const all = ['opentelemetry', 'application', 'own'] as const;

	test.each([
		[['application', 'opentelemetry'], 42],
		[['opentelemetry', 'application', 'own'], 41],
	] as const)('as by %j is no question', (meshes, requestsPerSecond) => {
		const counted = {application: 43, opentelemetry: 42, own: 41};
		expect(
			rowOf(
				deskWith(
					meshes.map(mesh => by(mesh, counted[mesh])),
					all,
				),
			),
		).toMatchObject({
			row: {requestsPerSecond: {value: requestsPerSecond}},
			banners: [],
		});
	});

	test('has the figures of the one that misses nothing of the other', () => {
		expect(rowOf(deskWith([by('opentelemetry', 20), by('application', 43)], all))).toMatchObject({
			row: {requestsPerSecond: {value: 43}},
		});
	});
});
