import {describe, expect, test} from 'vitest';
import {expectAudited, holdAndKill, type Moment} from '../faults/support/killed.ts';
import {startDemo} from '../journeys/support/demo.ts';
import {createHomeFolder} from '../journeys/support/home-folder.ts';

const demo = await startDemo({speed: 1});
const home = await createHomeFolder(demo.folder);

// The request leaves some tens of milliseconds after the key, so most points lie in that time. How long it takes
// depends on the machine, so the last points are counted from the request.
const moments = Array.from(
	{length: 100},
	(_, at): Moment => (at < 80 ? {after: 'key', ms: at} : {after: 'request', ms: (at - 80) * 5}),
);

// Each point is a test of its own, because it starts perch anew: no common time limit for a hundred starts fits a small
// machine as well as a large one.
describe('perch killed at 100 points', () => {
	test.each(moments)('$ms ms after the $after, has sent no request that is not in its audit file', async moment => {
		await holdAndKill(demo, home, moment);
		await expectAudited(demo, home);
	});

	test('has sent at least twenty requests', async () => {
		expect(await expectAudited(demo, home)).toBeGreaterThanOrEqual(20);
	});
});
