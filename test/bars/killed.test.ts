import {describe, expect, test} from 'vitest';
import {expectAudited, holdAndKill} from '../faults/support/killed.ts';
import {startDemo} from '../journeys/support/demo.ts';
import {createHomeFolder} from '../journeys/support/home-folder.ts';

const demo = await startDemo({speed: 1});
const home = await createHomeFolder(demo.folder);

// The way from the key to the answer takes some tens of milliseconds: most points lie there.
const points = Array.from({length: 100}, (_, point) => (point < 80 ? point : (point - 80) * 25));

// A test of its own for each point, which is a whole start of perch: a hundred of them have no common time limit that fits a
// small machine as well as a large one.
describe('killed at 100 points after the confirming key', () => {
	test.each(points.entries().toArray())(
		'point %i, %i ms after it: nothing left before it was written down',
		async (_, afterMs) => {
			await holdAndKill(demo, home, afterMs);
			await expectAudited(demo, home);
		},
	);

	test('in more than ten of them a request had left', async () => {
		expect(await expectAudited(demo, home)).toBeGreaterThan(10);
	});
});
