import {expect, test} from 'vitest';
import type {KubeObject} from '../../source/demo/contract.ts';
import {deploymentPath, rolloutPath} from './support/colleague.ts';
import {startDemo} from './support/demo.ts';
import {type Sre, startPerch} from './support/sre.ts';

const demo = await startDemo({speed: 3});

test.concurrent('perch holds, resumes, takes back, retries and restarts a canary, and changes revision', async () => {
	await using sre = await startPerch(demo);
	const spec = async () => (await demo.colleague.get<Rollout>(rolloutPath('shop', 'cart'))).spec;
	await sre.opens('shop/cart');

	await sre.asks('h', 'hold');
	await sre.sees(/HOLD 1\.13 +shop\/cart +demo PROD/, /50% stays on 1\.13/);
	await goesOn(sre);
	await sre.sees(/HOLD 1\.13: .*spec\.paused/, /held by hand/, /r resume/);
	await sre.doesNotSee(/ h hold/);
	expect((await spec()).paused).toBe(true);

	await sre.asks('r', 'resume');
	await sre.sees(/RESUME 1\.13 +shop\/cart/, /type the cluster's name \(demo\)/);
	await sre.confirms();
	await sre.sees(/RESUME 1\.13: no longer held/);
	expect((await spec()).paused ?? false).toBe(false);

	await sre.asks('x', 'back');
	await goesOn(sre);
	await sre.sees(/0% configured/, /aborted/);

	await sre.asks('t');
	await sre.sees(/RETRY 1\.13 +shop\/cart/, /type the cluster's name \(demo\)/);
	await sre.confirms();
	await sre.sees(/RETRY 1\.13: /, /now +10 % of requests go to/);

	await sre.asks('n');
	await sre.sees(/RESTART .* +shop\/cart/, /type the cluster's name \(demo\)/);
	await sre.confirms();
	await sre.sees(/RESTART .*: every pod/);
	expect((await spec()).restartAt).toMatch(/^20\d\d-/);

	await sre.asks('b', 'revision');
	await sre.sees(/ANOTHER REVISION +shop\/cart/, /1\.11/);
	// Which revision is marked at first is not certain.
	if (!/> .*1\.11/.test(sre.screen())) await sre.press('down');
	await sre.sees(/> .*1\.11/);
	await sre.reads();
	await sre.press('enter');
	await sre.sees(/1\.11 +shop\/cart/);
	await sre.confirms();
	await sre.sees(/1\.12 → 1\.11/);
	expect((await spec()).template.spec.containers[0]?.image).toMatch(/:1\.11$/);
});

test.concurrent('perch holds, resumes and takes back a Deployment', async () => {
	// Room enough for every release of the demo.
	await using sre = await startPerch(demo, {columns: 160, rows: 45});
	const deployment = () => demo.colleague.get<Deployment>(deploymentPath('shop', 'recommend'));
	await sre.opens('shop/recommend');

	await sre.asks('h', 'hold');
	await sre.sees(/HOLD 6\.5\.0 +shop\/recommend/);
	await goesOn(sre);
	await sre.sees(/‖ HELD/, /held by hand: spec\.paused/);
	expect((await deployment()).spec.paused).toBe(true);

	await sre.asks('r', 'resume');
	await sre.sees(/pods are replaced again until all are 6\.5\.0/);
	await sre.confirms();
	await sre.sees(/RESUME 6\.5\.0: no longer held/, /▶ ROLLING/);
	expect((await deployment()).spec.paused ?? false).toBe(false);

	await sre.asks('x', 'back');
	await sre.sees(/BACK TO 6\.4\.1 +shop\/recommend/, /spec: 6\.5\.0 → 6\.4\.1/);
	await goesOn(sre);
	await sre.sees(/BACK TO 6\.4\.1: accepted/);
	expect((await deployment()).spec.template.spec.containers[0]?.image).toMatch(/:6\.4\.1$/);
});

test.concurrent('perch restores a blue/green that Argo calls aborted but that serves the new version', async () => {
	await using sre = await startPerch(demo);
	await sre.sees(/[✖≠].web\/search/);
	await sre.opens('web/search');
	await sre.sees(/≠ NOT ROLLED BACK/, /100% still on 4\.3\.0/);
	await sre.asks('x', 'back');
	await sre.sees(/100% on 4\.3\.0 → 4\.2\.0/);
	await goesOn(sre);
	await sre.sees(
		/4\.2\.0 takes all traffic/,
		/RECOVERED|no requests to the canary/,
		/now +no canary: all traffic on one version/,
	);
	await sre.press('escape');
	await sre.doesNotSee(/NOT ROLLED BACK/);
});

interface Workload<S> extends KubeObject {
	readonly spec: S & {
		readonly paused?: boolean;
		readonly template: {readonly spec: {readonly containers: readonly {readonly image: string}[]}};
	};
}
type Rollout = Workload<{readonly restartAt?: string}>;
type Deployment = Workload<object>;

/** Confirms a verb toward stable with the two deliberate keys, and gives no reason afterwards. */
async function goesOn(sre: Sre): Promise<void> {
	await sre.confirms();
	await sre.sees(/Why\? \(optional\)/);
	await sre.press('escape');
	await sre.doesNotSee(/Why\? \(optional\)/);
}
