import {expect, test} from 'vitest';
import type {Json, RawObject} from '../../source/domain/cluster/kube-object.ts';
import type {PatchStep} from '../../source/domain/release/plan.ts';
import type {Verb} from '../../source/domain/release/verb.ts';
import {holds} from '../../source/engine/intents/json-pointer.ts';
import type {Answers} from '../../source/releases/contract.ts';
import {createFlaggerLab, type FlaggerLab} from '../demo/controllers/flagger-lab.ts';
import {situation} from '../demo/controllers/recorded.ts';
import {liveObject, mustPlan, operationOf, patched, revisionByTag, type Scene, sceneFrom} from './operator.ts';

/** Plans carried out, step by step, against a controller that moves Canaries as the recorded one did. */
function labOf(name: string): FlaggerLab {
	const {objects, recordedAtMs} = situation(`flagger/${name}`);
	return createFlaggerLab(objects, {startMs: recordedAtMs, rates: [99.9]});
}

function sceneIn(lab: FlaggerLab): Scene {
	return sceneFrom(lab.objects() as unknown as readonly RawObject[], lab.clock.nowMs());
}

function carryOut(lab: FlaggerLab, verb: Verb, answers: Answers = []): string {
	const before = sceneIn(lab);
	const plan = mustPlan(before, verb, answers);
	const live = (ref: PatchStep['ref']) => liveObject(sceneIn(lab).objects, ref);
	const send = ({ref, patch, subresource}: PatchStep) => {
		const object = live(ref);
		const after = object && patched(object, patch);
		if (!after) throw new Error(`${verb}: refused by ${ref.name}`);
		const options = subresource === null ? {manager: 'perch'} : {manager: 'perch', subresource};
		lab.store.replace(ref.kindId, after as never, options);
	};
	for (const step of plan.steps) {
		if (step.kind === 'patch') send(step);
		if (step.kind === 'await') {
			const isThere = () => step.until.every(predicate => holds(live(step.ref) as Json, predicate));
			const startMs = lab.clock.nowMs();
			lab.advanceUntil(isThere);
			expect(lab.clock.nowMs() - startMs).toBeLessThanOrEqual(step.deadlineSeconds * 1000);
		}
	}
	for (const step of plan.cleanup ?? []) if (step.kind === 'patch') send(step);
	const effect = () => operationOf(before, verb).effect(plan, before.release, sceneIn(lab).release);
	lab.advanceUntil(() => effect().kind !== 'pending');
	return `${effect().kind}: ${effect().evidence}`;
}

test('back ends in Failed, with all traffic on the primary and the target at zero', () => {
	const lab = labOf('02-progressing');
	expect(carryOut(lab, 'back')).toBe('effective: Failed, 0% on the canary: 12.0.0 takes all traffic');
	expect(lab.weights()).toEqual([100, 0]);
	expect(lab.target().spec.replicas).toBe(0);
});

test('resume goes on from the weight that was set during a hold, and back from a hold goes no step further', () => {
	const lab = labOf('02-progressing');
	expect(carryOut(lab, 'hold')).toBe('effective: suspended at 10%; auto-rollback is off');
	lab.clock.advanceBy(60_000);
	expect(lab.weights()).toEqual([90, 10]);
	expect(carryOut(lab, 'setWeight', ['30'])).toBe('effective: the route sends 30%');
	expect(carryOut(lab, 'resume')).toMatch(/^effective: no longer suspended/);
	lab.advanceUntil(() => lab.weights()[1] !== 30);
	expect(lab.weights()).toEqual([60, 40]);
	carryOut(lab, 'hold');
	expect(carryOut(lab, 'back')).toMatch(/^effective: Failed, 0%/);
});

test('back from a canary that never gets ready removes its template, and the release ends', () => {
	const lab = labOf('02-progressing');
	lab.setImage('14.0.0-broken');
	lab.advanceUntil(() => sceneIn(lab).release.back.means === 'route and template by hand');
	expect(carryOut(lab, 'back')).toMatch(/^effective: Failed, 0%/);
	expect(lab.target().spec.template.spec.containers[0]?.image).toBe('registry.example/cart:12.0.0');
	expect(lab.canary().spec).toMatchObject({suspend: false});
});

test('promoteFull promotes, and later releases are analysed again', () => {
	const lab = labOf('02-progressing');
	expect(carryOut(lab, 'promoteFull')).toMatch(/^effective: Succeeded/);
	expect(lab.canary().spec).not.toHaveProperty('skipAnalysis');
	expect(sceneIn(lab).release.contradictions).toEqual([]);
});

test('back after a promotion takes the primary back, and nothing starts by itself', () => {
	const lab = labOf('11-succeeded');
	expect(carryOut(lab, 'back')).toBe('effective: every pod of the primary is 12.0.0');
	lab.clock.advanceBy(60_000);
	expect(sceneIn(lab).release.contradictions.map(({text}) => text)).toEqual([
		'Flagger says Succeeded, the target has 13.0.3 and the primary runs 12.0.0',
	]);
	expect(lab.status().phase).toBe('Succeeded');
});

test('toRevision releases another revision, and retry tries a failed one again', () => {
	const lab = labOf('11-succeeded');
	expect(carryOut(lab, 'toRevision', [revisionByTag(sceneIn(lab), '13.0.1')])).toMatch(
		/^effective: 13.0.1 is under way/,
	);
	lab.advanceUntil(() => (lab.weights()[1] ?? 0) > 0);
	expect(carryOut(lab, 'back')).toMatch(/^effective: Failed/);
	expect(carryOut(lab, 'retry')).toMatch(/^effective: under way/);
	expect(sceneIn(lab).release.revisions[0]).toMatchObject({tag: '13.0.1', role: 'canary'});
});
