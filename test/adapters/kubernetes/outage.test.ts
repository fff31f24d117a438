import {it} from 'vitest';
import {clusterForTests} from './support/cluster-for-tests.ts';
import {expectPatience, outages} from './support/outages.ts';

const test = clusterForTests();

it.each(outages)(
	'a watch of a server that %s for three minutes asks four times a minute at most',
	async (_what, fault) => {
		await expectPatience(test, fault, 3);
	},
);
