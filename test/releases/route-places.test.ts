import {describe, expect, test} from 'vitest';
import type {Json, RawObject} from '../../source/domain/cluster/kube-object.ts';
import type {JsonPatchOperation} from '../../source/domain/release/plan.ts';
import type {ReleaseBackend} from '../../source/releases/contract.ts';
import {httpRoute} from '../../source/releases/routes/kinds/http-route.ts';
import {mustPlan, type Scene} from './operator.ts';
import {reviews, reviewsBackend, weight, workloads} from './reviews-scene.ts';
import {asked, routeSceneFrom, said} from './route-scene.ts';

const to = (subset: string, weightOf?: number, host = 'reviews') => ({
	destination: {host, subset},
	...(weightOf === undefined ? {} : {weight: weightOf}),
});

/** The recorded VirtualService with its weights back at 100/0, and other entries in place of the one for beta users. */
function backAtZero(beside: Readonly<Record<string, Json>>): Scene {
	const spec = {
		hosts: ['reviews'],
		...beside,
		http: [...((beside.http as Json[]) ?? []), {name: 'default', route: [to('v1', 100), to('v2', 0)]}],
	};
	return reviews([{op: 'replace', path: '/spec', value: spec}]);
}

describe('an entry beside the default one', () => {
	test.each<[string, Readonly<Record<string, Json>>, string, number]>([
		[
			'a second named route',
			{http: [{name: 'b2b', match: [{uri: {prefix: '/b2b'}}], route: [to('v1', 50), to('v2', 50)]}]},
			'b2b (uri starts with /b2b)',
			50,
		],
		[
			'a header rule left behind',
			{http: [{name: 'beta', match: [{headers: {cookie: {regex: '.*canary.*'}}}], route: [to('v2')]}]},
			'beta (header cookie ~ .*canary.*)',
			100,
		],
		[
			'a tcp route',
			{tcp: [{match: [{port: 9000}], route: [to('v1', 80), to('v2', 20)]}]},
			'tcp rule 1 (port 9000)',
			20,
		],
		[
			'a tls route',
			{tls: [{match: [{sniHosts: ['reviews.example.test']}], route: [to('v2')]}]},
			'tls rule 1 (sniHosts ["reviews.example.test"])',
			100,
		],
		[
			'the same host spelled in full',
			{
				http: [
					{
						match: [{uri: {prefix: '/m'}}],
						route: [to('v1', 70, 'reviews.test.svc.cluster.local'), to('v2', 30, 'reviews.test.svc.cluster.local')],
					},
				],
			},
			'rule 1 (uri starts with /m)',
			30,
		],
	])('(%s) that still leads to the canary counts as the worst, and each is listed', (_, beside, where, percent) => {
		const {release} = backAtZero(beside);
		expect(release.split.configuredPercent).toBe(percent);
		expect(release.split.places).toContainEqual({where: `VirtualService reviews, ${where}`, percent});
		expect(release.split.places).toContainEqual({where: 'VirtualService reviews, default', percent: 0});
		expect(release.phase.kind).toBe('split');
		expect(release.back.text).not.toMatch(/already/);
		expect(release.why ?? '').not.toMatch(/no traffic/);
	});

	test('with weights is brought back with the others, and one without weights is named as left', () => {
		const both = backAtZero({
			http: [
				{name: 'b2b', match: [{uri: {prefix: '/b2b'}}], route: [to('v1', 50), to('v2', 50)]},
				{name: 'beta', match: [{headers: {'x-beta': {exact: 'yes'}}}], route: [to('v2')]},
			],
		});
		expect(both.release.back.text).toBe('all to v1, by weights of b2b; beta still sends header x-beta = yes to v2');
		expect(mustPlan(both, 'back')).toMatchObject({
			direction: 'towardStable',
			effects: ['b2b: v1 50% → 100%', 'b2b: v2 50% → 0%'],
			caveats: ['stable is taken to be v1: 1.18.0 is older than 1.19.0', 'beta still sends requests to v2'],
		});
	});

	test('without weights is left to do by hand: back is refused and names it', () => {
		const left = backAtZero({
			http: [{name: 'beta', match: [{headers: {'x-beta': {exact: 'yes'}}}], route: [to('v2')]}],
		});
		expect(said(left, 'back')).toBe(
			'refused: no weight leads to v2; beta still sends header x-beta = yes to v2: change that by hand',
		);
	});
});

