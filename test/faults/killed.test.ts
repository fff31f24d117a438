import {expect, test} from 'vitest';
import {startDemo} from '../journeys/support/demo.ts';
import {createHomeFolder} from '../journeys/support/home-folder.ts';
import {expectAudited, holdAndKill} from './support/killed.ts';

const demo = await startDemo({speed: 1});

test('killed at any point, every request that left has its intent in the audit file', async () => {
	const home = await createHomeFolder(demo.folder);
	for (const afterMs of [0, 8, 20, 200]) await holdAndKill(demo, home, afterMs);
	expect(await expectAudited(demo, home)).toBeGreaterThan(0);
});
