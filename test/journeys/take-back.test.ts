import {stat} from 'node:fs/promises';
import {expect, test} from 'vitest';
import {eventually} from '../eventually.ts';
import {startDemo} from './support/demo.ts';
import {startPerch} from './support/sre.ts';

const demo = await startDemo({agoSeconds: 60});

test('perch shows the harm of the worse canary, takes it back and shows that it recovered', async () => {
	await using sre = await startPerch(demo);
	await sre.sees(/✖.shop\/checkout/);
	await sre.opens('shop/checkout');
	await sre.sees(
		/2\.8\.1 → 2\.9\.0/,
		/now +20 % of requests go to.* extra failed requests a minute/,
		/back +2\.8\.1 by argo abort/,
	);
	await sre.asks('x', 'back');
	await sre.sees(/BACK TO 2\.8\.1 +shop\/checkout +demo PROD/, /20% on 2\.9\.0 → 0%/, /dry run ok/, /\[ Cancel \]/);
	expect(await demo.perchWrites()).toEqual([]);
	await sre.confirms();
	await sre.sees(/0% configured after/, /Why\? \(optional\) tab types/);
	await sre.press('tab');
	await sre.sees(/> .*reason/);
	await sre.types('errors rose');
	await sre.press('enter');
	await sre.doesNotSee(/> .*reason/);
	await sre.sees(/now +0 % of requests go to/, /TAKEN BACK \d\d:\d\d by admin · RECOVERED after/);
	const writes = await demo.perchWrites();
	expect(writes).toMatchObject([{method: 'PATCH', status: 200, user: 'admin'}]);

	// perch writes the record after it shows the result.
	await eventually(async () => expect(await sre.home.outcomes()).toEqual(['effective', 'reason', 'recovered']));
	const records = await sre.home.audit();
	const [intent] = records;
	expect(intent).toMatchObject({
		record: 'intent',
		verb: 'back',
		user: 'admin',
		cluster: 'demo',
		object: 'rollouts.argoproj.io shop/checkout',
	});
	expect(writes[0]?.userAgent).toContain(`intent=${intent?.intentId}`);
	expect(Date.parse(intent?.at ?? '')).toBeLessThanOrEqual(writes[0]?.atMs ?? 0);
	expect(records[2]).toMatchObject({reason: 'errors rose'});
	expect((await stat(sre.home.auditPath)).mode & 0o777).toBe(0o600);
	expect(await sre.leaves()).toEqual({code: 0, signal: 0});
});
