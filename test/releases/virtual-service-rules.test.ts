import {describe, expect, test} from 'vitest';
import type {JsonPatchOperation} from '../../source/domain/release/plan.ts';
import {verb} from '../../source/domain/release/verb.ts';
import {VIRTUAL_SERVICES} from '../../source/kinds/virtual-service.ts';
import {virtualService} from '../../source/releases/routes/kinds/virtual-service.ts';
import {mustPlan, patched, patchSteps} from './operator.ts';
import {mobile, reviews, reviewsBackend, weight, workloads} from './reviews-scene.ts';
import {asked, deployment, routeScene, said, service} from './route-scene.ts';
import {readSituation, snapshotOf} from './situation.ts';

describe('several rules with weights', () => {
	const two = reviews([mobile]);

	test('that differ are no contradiction: they are listed one by one, and the worst counts', () => {
		expect(two.release.split).toMatchObject({
			configuredPercent: 100,
			places: [
				{percent: 5},
				{where: 'VirtualService reviews, beta-users (header x-beta = yes)', percent: 100},
				{percent: 10},
			],
		});
		expect(two.release.contradictions).toEqual([]);
		expect(two.release.next.text).toBe('nothing by itself: mobile: v1 95%, v2 5%; default: v1 90%, v2 10%');
	});

	test('are offered to the operator by what they match and weigh', () => {
		expect(asked(two, 'setWeight')).toBe(
			'Weights of which rule?' +
				' | mobile (header x-client = mobile or uri starts with /m/ and method = GET): v1 95%, v2 5%' +
				' | default (every request): v1 90%, v2 10%',
		);
		expect(asked(two, 'setWeight', 'mobile')).toMatch(/^Which share of the requests to v2\? It has 5%\./);
		expect(said(two, 'setWeight', 'mobile', '10')).toBe(
			'SET v2 (1.19.0) TO 10%, towardCanary, by the weights of mobile',
		);
		expect(said(two, 'setWeight', 'gone', '10')).toBe('refused: that rule is gone, or has no weights any more');
		expect(said(two, 'promoteFull', 'default')).toBe('ALL TO v2 (1.19.0), towardCanary, by the weights of default');
	});

	test('lose the canary all at once by back', () => {
		expect(asked(two, 'back')).toBeNull();
		expect(mustPlan(two, 'back')).toMatchObject({
			means: 'weights of mobile, default',
			effects: ['mobile: v1 95% → 100%', 'mobile: v2 5% → 0%', 'default: v1 90% → 100%', 'default: v2 10% → 0%'],
		});
	});

	test('are left out where they have no share or are diverted', () => {
		const served = reviews([mobile, {op: 'replace', path: '/spec/http/0/route/1/weight', value: 0}]);
		expect(mustPlan(served, 'back').means).toBe('weights of default');
		const diverted = reviews([mobile, {op: 'add', path: '/spec/http/0/redirect', value: {uri: '/'}}]);
		expect(asked(diverted, 'setWeight')).toMatch(/^Which share/);
	});
});

describe('guards', () => {
	test('refuse to raise a weight where no pod is ready, and always let it down', () => {
		const empty = reviews(
			[],
			[...workloads.slice(0, 2), deployment('reviews-v2', {app: 'reviews', version: 'v2'}, '1.19.0', 0)],
		);
		expect(said(empty, 'setWeight', '25')).toBe('refused: v2 leads to no ready pod: its requests would fail');
		expect(said(empty, 'promoteFull')).toBe('refused: v2 leads to no ready pod: its requests would fail');
		expect(said(empty, 'setWeight', '1')).toMatch(/^SET v2 .* towardStable/);
		expect(empty.release.contradictions.map(({text}) => text)).toEqual([
			'the route sends 10% to v2, which has no ready pod',
		]);
	});

	test('warn of a stable without a ready pod on the way back, and do not block it', () => {
		const empty = reviews(
			[],
			[
				...workloads.filter(one => one !== workloads[1]),
				deployment('reviews-v1', {app: 'reviews', version: 'v1'}, '1.18.0', 0),
			],
		);
		expect(mustPlan(empty, 'back').caveats).toContain('v1 has no ready pod');
	});

	test('warn of what is not known, and do not guess', () => {
		expect(mustPlan(routeScene(reviewsBackend, 'istio'), 'setWeight', ['25']).caveats).toEqual([
			'stable is taken to be v1: v1 is older than v2',
			'whether v2 has ready pods is not known',
		]);
	});

	test('refuse back where the canary takes nothing', () => {
		const stable = reviews([{op: 'remove', path: '/spec/http/0'}, weight(0, 100, 0), weight(1, 0, 0)]);
		expect(stable.release).toMatchObject({
			phase: {kind: 'stable'},
			next: {text: 'nothing: v1 100%, v2 0%'},
			why: {text: 'v2 has 1 ready pod and no traffic: its weight is 0'},
		});
		expect(said(stable, 'back')).toBe('refused: v2 takes nothing already');
	});
});

