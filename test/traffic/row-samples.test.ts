import {expect, test} from 'vitest';
import {indexAnchors} from '../../source/traffic/anchor-index.ts';
import {foldTraffic} from '../../source/traffic/fold-traffic.ts';
import {samplesOfRow} from '../../source/traffic/row-samples.ts';
import {prod} from '../support/prod.ts';
import {checkout, rollout, service, traffic} from './support/fold-objects.ts';

const index = indexAnchors({
	cluster: prod,
	releases: [rollout()],
	services: [service('checkout', {app: 'checkout'}), service('catalog', {app: 'catalog'})],
	namespaces: 'all',
});

test('the samples of a row are those that its figures are the sums of, and no others', () => {
	const samples = [
		traffic('checkout-stable', 'checkout', 95, 1),
		traffic('checkout-canary', 'checkout', 5, 2),
		{...traffic('checkout-stable', 'checkout', 90, 0), viewpoint: 'destination' as const},
		traffic('catalog', 'catalog', 7, 0),
	];
	const folded = foldTraffic(index, samples).rows.get(checkout) ?? null;
	const found = samplesOfRow(index, {key: checkout, folded}, samples);
	expect(found.counted).toEqual(samples.slice(0, 2));
	expect(found.leftOut).toEqual([{mesh: null, viewpoint: 'destination', requestsPerSecond: 90, series: 1}]);
	expect(found.counted.reduce((sum, one) => sum + one.requestsPerSecond, 0)).toBe(folded?.total.requestsPerSecond);
});

test('a row that two meshes count has no figures: what each of them counts is left out', () => {
	const samples = (['istio', 'linkerd'] as const).map(mesh => ({...traffic('catalog', 'catalog', 7, 0), mesh}));
	const {rows, ambiguous} = foldTraffic(index, samples);
	expect(rows.size).toBe(0);
	const [key = checkout] = ambiguous.keys();
	const {counted, leftOut} = samplesOfRow(index, {key, folded: null}, samples);
	expect(counted).toEqual([]);
	expect(leftOut.map(({mesh, requestsPerSecond}) => [mesh, requestsPerSecond])).toEqual([
		['istio', 7],
		['linkerd', 7],
	]);
});
