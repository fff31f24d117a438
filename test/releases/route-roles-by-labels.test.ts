import {describe, expect, test} from 'vitest';
import type {Json, RawObject} from '../../source/domain/cluster/kube-object.ts';
import type {ReleaseBackend} from '../../source/releases/contract.ts';
import {virtualService} from '../../source/releases/routes/kinds/virtual-service.ts';
import {forward, head, old, rolesOf, unknown, young} from './orders-scene.ts';
import {routeSceneFrom} from './route-scene.ts';

describe('where no workload is known', () => {
	const only = (
		selectors: readonly Readonly<Record<string, string>>[],
		subsets: readonly (readonly [string, string])[] = [],
	) => {
		const route = {
			...head('VirtualService', 'networking.istio.io/v1'),
			spec: {
				hosts: [old],
				http: [
					{
						route: [old, young].map((host, at) => ({
							destination: {host, ...(subsets[at] ? {subset: subsets[at][0]} : {})},
							weight: 50,
						})),
					},
				],
			},
		} satisfies Json;
		const services = selectors.map(
			(selector, at): RawObject => ({
				apiVersion: 'v1',
				kind: 'Service',
				metadata: {name: [old, young][at] ?? '', namespace: 'strangle', uid: `uid-${at}`},
				spec: {selector},
			}),
		);
		const rules = subsets.map(
			([name, version], at): RawObject => ({
				apiVersion: 'networking.istio.io/v1',
				kind: 'DestinationRule',
				metadata: {name: `rule-${at}`, namespace: 'strangle', uid: `uid-rule-${at}`},
				spec: {host: [old, young][at] ?? '', subsets: [{name, labels: {version}}]},
			}),
		);
		return rolesOf(routeSceneFrom(virtualService as unknown as ReleaseBackend, [route, ...services, ...rules], 0));
	};

	test('selectors that differ in the version alone tell which destination is stable', () => {
		expect(
			only([
				{app: 'orders', version: 'v1'},
				{app: 'orders', version: 'v2'},
			]),
		).toBe(forward);
	});

	test.each([
		[
			'selectors of two programs',
			[
				{app: 'classic', version: 'v9'},
				{app: 'next', version: 'v1'},
			],
			[],
		],
		['selectors by version alone', [{version: 'v1'}, {version: 'v2'}], []],
		[
			'subsets of two hosts',
			[],
			[
				['a', 'v1'],
				['b', 'v2'],
			],
		],
	] as const)('%s prove nothing', (_, selectors, subsets) => {
		expect(only(selectors, subsets)).toBe(unknown);
	});
});

test('a pair that is called primary and replica is no stable and canary', () => {
	const route = {
		...head('VirtualService', 'networking.istio.io/v1'),
		spec: {
			hosts: ['db'],
			tcp: [{route: ['db-primary', 'db-replica'].map(host => ({destination: {host}, weight: 50}))}],
		},
	} satisfies Json;
	expect(rolesOf(routeSceneFrom(virtualService as unknown as ReleaseBackend, [route], 0))).toBe(unknown);
});