describe('which destination is stable', () => {
	const subset = (at: number, name: string): readonly JsonPatchOperation[] => [
		{op: 'replace', path: `/spec/http/1/route/${at}/destination/subset`, value: name},
	];

	test('is unknown where images and labels contradict each other', () => {
		const reversed = [
			service('reviews', {app: 'reviews'}),
			deployment('reviews-v1', {app: 'reviews', version: 'v1'}, '1.20.0'),
			deployment('reviews-v2', {app: 'reviews', version: 'v2'}, '1.19.0'),
		];
		expect(reviews([], reversed).release).toMatchObject({
			stable: null,
			canary: null,
			split: {configuredPercent: 'unknown'},
			why: {text: 'which destination is stable is not known'},
		});
	});

	test('is told by names where no version tells', () => {
		const {release} = reviews([...subset(0, 'stable'), ...subset(1, 'canary')], []);
		expect([release.stable, release.canary]).toEqual([`${release.uid}@stable`, `${release.uid}@canary`]);
	});

	test('is otherwise unknown: verbs ask for A or B, and none counts as toward stable', () => {
		const unknown = reviews([...subset(0, 'blue'), ...subset(1, 'green')], []);
		expect(unknown.release).toMatchObject({
			stable: null,
			why: {text: 'which destination is stable is not known'},
			back: {text: `${verb('back')} asks which destination is to take nothing`, to: null},
		});
		expect(asked(unknown, 'back')).toBe(
			'Which destination is to take nothing? | A blue: 90% of default | B green: 10% of default',
		);
		expect(said(unknown, 'back', 'green')).toBe('NOTHING TO green, towardCanary, by the weights of default');
		expect(mustPlan(unknown, 'back', ['green']).caveats).toContain(
			'which destination is stable is not proven: this may lead away from it',
		);
		expect(asked(unknown, 'setWeight')).toMatch(/^The weight of which destination\? \| A blue/);
		expect(said(unknown, 'setWeight', 'blue', '50')).toBe('SET blue TO 50%, towardCanary, by the weights of default');
	});
});

test('a route with one destination, or none that counts, is no release', () => {
	const isRelease = (...changes: JsonPatchOperation[]) => {
		const [route] = readSituation('routes/istio').objects;
		const changed = route && patched(route, changes);
		const snapshot = snapshotOf(changed ? [changed] : []);
		const [anchor] = snapshot.list(VIRTUAL_SERVICES);
		return anchor && virtualService.isRelease?.(anchor, snapshot);
	};
	expect(isRelease()).toBe(true);
	expect(isRelease({op: 'remove', path: '/spec/http/1/route/1'})).toBe(false);
	for (const field of ['redirect', 'directResponse', 'delegate']) {
		expect(isRelease({op: 'add', path: `/spec/http/1/${field}`, value: {}})).toBe(false);
	}
});

test('perch writes the weights of tcp routes as well', () => {
	const http = {op: 'remove', path: '/spec/http'} as const;
	const tcp = {
		op: 'add',
		path: '/spec/tcp',
		value: [
			{
				match: [{port: 9000}],
				route: [
					{destination: {host: 'reviews', subset: 'v1'}, weight: 100},
					{destination: {host: 'reviews', subset: 'v2'}, weight: 0},
				],
			},
		],
	} as const;
	const only = reviews([http, tcp]);
	expect(only.release.facts).toContainEqual({label: 'tcp rule 1 takes', value: 'port 9000'});
	const [step] = patchSteps(mustPlan(only, 'setWeight', ['1']));
	expect(step?.patch.slice(1, 2)).toEqual([{op: 'test', path: '/spec/tcp/0/match', value: [{port: 9000}]}]);
	expect(step?.patch.at(-1)).toEqual({op: 'add', path: '/spec/tcp/0/route/1/weight', value: 1});
});
