import {expect, test} from 'vitest';
import {expectAudited, holdAndKill} from '../faults/support/killed.ts';
import {startDemo} from '../journeys/support/demo.ts';
import {createHomeFolder} from '../journeys/support/home-folder.ts';

const demo = await startDemo({speed: 1});

test('killed at 100 points, every request that left has its intent in the audit file', async () => {
	const home = await createHomeFolder(demo.folder);
	// The way from the key to the answer takes some tens of milliseconds: most points lie there.
	for (let point = 0; point < 100; point += 1) await holdAndKill(demo, home, point < 80 ? point : (point - 80) * 25);
	expect(await expectAudited(demo, home)).toBeGreaterThan(10);
});
