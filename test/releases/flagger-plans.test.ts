import {describe, expect, test} from 'vitest';
import type {JsonPatchOperation, Plan} from '../../source/domain/release/plan.ts';
import {verb} from '../../source/domain/release/verb.ts';
import {flaggerScene, gate} from './flagger-scene.ts';
import {mustPlan, operationOf, patchSteps, planOf, revisionByTag, sceneOf} from './operator.ts';

const uid = {op: 'test', path: '/metadata/uid', value: '5638e92a-cea5-4f8c-a39d-23a312db7456'} as const;
const sameVersion = {op: 'test', path: '/status/lastAppliedSpec', value: 'b9586548c'} as const;
const canaryRef = {kindId: 'canaries.flagger.app', namespace: 'shop', name: 'cart'} as const;

/** The literal requests, as the operator reads them after `d`. */
describe('the exact request of', () => {
	test('hold suspends, and names what stops with it', () => {
		const plan = mustPlan(sceneOf('flagger/02-progressing'), 'hold');
		expect(plan.steps).toMatchObject([
			{
				kind: 'patch',
				ref: canaryRef,
				subresource: null,
				patch: [uid, sameVersion, {op: 'add', path: '/spec/suspend', value: true}],
				inverse: [uid, {op: 'test', path: '/spec/suspend', value: true}, {op: 'remove', path: '/spec/suspend'}],
			},
		]);
		expect(plan).toMatchObject({
			direction: 'towardCanary',
			effects: ['traffic is frozen: 10% stays on 13.0.0; auto-rollback OFF'],
			caveats: [
				'a look that is under way may still take one step: read the weight again',
				'off as well: rollback gates, checks, and the repair of routes and Services',
			],
		});
	});

	test('resume ends the suspension', () => {
		const plan = mustPlan(sceneOf('flagger/03-suspended'), 'resume');
		expect(patchSteps(plan).map(({patch}) => patch)).toEqual([
			[
				uid,
				sameVersion,
				{op: 'test', path: '/spec/suspend', value: true},
				{op: 'replace', path: '/spec/suspend', value: false},
			],
		]);
		expect(plan.effects).toEqual(['checks and auto-rollback go on, from 10% on 13.0.0']);
	});

	test('back raises the failed checks to the threshold, with tests of all that was seen, and waits for Failed', () => {
		const plan = mustPlan(sceneOf('flagger/04-waiting-promotion'), 'back');
		const fail: readonly JsonPatchOperation[] = [
			uid,
			sameVersion,
			{op: 'test', path: '/status/phase', value: 'WaitingPromotion'},
			{op: 'test', path: '/status/failedChecks', value: 0},
			{op: 'add', path: '/status/failedChecks', value: 3},
		];
		expect(plan.steps).toMatchObject([
			{kind: 'patch', ref: canaryRef, subresource: 'status', patch: fail},
			{
				kind: 'await',
				ref: canaryRef,
				until: [{op: 'anyOf', predicates: [{pointer: '/status/phase', op: 'equals', value: 'Failed'}]}],
				stopIf: [
					{op: 'anyOf', predicates: [{value: 'Promoting'}, {value: 'Finalising'}, {value: 'Succeeded'}]},
					// A look that was under way has counted on from the old value.
					{pointer: '/status/failedChecks', op: 'equals', value: 1},
				],
				deadlineSeconds: 70,
			},
		]);
		expect(plan).toMatchObject({
			direction: 'towardStable',
			effects: ['50% on 13.0.0 → 0%, all traffic to 12.0.0', 'the target scales to zero, the release is Failed'],
			caveats: [
				'Flagger acts when it looks next, within 10s; perch waits for Failed',
				`a look that is under way may write its own count over it: then ${verb('back')} once more`,
				"the Deployment's spec still says 13.0.0: the next sync or edit starts it again",
			],
		});
		expect(
			operationOf(sceneOf('flagger/04-waiting-promotion'), 'back').needs(
				sceneOf('flagger/04-waiting-promotion').release,
				[],
			),
		).toEqual([canaryRef]);
	});

	test('back while suspended raises the failed checks first, so that the next look rolls back', () => {
		const plan = mustPlan(sceneOf('flagger/03-suspended'), 'back');
		expect(requests(plan)).toEqual([
			'canaries.flagger.app/cart status: add /status/failedChecks = 3',
			'canaries.flagger.app/cart: replace /spec/suspend = false',
			'await Flagger says Failed',
		]);
	});

	test('back while the canary is not ready suspends, writes route, template and count, and unsuspends', () => {
		const scene = flaggerScene('02-progressing', cluster => {
			Object.assign(cluster.object('Deployment', 'cart').status, {readyReplicas: 0, availableReplicas: 0});
		});
		expect(scene.release.back.text).toBe("12.0.0 by route and template by hand (Flagger waits for the canary's pods)");
		const plan = mustPlan(scene, 'back');
		expect(requests(plan)).toEqual([
			'canaries.flagger.app/cart: add /spec/suspend = true',
			'virtualservices.networking.istio.io/cart: add /spec/http/0/route/0/weight = 100, add /spec/http/0/route/1/weight = 0',
			'deployments.apps/cart: replace /spec/template = registry.example/cart:12.0.0',
			'canaries.flagger.app/cart status: add /status/failedChecks = 3',
			'canaries.flagger.app/cart: replace /spec/suspend = false',
			'await Flagger says Failed',
		]);
		expect(patchSteps(plan)[1]?.patch).toEqual([
			{op: 'test', path: '/metadata/uid', value: '544bc3a9-dd74-4cce-a937-cbe8c074ea8e'},
			{op: 'test', path: '/spec/http/0/route/0/destination/host', value: 'cart-primary'},
			{op: 'test', path: '/spec/http/0/route/1/destination/host', value: 'cart-canary'},
			{op: 'test', path: '/spec/http/0/route/0/weight', value: 90},
			{op: 'test', path: '/spec/http/0/route/1/weight', value: 10},
			{op: 'add', path: '/spec/http/0/route/0/weight', value: 100},
			{op: 'add', path: '/spec/http/0/route/1/weight', value: 0},
		]);
		for (const step of patchSteps(plan)) expect(step.inverse).not.toBeNull();
	});

	test("back after the promotion writes the primary's own template of before", () => {
		const plan = mustPlan(sceneOf('flagger/11-succeeded'), 'back');
		expect(requests(plan)).toEqual([
			'deployments.apps/cart-primary: replace /spec/template = registry.example/cart:12.0.0',
		]);
		expect(plan).toMatchObject({
			direction: 'towardStable',
			effects: ['all traffic: 13.0.3 → 12.0.0, pod by pod', 'no analysis judges it: it served before'],
			caveats: [
				'Flagger is not told: it says Succeeded, and the target keeps 13.0.3',
				'ConfigMaps and Secrets that it copied for the primary stay as they are',
			],
		});
	});

	test('promote fully sets skipAnalysis, waits, and puts skipAnalysis back whatever happened', () => {
		const plan = mustPlan(sceneOf('flagger/02-progressing'), 'promoteFull');
		expect(plan.steps).toMatchObject([
			{
				subresource: null,
				patch: [
					uid,
					sameVersion,
					{op: 'test', path: '/status/phase', value: 'Progressing'},
					{op: 'add', path: '/spec/skipAnalysis', value: true},
				],
			},
			{
				kind: 'await',
				until: [{predicates: [{value: 'Succeeded'}]}],
				stopIf: [{predicates: [{value: 'Failed'}]}, {pointer: '/status/lastAppliedSpec', op: 'differs'}],
			},
		]);
		expect(plan.cleanup).toMatchObject([
			{
				ref: canaryRef,
				patch: [uid, {op: 'test', path: '/spec/skipAnalysis', value: true}, {op: 'remove', path: '/spec/skipAnalysis'}],
			},
		]);
	});

	test('another revision writes its template into the target, as a person wrote it', () => {
		const scene = sceneOf('flagger/11-succeeded');
		const plan = mustPlan(scene, 'toRevision', [revisionByTag(scene, '13.0.1')]);
		expect(requests(plan)).toEqual(['deployments.apps/cart: replace /spec/template = registry.example/cart:13.0.1']);
		expect(plan).toMatchObject({
			headline: 'RELEASE 13.0.1',
			effects: ["the target's template → 13.0.1", 'its analysis starts when Flagger looks next'],
			caveats: ['13.0.1 was never fully promoted'],
		});
		const refused = planOf(scene, 'toRevision', [revisionByTag(scene, '13.0.3')]);
		expect(refused).toMatchObject({ok: false, error: {reason: 'the target has 13.0.3 already'}});
	});

	test('retry writes a new annotation, which is a new version to Flagger', () => {
		const plan = mustPlan(sceneOf('flagger/08-failed-by-metrics'), 'retry');
		expect(patchSteps(plan)[0]?.patch.at(-1)).toEqual({
			op: 'add',
			path: '/spec/template/metadata/annotations',
			value: {'kubectl.kubernetes.io/restartedAt': '2026-11-21T07:37:01Z'},
		});
		expect(plan.effects).toEqual(['13.0.4 is a new version to Flagger: its analysis starts when Flagger looks next']);
	});

	test('set image writes the image into the target', () => {
		const plan = mustPlan(sceneOf('flagger/11-succeeded'), 'setImage', ['registry.example/cart:14.0.0']);
		expect(requests(plan)).toEqual([
			'deployments.apps/cart: replace /spec/template/spec/containers/0/image = registry.example/cart:14.0.0',
		]);
	});

	test('a weight while suspended takes only weights of its steps', () => {
		const scene = sceneOf('flagger/03-suspended');
		const question = operationOf(scene, 'setWeight').ask?.(scene.release, []);
		expect(question?.options.map(({value}) => value)).toEqual(['0', '20', '30', '40', '50']);
		expect(question?.entry).toBeNull();
		const up = mustPlan(scene, 'setWeight', ['30']);
		expect(up).toMatchObject({
			direction: 'towardCanary',
			effects: ['10% → 30% on 13.0.0'],
			caveats: [`Flagger stays suspended; after ${verb('resume')} it goes on: 40% comes next`],
		});
		expect(requests(up)).toEqual([
			'virtualservices.networking.istio.io/cart: add /spec/http/0/route/0/weight = 70, add /spec/http/0/route/1/weight = 30',
		]);
		expect(mustPlan(scene, 'setWeight', ['0']).direction).toBe('towardStable');
		expect(planOf(scene, 'setWeight', ['25'])).toMatchObject({error: {reason: '25% is not one of its steps'}});
	});
});

