import {expect, test} from 'vitest';
import {startDemo} from '../journeys/support/demo.ts';
import {createHomeFolder} from '../journeys/support/home-folder.ts';
import {expectAudited, holdAndKill} from './support/killed.ts';

const demo = await startDemo({speed: 1});

test('killed at any point, every request that left has its intent in the audit file', async () => {
	const home = await createHomeFolder(demo.folder);
	// How long the way from the key to the request takes, the machine decides: the last moment is one of the request.
	for (const ms of [0, 8, 20]) await holdAndKill(demo, home, {after: 'key', ms});
	await holdAndKill(demo, home, {after: 'request', ms: 0});
	expect(await expectAudited(demo, home)).toBeGreaterThan(0);
});
