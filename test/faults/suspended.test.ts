import {expect, test} from 'vitest';
import {startDemo} from '../journeys/support/demo.ts';
import {startJob} from './support/job-control.ts';

const demo = await startDemo({speed: 1});

test('perch gives the terminal to the shell while it is stopped, and is drawn afresh in a window that changed', async () => {
	await using job = await startJob(demo);
	await job.stopsAndGoesOn('key', {columns: 120, rows: 40});
	await job.stopsAndGoesOn('signal', {columns: 90, rows: 28});
	await job.stopsAndGoesOn('signal', {columns: 90, rows: 28});
	await job.stopsAndGoesOn('key', {columns: 120, rows: 30});
	expect(await demo.perchWrites()).toEqual([]);
	await job.sre.reads();
	await job.sre.press('?');
	await job.sre.sees(/promote by one step/);
});
