import {expect, test} from 'vitest';
import type {KubeObject} from '../../source/demo/contract.ts';
import {startDemo} from './support/demo.ts';
import {startPerch} from './support/sre.ts';

const demo = await startDemo({mesh: 'ingress-nginx'});
const path = '/apis/networking.k8s.io/v1/namespaces/routes/ingresses/storefront-next';

test('perch sets the weight of a canary Ingress and takes it back, and what nginx counts proves both', async () => {
	await using sre = await startPerch(demo, {args: ['--refresh', '1'], columns: 160, rows: 45});
	const weight = async () =>
		(await demo.colleague.get<KubeObject>(path)).metadata.annotations?.['nginx.ingress.kubernetes.io/canary-weight'];
	await sre.opens('routes/storefront');
	await sre.sees(/now +10 % of requests go to 9\.5\.0/);

	await sre.asks('w', 'weight');
	await sre.sees(/Which share of the requests to storefront-canary\? It has 10%/);
	await sre.press('down', 'down', 'down');
	await sre.sees(/> 25%/);
	await sre.reads();
	await sre.press('enter');
	await sre.sees(/storefront-next: storefront-canary 10% → 25%/, /storefront-canary is marked as the canary/);
	await sre.confirms();
	await sre.sees(/now +25 % of requests go to 9\.5\.0 · canary 1\d rps/);
	expect(await weight()).toBe('25');

	await sre.asks('x', 'back');
	await sre.sees(/BACK TO storefront-stable/);
	await sre.confirms();
	await sre.sees(/0% configured|configured: storefront-next: storefront-stable 100%/);
	await sre.press('escape');
	await sre.sees(/TAKEN BACK|RECOVERED/);
	expect(await weight()).toBe('0');
});
