import {describe, expect, test} from 'vitest';
import {expectAudited, holdAndKill, type Moment} from '../faults/support/killed.ts';
import {startDemo} from '../journeys/support/demo.ts';
import {createHomeFolder} from '../journeys/support/home-folder.ts';

const demo = await startDemo({speed: 1});
const home = await createHomeFolder(demo.folder);

// The way from the key to the request takes some tens of milliseconds: most points lie there. How long it takes, the machine
// decides: the last of them lie behind the request.
const moments = Array.from(
	{length: 100},
	(_, at): Moment => (at < 80 ? {after: 'key', ms: at} : {after: 'request', ms: (at - 80) * 5}),
);

// A test of its own for each point, which is a whole start of perch: a hundred of them have no common time limit that fits a
// small machine as well as a large one.
describe('killed at 100 points', () => {
	test.each(moments)('$ms ms after the $after: nothing left before it was written down', async moment => {
		await holdAndKill(demo, home, moment);
		await expectAudited(demo, home);
	});

	test('in twenty of them at least a request had left', async () => {
		expect(await expectAudited(demo, home)).toBeGreaterThanOrEqual(20);
	});
});
