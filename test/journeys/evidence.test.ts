import {expect, test} from 'vitest';
import {foreignSequences} from './support/byte-oracle.ts';
import {startDemo} from './support/demo.ts';
import {startPerch} from './support/sre.ts';

const demo = await startDemo({agoSeconds: 60});

test('an operator reads what the canary changed, goes back, finds it among the events, and describes the release', async () => {
	await using sre = await startPerch(demo);
	await sre.opens('shop/checkout');
	await sre.sees(/back +2\.8\.1 by argo abort/);

	await sre.press('d');
	await sre.sees(
		/2\.8\.1 \(r41, stable\) → 2\.9\.0 \(r42, canary\)/,
		/image 2\.8\.1 → 2\.9\.0/,
		/cpu limit 500m → 250m/,
		/env added FEATURE_FAST_PATH, PAYMENT_TIMEOUT_MS/,
		/\+ +value: •••/,
	);
	await sre.press('[');
	await sre.sees(/2\.8\.0 \(r40, previous\) → 2\.9\.0/);
	await sre.press('escape');

	await sre.asks('x', 'back');
	await sre.sees(/dry run ok/);
	await sre.confirms();
	await sre.sees(/0% configured after/);
	await sre.press('escape', 'e');
	await sre.sees(/perch +weight +20% → 0%/, /perch +back by admin +BACK TO 2\.8\.1/, /⚠ warning RolloutAborted/);
	await sre.press('/');
	await sre.types('setWeight: 20');
	await sre.press('enter');
	await sre.sees(/Rollout step 5\/9 completed \(setWeight: 20\)/);
	await sre.doesNotSee(/back by admin/);
	await sre.press('enter');
	await sre.sees(/Rollout checkout · by rollouts-controller/, /RolloutStepCompleted: Rollout step 5\/9/);
	await sre.press('escape', ':');
	await sre.types('describe');
	await sre.press('enter');
	await sre.sees(/Rollout shop\/checkout/, /kind: Rollout/);
	await sre.press('/');
	await sre.types('LOG_LEVEL');
	await sre.sees(/- name: LOG_LEVEL/, /value: •••/);
	await sre.press('enter', 'escape', 'G');
	// The events of the object stand under its YAML, the newest first.
	await sre.sees(/the end, line \d+/, /rollouts-controller NewReplicaSetCreated/);
	expect(foreignSequences(sre.terminal.bytes())).toEqual([]);
	expect(await sre.leaves()).toEqual({code: 0, signal: 0});
});
