import {describe, expect, test} from 'vitest';
import type {JsonPatchOperation} from '../../source/domain/release/plan.ts';
import {liveObject, mustPlan, patched, patchSteps, withObject} from './operator.ts';
import {mobile, reviews, reviewsBackend} from './reviews-scene.ts';
import {asked, routeScene, routeSceneFrom, said} from './route-scene.ts';

describe('the recorded VirtualService', () => {
	test('alone has its stable by the labels of its subsets', () => {
		const {release} = routeScene(reviewsBackend, 'istio');
		expect(release).toMatchObject({
			controller: 'istio',
			strategy: 'canary',
			phase: {kind: 'split', sinceMs: Date.parse('2026-11-21T07:38:31Z')},
			split: {
				desiredPercent: 100,
				configuredPercent: 100,
				configuredBy: 'route',
				places: [
					{where: 'VirtualService reviews, beta-users (header x-beta = yes)', percent: 100},
					{where: 'VirtualService reviews, default', percent: 10},
				],
			},
			stable: `${release.uid}@v1`,
			canary: `${release.uid}@v2`,
			next: {kind: 'nothing', text: 'nothing by itself: v1 90%, v2 10%'},
			back: {
				text: 'all to v1, by weights of default; beta-users still sends header x-beta = yes to v2',
				stableReady: 'unknown',
			},
			why: null,
			incomparable: 'beta-users routes other requests there',
			contradictions: [],
			services: {apex: [{namespace: 'test', name: 'reviews'}], stable: [], canary: [], host: 'reviews'},
			facts: [
				{label: 'generation', value: '1'},
				{label: 'stable', value: 'v1: v1 is older than v2'},
				{label: 'default takes', value: 'every request'},
				{label: 'default → v1', value: '90'},
				{label: 'default → v2', value: '10'},
				{label: 'beta-users → v2', value: 'header x-beta = yes'},
			],
		});
	});

	test('beside its workloads has images, ready pods, and the workload that the metrics name', () => {
		expect(reviews().release).toMatchObject({
			revisions: [
				{tag: '1.18.0', hash: 'v1', role: 'stable', pods: {ready: 2, desired: 2}, holder: 'reviews-v1'},
				{tag: '1.19.0', hash: 'v2', role: 'canary', pods: {ready: 1, desired: 1}, holder: 'reviews-v2'},
			],
			back: {stableReady: 2, stableDesired: 2},
			changed: ['image 1.18.0 → 1.19.0', 'label version'],
		});
	});

	test('takes weight verbs, each in its direction, and asks for the share first', () => {
		expect(asked(reviews(), 'setWeight')).toBe(
			'Which share of the requests to v2? It has 10%. | 0% | 1% | 5% | 25% | 50% | 75% | 100%',
		);
		expect(said(reviews(), 'setWeight', '25')).toBe('SET v2 (1.19.0) TO 25%, towardCanary, by the weights of default');
		expect(said(reviews(), 'setWeight', '5')).toBe('SET v2 (1.19.0) TO 5%, towardStable, by the weights of default');
		expect(said(reviews(), 'setWeight', '10')).toBe('refused: v2 has 10% already');
		expect(asked(reviews(), 'promoteFull')).toBeNull();
		expect(said(reviews(), 'promoteFull')).toBe('ALL TO v2 (1.19.0), towardCanary, by the weights of default');
		expect(said(reviews(), 'back')).toBe('BACK TO v1 (1.18.0), towardStable, by the weights of default');
	});

	test('takes only a whole percentage as a typed weight', () => {
		const entry = reviewsBackend.operations.setWeight?.ask?.(reviews().release, [])?.entry;
		expect(entry?.label).toBe('percent for v2, 0 to 100');
		expect(entry?.parse('33')).toEqual({ok: true, value: '33'});
		expect(entry?.parse(' 7 % ')).toEqual({ok: true, value: '7'});
		expect(entry?.parse('12.5')).toMatchObject({ok: false, error: {reason: 'whole percents only'}});
		for (const text of ['', '101', '-1', 'x', '1e2', '0x10', '12,5']) {
			expect(entry?.parse(text)).toMatchObject({ok: false, error: {reason: 'type a percentage from 0 to 100'}});
		}
	});

	test('is patched with tests of the rule by its name and the whole list, and then the weights', () => {
		const plan = mustPlan(reviews(), 'setWeight', ['25']);
		expect(plan).toMatchObject({
			to: `${plan.to}`,
			effects: ['default: v1 90% → 75%', 'default: v2 10% → 25%'],
			caveats: ['stable is taken to be v1: 1.18.0 is older than 1.19.0'],
			undoDirection: 'towardStable',
		});
		const list = (v1: number, v2: number) => [
			{destination: {host: 'reviews', subset: 'v1'}, weight: v1},
			{destination: {host: 'reviews', subset: 'v2'}, weight: v2},
		];
		const same = [
			{op: 'test', path: '/metadata/uid', value: '975b676e-badf-4d8e-b098-c744882b9050'},
			{op: 'test', path: '/spec/http/1/name', value: 'default'},
		];
		expect(patchSteps(plan)).toEqual([
			{
				kind: 'patch',
				ref: {kindId: 'virtualservices.networking.istio.io', namespace: 'test', name: 'reviews'},
				subresource: null,
				patch: [
					...same,
					{op: 'test', path: '/spec/http/1/route', value: list(90, 10)},
					{op: 'add', path: '/spec/http/1/route/0/weight', value: 75},
					{op: 'add', path: '/spec/http/1/route/1/weight', value: 25},
				],
				after: [
					{pointer: '/spec/http/1/route/0/weight', op: 'equals', value: 75},
					{pointer: '/spec/http/1/route/1/weight', op: 'equals', value: 25},
				],
				inverse: [
					...same,
					{op: 'test', path: '/spec/http/1/route', value: list(75, 25)},
					{op: 'add', path: '/spec/http/1/route/0/weight', value: 90},
					{op: 'add', path: '/spec/http/1/route/1/weight', value: 10},
				],
			},
		]);
	});

	test('names on the way back the rule that keeps sending requests to the canary', () => {
		expect(mustPlan(reviews(), 'back')).toMatchObject({
			effects: ['default: v1 90% → 100%', 'default: v2 10% → 0%'],
			caveats: ['stable is taken to be v1: 1.18.0 is older than 1.19.0', 'beta-users still sends requests to v2'],
			undoDirection: 'towardCanary',
		});
	});
});

