import {expect, test} from 'vitest';
import {startDemo} from './support/demo.ts';
import {startPerch} from './support/sre.ts';

const demo = await startDemo({mesh: 'linkerd'});

test('a canary behind Linkerd is seen by version, goes back, and its traffic proves it', async () => {
	await using sre = await startPerch(demo, {args: ['--refresh', '1']});
	await sre.opens('shop/cart');
	await sre.sees(/^ errors \d.* \/ [\d.]+k?/m, /^ p95 +\d+ms +\d+ms/m, /^ rps +\d+ +\d+ +50% on canary/m);
	await sre.asks('x', 'back');
	await sre.confirms();
	await sre.sees(/0% configured/);
	await sre.press('escape');
	await sre.sees(/✖ ABORTED/, /NOW +0% on canary · canary 0\.0 rps/);
	expect(await demo.perchWrites()).toMatchObject([{method: 'PATCH', status: 200}]);
});
