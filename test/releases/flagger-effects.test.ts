import {describe, expect, test} from 'vitest';
import type {RevisionKey} from '../../source/domain/cluster/keys.ts';
import type {Verb} from '../../source/domain/release/verb.ts';
import {type Cluster, flaggerScene, gate, routed} from './flagger-scene.ts';
import {mustPlan, operationOf, type Scene, sceneOf} from './operator.ts';

/** The effect of a plan, judged on each of the situations that followed it. */
function effects(
	verb: Verb,
	before: Scene,
	after: readonly Scene[],
	answers: readonly string[] = [],
): readonly string[] {
	const plan = mustPlan(before, verb, answers);
	return after.map(({release}) => {
		const {kind, evidence} = operationOf(before, verb).effect(plan, before.release, release);
		return `${kind}: ${evidence}`;
	});
}

const waiting = () => sceneOf('flagger/04-waiting-promotion');
const failed = (change: (cluster: Cluster) => void) => flaggerScene('05-failed-by-failed-checks', change);

describe('back', () => {
	test('is done when Flagger says Failed, the route says 0 % and the target has stopped', () => {
		const stillRuns = failed(({object}) => {
			object('Deployment', 'cart').spec.replicas = 2;
			object('ReplicaSet', 'cart-6db7cf79d5').spec.replicas = 2;
		});
		expect(effects('back', waiting(), [waiting(), stillRuns, sceneOf('flagger/05-failed-by-failed-checks')])).toEqual([
			'pending: WaitingPromotion, 50% still on 13.0.0',
			'pending: Failed, 0%; the target is still to stop',
			'effective: Failed, 0% on the canary: 12.0.0 takes all traffic',
		]);
	});

	test('is not reverted where Flagger says Failed with traffic on the canary', () => {
		expect(effects('back', waiting(), [failed(cluster => routed(cluster, 50))])).toEqual([
			'notReverted: Flagger says Failed, 50% still on 13.0.0: VirtualService cart sends 50% to cart-canary',
		]);
	});

	test('is undone by a promotion that came first, or by another version', () => {
		const promoted = flaggerScene('04-waiting-promotion', ({status}) => {
			status.phase = 'Promoting';
		});
		const another = flaggerScene('02-progressing', ({status}) => {
			status.lastAppliedSpec = '1234';
		});
		expect(effects('back', waiting(), [promoted, another])).toEqual([
			'undone: Flagger promotes it instead: Promoting',
			'undone: another version is under way',
		]);
	});

	test('is undone by a later version that failed itself, after another was promoted', () => {
		const later = sceneOf('flagger/08-failed-by-metrics');
		expect(effects('back', waiting(), [later])).toEqual(['undone: the primary has 13.0.3, not 12.0.0']);
	});

	test('of the primary alone is done when its pods are of the version before', () => {
		const before = sceneOf('flagger/11-succeeded');
		const rolled = (ready: number) =>
			flaggerScene('11-succeeded', ({object}) => {
				const [old, left] = [
					object('ReplicaSet', 'cart-primary-65fd6b67d6'),
					object('ReplicaSet', 'cart-primary-7455889fcf'),
				];
				Object.assign(old.metadata.annotations as object, {'deployment.kubernetes.io/revision': '3'});
				[old.spec.replicas, old.status, left.spec.replicas, left.status] = [2, left.status, 0, old.status];
				object('Deployment', 'cart-primary').status.readyReplicas = ready;
			});
		expect(effects('back', before, [before, rolled(1), rolled(2)])).toEqual([
			'pending: the primary has not taken it up yet',
			'pending: the primary rolls: 1 ready',
			'effective: every pod of the primary is 12.0.0',
		]);
	});
});

test('hold is done when Flagger is suspended, and resume when it no longer is', () => {
	const moving = sceneOf('flagger/02-progressing');
	const held = sceneOf('flagger/03-suspended');
	expect(effects('hold', moving, [moving, held])).toEqual([
		'pending: not suspended yet',
		'effective: suspended at 10%; auto-rollback is off',
	]);
	expect(effects('resume', held, [held, moving])).toEqual([
		'pending: still suspended',
		'effective: no longer suspended: 20% if the checks pass; 3 failed checks roll back',
	]);
});

describe('promote', () => {
	const gated = (change: (cluster: Cluster) => void = () => {}) =>
		flaggerScene('04-waiting-promotion', cluster => {
			cluster.analysis.webhooks = [gate('confirm-promotion')];
			change(cluster);
		});

	test('is done when Flagger is past the gate, not when it left its wait', () => {
		const asksAgain = gated(({status}) => {
			status.phase = 'Progressing';
		});
		const isPast = gated(({status}) => {
			status.phase = 'Promoting';
		});
		const rolledBack = sceneOf('flagger/05-failed-by-failed-checks');
		expect(effects('promote', gated(), [gated(), asksAgain, isPast, rolledBack])).toEqual([
			'pending: WaitingPromotion, 50% configured',
			'pending: Progressing, 50% configured',
			'effective: Flagger is past the gate: Promoting',
			'undone: failed checks reached 3 of 3; no check that failed is on record',
		]);
	});

	test('by one step is done when the route sends the next weight', () => {
		const at = (percent: number) =>
			flaggerScene('02-progressing', cluster => {
				cluster.analysis.webhooks = [gate('confirm-traffic-increase')];
				cluster.status.canaryWeight = percent;
				routed(cluster, percent);
			});
		expect(effects('promote', at(10), [at(10), at(20)])).toEqual([
			'pending: Progressing, 10% configured',
			'effective: the route sends 20%',
		]);
	});

	test('fully is done once the primary is read with the version, and skipAnalysis is read as off', () => {
		const before = sceneOf('flagger/02-progressing');
		const operation = operationOf(before, 'promoteFull');
		const left = flaggerScene('11-succeeded', ({spec}) => {
			spec.skipAnalysis = true;
		});
		const over = sceneOf('flagger/11-succeeded');
		const told = (after: Scene, to: RevisionKey | null, seen = after.release.detail) => {
			const plan = {...mustPlan(before, 'promoteFull'), to};
			const {kind, evidence} = operation.effect(plan, {...before.release, detail: seen}, after.release);
			return `${kind}: ${evidence}`;
		};
		const {stable} = over.release;
		expect(told(left, stable)).toBe('pending: Succeeded: the primary has 13.0.3; skipAnalysis is still on');
		expect(told(over, before.release.canary)).toBe('pending: Succeeded; the primary is still read with 13.0.3');
		expect(told(over, stable)).toBe('effective: Succeeded: the primary has 13.0.3, skipAnalysis is off');
		expect(told(over, before.release.canary, before.release.detail)).toBe(
			'undone: another version was promoted: 13.0.3',
		);
	});
});

test('retry and another image are done when Flagger has taken them up', () => {
	const before = sceneOf('flagger/08-failed-by-metrics');
	const seen = flaggerScene('07-checks-failing', ({status}) => {
		Object.assign(status, {lastAppliedSpec: '5f5c4fdd', failedChecks: 0});
	});
	expect(effects('retry', before, [before, seen])).toEqual([
		'pending: Flagger has not seen the new template yet',
		'effective: under way: 20% if the checks pass; 3 failed checks roll back',
	]);
	expect(
		effects('setImage', sceneOf('flagger/06-rolled-back-by-gate'), [seen], ['registry.example/cart:13.0.4']),
	).toEqual(['effective: under way: 20% if the checks pass; 3 failed checks roll back']);
});
