import {it} from 'vitest';
import {clusterForTests} from '../adapters/kubernetes/support/cluster-for-tests.ts';
import {expectPatience, outages} from '../adapters/kubernetes/support/outages.ts';

const test = clusterForTests();

it.each(outages)('a watch of a server that %s for an hour asks four times a minute at most', async (_what, fault) => {
	await expectPatience(test, fault, 60);
});
