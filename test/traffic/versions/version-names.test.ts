import {describe, expect, test} from 'vitest';
import type {TrafficSample, Viewpoint} from '../../../source/domain/signals/signals.ts';
import {ident, type SafeText} from '../../../source/domain/text/safe-text.ts';
import {foldVersions} from '../../../source/traffic/versions/fold-versions.ts';
import {isVersionTold, schemeOf, schemesOf} from '../../../source/traffic/versions/scheme-of.ts';

const named = (name: string) => ({namespace: ident('shop'), name: ident(name)});
const roles = {stable: [named('cart-stable')], canary: [named('cart-canary')]};
const none = {stable: [], canary: []};
const all = schemesOf('argo-rollouts', ['istio']);
const text = (of: string | null): SafeText | null => (of === null ? null : ident(of));

function sample(
	service: string | null,
	workload: string | null,
	version: string | null,
	requestsPerSecond = 10,
	{errors = 0, viewpoint = 'source'}: {errors?: number; viewpoint?: Viewpoint} = {},
): TrafficSample {
	return {
		identity: {namespace: ident('shop'), service: text(service), workload: text(workload), version: text(version)},
		viewpoint,
		requestsPerSecond,
		errorsPerSecond: errors,
	};
}

describe('versions are told apart', () => {
	test('by the version label, where two of its values had requests at one time', () => {
		const [one, other] = [sample('cart-stable', 'cart', 'v1'), sample('cart-canary', 'cart', 'v2')];
		expect(schemeOf(all, roles, [[one], [one, other]])).toBe('label');
	});

	test('by the workload, where the label is the same', () => {
		expect(schemeOf(all, none, [[sample('cart', 'cart-v1', null), sample('cart', 'cart-v2', null)]])).toBe('workload');
	});

	test('by the Service, where nothing else differs', () => {
		expect(schemeOf(all, roles, [[sample('cart-stable', 'cart', null), sample('cart-canary', 'cart', null)]])).toBe(
			'service',
		);
	});

	test('by nothing, where two versions come one after the other: one at a time is no release', () => {
		const instants = [[sample('cart', 'cart', 'v1')], [sample('cart', 'cart', 'v2')]];
		expect(schemeOf(all, none, instants)).toBeNull();
		expect(isVersionTold(all, none, instants)).toBe(true);
	});

	test('by nothing, where a version without requests is beside one with some', () => {
		expect(schemeOf(all, none, [[sample('cart', 'cart', 'v1'), sample('cart', 'cart', 'v2', 0)]])).toBeNull();
	});

	test('not at all, where series name one workload without a version, and the release one Service', () => {
		const instants = [[sample('cart', 'cart', null)]];
		expect([schemeOf(all, none, instants), isVersionTold(all, none, instants)]).toEqual([null, false]);
	});
});

test('of Flagger’s two copies of a version only the label says that they are one, and Linkerd’s does not', () => {
	const copies = [sample('cart-canary', 'cart', 'v2'), sample('cart-primary', 'cart-primary', 'v2')];
	const services = {stable: [named('cart-primary')], canary: [named('cart-canary')]};
	expect(schemeOf(schemesOf('flagger', ['istio']), services, [copies])).toBe('service');
	expect(schemesOf('flagger', ['istio'])).toEqual(['label', 'service']);
	expect(schemesOf('flagger', ['linkerd'])).toEqual(['service']);
});

test('what the viewpoint that counts does not tell is not told, though the other does', () => {
	// Callers outside the mesh count nothing: the pods answer five times as much, and name no Service.
	const samples = [
		sample('cart-stable', 'cart', null, 2),
		sample('cart-canary', 'cart', null, 1),
		sample(null, 'cart', null, 15, {viewpoint: 'destination'}),
	];
	expect(schemeOf(['service'], roles, [samples])).toBeNull();
	expect(isVersionTold(['service'], roles, [samples])).toBe(false);
});

describe('the samples of one time', () => {
	const label = {scheme: 'label', services: roles} as const;
	const requests = (figures: ReturnType<typeof foldVersions>) =>
		figures && Object.fromEntries(Array.from(figures, ([version, of]) => [version, of.requestsPerSecond]));

	test('are added by version', () => {
		const samples = [sample('a', 'x', 'v1', 5), sample('b', 'y', 'v1', 7), sample('b', 'y', 'v2', 2)];
		expect(requests(foldVersions(label, samples))).toEqual({v1: 12, v2: 2});
	});

	test('count what reached no pod for the only version of its Service', () => {
		const lost = sample('cart-canary', null, null, 3, {errors: 3});
		const samples = [sample('cart-stable', 'cart', 'v1', 90), sample('cart-canary', 'cart', 'v2', 7), lost];
		const figures = foldVersions(label, samples);
		expect(requests(figures)).toEqual({v1: 90, v2: 10});
		expect(figures?.get(ident('v2'))?.errorsPerSecond).toBe(3);
	});

	test('count it for none where the Service leads to two', () => {
		const samples = [sample('cart', 'cart', 'v1', 90), sample('cart', 'cart', 'v2', 7), sample('cart', null, null, 3)];
		expect(requests(foldVersions(label, samples))).toEqual({v1: 90, v2: 7});
	});

	test('count each request once: the callers’ counts, and not the pods’ beside them', () => {
		const samples = [
			sample('cart', 'cart', 'v1', 10),
			sample('cart', 'cart', 'v1', 10, {viewpoint: 'destination'}),
			sample('cart', 'cart', 'v2', 4),
		];
		expect(requests(foldVersions(label, samples))).toEqual({v1: 10, v2: 4});
	});

	test('are told by the Service’s role where the scheme says so; other Services count for none', () => {
		const samples = [
			sample('cart-stable', 'cart', null, 9),
			sample('cart-canary', 'cart', null, 1),
			sample('cart', 'cart', null),
		];
		expect(requests(foldVersions({scheme: 'service', services: roles}, samples))).toEqual({stable: 9, canary: 1});
	});

	test('without any are no figures', () => {
		expect(foldVersions(label, [])).toBeNull();
	});
});