test('a verb names the permissions that it needs', () => {
	const waiting = flaggerScene('04-waiting-promotion', ({analysis}) => {
		analysis.webhooks = [gate('confirm-promotion')];
	});
	expect(operationOf(waiting, 'promote').permissions(waiting.release)).toEqual([
		{verb: 'create', kindId: 'services', subresource: 'proxy', role: 'optIn', namespace: 'test'},
	]);
	expect(operationOf(waiting, 'back').permissions(waiting.release)).toEqual([
		{verb: 'patch', kindId: 'canaries.flagger.app', subresource: 'status', role: 'operator'},
	]);
});

/** `kind/name: what changes`; of a template only its image. */
function requests(plan: Plan): readonly string[] {
	return plan.steps.map(step => {
		if (step.kind !== 'patch') return `${step.kind} ${step.kind === 'delete' ? step.ref.name : step.label}`;
		const changes = step.patch
			.filter(({op}) => op !== 'test')
			.map(change => `${change.op} ${change.path}${change.op === 'remove' ? '' : ` = ${shown(change.value)}`}`);
		const where = step.subresource === null ? '' : ` ${step.subresource}`;
		return `${step.ref.kindId}/${step.ref.name}${where}: ${changes.join(', ')}`;
	});
}

function shown(value: unknown): string {
	return /"image":"([^"]+)"/.exec(JSON.stringify(value))?.[1] ?? String(value);
}