describe('the patch of a weight does not apply after a change to its rule:', () => {
	const route = (path: string) => `/spec/http/1/route/${path}`;
	test.each<[string, JsonPatchOperation]>([
		['another object by that name', {op: 'replace', path: '/metadata/uid', value: 'anew'}],
		['another rule in front of it', mobile],
		['another name', {op: 'replace', path: '/spec/http/1/name', value: 'other'}],
		['a weight', {op: 'replace', path: route('0/weight'), value: 80}],
		['a host', {op: 'replace', path: route('1/destination/host'), value: 'ratings'}],
		['a subset', {op: 'replace', path: route('1/destination/subset'), value: 'v3'}],
		['a port', {op: 'add', path: route('1/destination/port'), value: {number: 9080}}],
		['one more destination', {op: 'add', path: route('-'), value: {destination: {host: 'reviews', subset: 'v3'}}}],
		['one destination less', {op: 'remove', path: route('1')}],
	])('%s', (_, change) => {
		const before = reviews();
		const [step] = patchSteps(mustPlan(before, 'setWeight', ['25']));
		const live = step && liveObject(before.objects, step.ref);
		const moved = live && patched(live, [change]);
		expect(live && step && patched(live, step.patch)).not.toBeNull();
		expect(moved).not.toBeNull();
		expect(moved && step && patched(moved, step.patch)).toBeNull();
	});

	test('a weight that was missing and is there now', () => {
		const before = reviews([{op: 'remove', path: route('1/weight')}]);
		expect(before.release.facts).toContainEqual({label: 'default → v2', value: 'not set'});
		const [step] = patchSteps(mustPlan(before, 'setWeight', ['25']));
		const live = step && liveObject(before.objects, step.ref);
		const moved = live && patched(live, [{op: 'add', path: route('1/weight'), value: 10}]);
		expect(moved && step && patched(moved, step.patch)).toBeNull();
		expect(step?.inverse?.at(-1)).toEqual({op: 'remove', path: route('1/weight')});
	});

	test('any field of a rule without a name or a match, as the patch cannot test absence', () => {
		const nameless = reviews([{op: 'remove', path: '/spec/http/1/name'}]);
		const plan = mustPlan(nameless, 'setWeight', ['25']);
		expect(plan.means).toBe('weights of rule 2');
		const [, whole] = patchSteps(plan)[0]?.patch ?? [];
		expect(whole).toMatchObject({op: 'test', path: '/spec/http/1', value: {timeout: '10s'}});
	});
});

test('the weights after a write are those that perch shows and offers to change', () => {
	const before = reviews();
	const [step] = patchSteps(mustPlan(before, 'setWeight', ['25']));
	const live = step && liveObject(before.objects, step.ref);
	const written = live && step && patched(live, step.patch);
	if (!written) throw new Error('it does not apply');
	const after = routeSceneFrom(reviewsBackend, withObject(before.objects, written), before.nowMs);
	expect(after.release.split.places?.map(({percent}) => percent)).toEqual([100, 25]);
	expect(said(after, 'setWeight', '25')).toBe('refused: v2 has 25% already');
});
