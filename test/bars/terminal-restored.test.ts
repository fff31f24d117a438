import {test} from 'vitest';
import {expectRestored, moments, signals} from '../faults/support/terminal-restored.ts';
import {startDemo} from '../journeys/support/demo.ts';

const demo = await startDemo({speed: 1});
const points = 50;

test.each(signals)('%s at 50 moments gives the terminal back as it was', async signal => {
	const from = Object.values(moments);
	for (let point = 0; point < points; point += 1) {
		const moment = from[point % from.length] ?? from[0];
		if (moment !== undefined) await expectRestored(demo, signal, {moment, afterMs: point * 7});
	}
});
