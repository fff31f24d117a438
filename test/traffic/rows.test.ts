import {expect, test} from 'vitest';
import {serviceKey} from '../../source/domain/cluster/keys.ts';
import {safe} from '../../source/domain/text/safe-text.ts';
import {indexAnchors} from '../../source/traffic/anchor-index.ts';
import {foldRows, rowAt} from '../../source/traffic/rows.ts';
import {prod} from '../support/prod.ts';
import {checkout, deployment, rollout, service} from './support/fold-objects.ts';

test('a release behind several Services is in the row of the first, wherever it is looked for', () => {
	const podLabels = {tier: safe`web`};
	const releases = [
		{...deployment('cart', {}), podLabels},
		{...deployment('search', {}), podLabels},
	];
	const services = [service('front', podLabels), service('other', podLabels)];
	const index = indexAnchors({cluster: prod, releases, services, namespaces: 'all'});
	const rows = foldRows(index, services, []);
	const [cart, search] = releases.map(({key}) => key);
	const front = serviceKey(prod, 'shop', 'front');
	expect([...rows.rows.keys()]).toEqual([front, serviceKey(prod, 'shop', 'other')]);
	expect([...rows.byRelease]).toEqual([[cart, front]]);
	expect(cart && rowAt(rows, cart)?.key).toBe(front);
	expect(search && rowAt(rows, search)).toBeNull();
});

test('a release that names its Services is in its own row, though another Service finds its pods', () => {
	const services = [service('aaa', {app: 'checkout'}), service('checkout', {app: 'checkout'})];
	const release = {...rollout(), podLabels: {app: safe`checkout`}};
	const index = indexAnchors({cluster: prod, releases: [release], services, namespaces: 'all'});
	const rows = foldRows(index, services, []);
	expect(rows.rows.get(serviceKey(prod, 'shop', 'aaa'))?.release).toBe(checkout);
	expect(rows.byRelease.get(checkout)).toBe(checkout);
});
