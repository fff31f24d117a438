import {expect, test} from 'vitest';
import {startDemo} from '../journeys/support/demo.ts';
import {createHomeFolder} from '../journeys/support/home-folder.ts';
import {expectAudited, holdAndKill} from './support/killed.ts';

const demo = await startDemo({speed: 1});

test('every request that perch sent before it was killed has its intent in the audit file', async () => {
	const home = await createHomeFolder(demo.folder);
	// How soon the request follows the key depends on the machine, so the last moment is counted from the request.
	for (const ms of [0, 8, 20]) await holdAndKill(demo, home, {after: 'key', ms});
	await holdAndKill(demo, home, {after: 'request', ms: 0});
	expect(await expectAudited(demo, home)).toBeGreaterThan(0);
});
