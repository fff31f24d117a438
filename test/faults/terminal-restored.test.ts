import {test} from 'vitest';
import {startDemo} from '../journeys/support/demo.ts';
import {expectRestored, moments, signals} from './support/terminal-restored.ts';

const demo = await startDemo();

test.each(signals)('perch restores the terminal after %s at any moment', async signal => {
	for (const moment of Object.values(moments)) await expectRestored(demo, signal, {moment});
});
