import {test} from 'vitest';
import {expectRestored, moments, signals} from '../faults/support/terminal-restored.ts';
import {startDemo} from '../journeys/support/demo.ts';

const demo = await startDemo({speed: 1});
const points = 50;

test.each(signals)('perch restores the terminal after %s at each of 50 moments', async signal => {
	const from = Object.values(moments);
	for (let point = 0; point < points; point += 1) {
		const moment = from[point % from.length] ?? from[0];
		if (moment !== undefined) await expectRestored(demo, signal, {moment, afterMs: point * 7});
	}
});
