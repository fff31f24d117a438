import {describe, expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import {type Cluster, flaggerScene} from './flagger-scene.ts';
import {mustPlan, patched, patchSteps, verbsOf} from './operator.ts';
import {rawOf} from './situation.ts';

const primary = {destination: {host: 'cart-primary'}};
const canary = {destination: {host: 'cart-canary'}};

/** The rules of the Canary's VirtualService, each with the canary's share. */
function ruled(cluster: Cluster, ...rules: readonly {readonly share: number; readonly match?: boolean}[]): void {
	cluster.object('VirtualService').spec.http = rules.map(({share, match}) => ({
		...(match ? {match: [{headers: {cookie: {regex: '.*canary.*'}}}]} : {}),
		route:
			share === 100 && match
				? [canary]
				: [
						{...primary, weight: 100 - share},
						{...canary, weight: share},
					],
	}));
}

describe('every rule of the route counts', () => {
	test('a failed release whose first rule still splits is not back', () => {
		const scene = flaggerScene(
			'05-failed-by-failed-checks',
			cluster => ruled(cluster, {share: 50}, {share: 0}),
			60_000,
		);
		expect(scene.release.split).toMatchObject({
			configuredPercent: 50,
			places: [
				{where: 'VirtualService cart, rule 1', percent: 50},
				{where: 'VirtualService cart, rule 2', percent: 0},
			],
		});
		expect(scene.release.contradictions.map(({text}) => text)).toContainEqual(
			expect.stringMatching(/50% still on .*: VirtualService cart, rule 1 sends 50% to cart-canary$/),
		);
		expect(scene.release.back.text).not.toContain('already back');
		const plan = mustPlan(scene, 'back');
		const [step] = patchSteps(plan);
		const after = step && patched(rawOf(scene.objects, 'VirtualService'), step.patch);
		const http = ((after as RawObject).spec as RawObject).http as unknown as {route: {weight: number}[]}[];
		expect(http.map(({route}) => route.map(({weight}) => weight))).toEqual([
			[100, 0],
			[100, 0],
		]);
		expect(after && step?.inverse && patched(after, step.inverse)).toEqual(rawOf(scene.objects, 'VirtualService'));
	});

	test('back leads a cookie or header rule that was left behind to the primary', () => {
		const scene = flaggerScene(
			'05-failed-by-failed-checks',
			cluster => ruled(cluster, {share: 100, match: true}, {share: 0}),
			60_000,
		);
		expect(scene.release.split.configuredPercent).toBe(100);
		expect(verbsOf(scene).back).toMatch(/\(route by hand\)$/);
		const [step] = patchSteps(mustPlan(scene, 'back'));
		expect(step?.patch.at(-1)).toEqual({
			op: 'add',
			path: '/spec/http/0/route/0/destination/host',
			value: 'cart-primary',
		});
		expect(step?.patch).toContainEqual({
			op: 'test',
			path: '/spec/http/0/route/0/destination/host',
			value: 'cart-canary',
		});
	});

	test('after a promotion, a rule that still sends requests to the canary is a contradiction', () => {
		const scene = flaggerScene('11-succeeded', cluster => ruled(cluster, {share: 30}, {share: 0}), 60_000);
		expect(scene.release.split.configuredPercent).toBe(30);
		expect(verbsOf(scene).back).toMatch(/\(route by hand\)$/);
		expect(scene.release.contradictions.map(({text}) => text)).toContain(
			'no release is under way, VirtualService cart, rule 1 sends 30% to cart-canary',
		);
	});

	test('while a release is under way, a rule that Flagger does not move is told apart from the one that it does', () => {
		const scene = flaggerScene(
			'02-progressing',
			cluster => {
				ruled(cluster, {share: 50}, {share: 10});
				cluster.status.canaryWeight = 10;
			},
			20_000,
		);
		expect(scene.release.split.configuredPercent).toBe(50);
		expect(scene.release.contradictions.map(({text}) => text)).toContain(
			'VirtualService cart, rule 1 sends 50% to cart-canary, where Flagger moves 10%',
		);
	});

	test('known visitors whom Flagger itself keeps on the canary are no contradiction', () => {
		const scene = flaggerScene('02-progressing', cluster => {
			cluster.analysis.sessionAffinity = {cookieName: 'flagger-cookie', maxAge: 3600};
			cluster.status.canaryWeight = 10;
			ruled(cluster, {share: 100, match: true}, {share: 10});
		});
		expect(scene.release.split).toMatchObject({configuredPercent: 10});
		expect(scene.release.split.places).toBeUndefined();
		expect(scene.release.contradictions).toEqual([]);
	});
});

describe('a Canary whose target is a Service', () => {
	const target = (cluster: Cluster, share: number) => {
		cluster.spec.targetRef = {apiVersion: 'v1', kind: 'Service', name: 'cart'};
		cluster.remove('Deployment');
		cluster.remove('ReplicaSet');
		ruled(cluster, {share});
	};

	test('has shares by Service, and no versions', () => {
		const {release} = flaggerScene('02-progressing', cluster => target(cluster, 30));
		expect(release).toMatchObject({stable: null, canary: null, revisions: []});
		expect(release.split).toMatchObject({
			configuredPercent: 30,
			shares: [
				{to: 'cart-primary', percent: 70},
				{to: 'cart-canary', percent: 30},
			],
		});
	});

	test('goes back by Flagger, and no verb writes a template that does not exist', () => {
		const verbs = verbsOf(flaggerScene('02-progressing', cluster => target(cluster, 30)));
		expect(verbs.back).toMatch(/^BACK TO .* \(failed checks\)$/);
		expect(verbs.setImage).toMatch(/^refused: its target is Service\/cart/);
		expect(verbs.promoteFull).toMatch(/^refused: whether the canary's pods are ready is not known/);
	});
});
