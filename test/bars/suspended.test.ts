import {expect, test} from 'vitest';
import {startJob} from '../faults/support/job-control.ts';
import {startDemo} from '../journeys/support/demo.ts';

const demo = await startDemo({speed: 1});
const windows = [
	{columns: 120, rows: 40},
	{columns: 90, rows: 28},
	{columns: 160, rows: 45},
];

test('perch is stopped and continued a hundred times, and the terminal is the shell’s each time between', async () => {
	await using job = await startJob(demo);
	for (let time = 0; time < 100; time += 1) {
		const window = windows[time % windows.length];
		if (window) await job.stopsAndGoesOn(time % 2 === 0 ? 'key' : 'signal', window);
	}
	expect(await demo.perchWrites()).toEqual([]);
});