test('back has not reverted the release while an entry without weights leads to the canary', () => {
	const before = reviews();
	const plan = mustPlan(before, 'back');
	const generation: JsonPatchOperation = {op: 'replace', path: '/metadata/generation', value: 2};
	const after = (...changes: readonly JsonPatchOperation[]) =>
		reviewsBackend.operations.back?.effect(
			plan,
			before.release,
			reviews([weight(0, 100), weight(1, 0), generation, ...changes]).release,
		);
	expect(after()).toEqual({
		kind: 'notReverted',
		evidence: 'the weights are 0, but beta-users still sends header x-beta = yes to v2',
	});
	expect(after({op: 'remove', path: '/spec/http/0'})?.kind).toBe('effective');
});

test('promoteFull of one entry names the other entries that still send requests elsewhere', () => {
	const pinned = reviews([{op: 'replace', path: '/spec/http/0/route/0/destination/subset', value: 'v1'}]);
	expect(mustPlan(pinned, 'promoteFull').caveats).toContain('beta-users still sends requests to v1');
	const promoted = reviews([
		{op: 'replace', path: '/spec/http/0/route/0/destination/subset', value: 'v1'},
		weight(0, 0),
		weight(1, 100),
	]);
	expect(promoted.release.split.places?.map(({percent}) => percent)).toEqual([0, 100]);
});

test('entries with the same weights are one share', () => {
	const agreeing = backAtZero({http: [{match: [{uri: {prefix: '/m'}}], route: [to('v1', 100), to('v2', 0)]}]});
	expect(agreeing.release.split).toMatchObject({configuredPercent: 0});
	expect(agreeing.release.split.places).toBeUndefined();
	expect(said(agreeing, 'back')).toBe('refused: v2 takes nothing already');
});

describe('rules of one HTTPRoute', () => {
	const ref = (name: string, weightOf: number) => ({name, port: 80, weight: weightOf});
	const route = (rules: Json): Scene =>
		routeSceneFrom(
			httpRoute as unknown as ReleaseBackend,
			[
				{
					apiVersion: 'gateway.networking.k8s.io/v1',
					kind: 'HTTPRoute',
					metadata: {name: 'shop', namespace: 'test', uid: 'shop', generation: 1},
					spec: {parentRefs: [{name: 'public'}], rules},
				} as RawObject,
				...workloads,
			],
			0,
		);

	test('count by the worst of them, here a second rule at 50/50', () => {
		const {release} = route([
			{backendRefs: [ref('web-stable', 100), ref('web-canary', 0)]},
			{
				matches: [{path: {type: 'PathPrefix', value: '/b2b'}}],
				backendRefs: [ref('web-stable', 50), ref('web-canary', 50)],
			},
		]);
		expect(release.split).toMatchObject({
			configuredPercent: 50,
			places: [
				{where: 'HTTPRoute shop, rule 1', percent: 0},
				{where: 'HTTPRoute shop, rule 2 (path starts with /b2b)', percent: 50},
			],
		});
	});

	test('of different programs have no stable and canary in common, and back asks which destination is meant', () => {
		const scene = route([
			{backendRefs: [ref('web-stable', 100), ref('web-canary', 0)]},
			{
				matches: [{path: {type: 'PathPrefix', value: '/api'}}],
				backendRefs: [ref('api-stable', 50), ref('api-canary', 50)],
			},
		]);
		expect(scene.release).toMatchObject({
			stable: null,
			canary: null,
			phase: {kind: 'split'},
			why: {text: 'no controller says anything of this route'},
			split: {configuredPercent: 'unknown'},
		});
		expect(scene.release.split.shares).toContainEqual({to: 'api-canary (rule 2)', percent: 50});
		expect(asked(scene, 'back')).toMatch(/^Which destination is to take nothing\? \| A web-stable/);
	});
});

test('back counts as toward the canary where a third destination gets more by it', () => {
	const third = reviews([
		{op: 'remove', path: '/spec/http/0'},
		{
			op: 'replace',
			path: '/spec/http/0/route',
			value: [
				{destination: {host: 'web-stable'}, weight: 60},
				{destination: {host: 'web-canary'}, weight: 20},
				{destination: {host: 'web-old'}, weight: 20},
			],
		},
	]);
	expect(third.release.back.text).toBe('the share of web-canary to the others, by weights of default');
	expect(mustPlan(third, 'back').direction).toBe('towardCanary');
});
