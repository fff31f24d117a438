import {spawnSync} from 'node:child_process';
import {setTimeout as delay} from 'node:timers/promises';
import type {Figure} from '../figure.ts';
import {childrensCpuSeconds, cpuSeconds} from '../support/process-usage.ts';
import type {Program} from '../support/program.ts';
import {spawnOnPty} from '../support/pty.ts';
import type {Servers} from '../support/servers.ts';
import {median} from '../support/statistics.ts';

/** The header, which every frame begins with. */
const anyFrame = /^perch /;
/** A service's row with its first two figures: failed requests a minute, and the error percentage. */
export const serviceWithFigures = /^.[ >]\S+\/\S+ +[\d.]+k? +\d+\.\d+ /;

/** Times from spawning to the first frame and to the first figures; each run also times a Node that does nothing. */
export async function startUp(program: Program, servers: Servers, runs: number): Promise<readonly Figure[]> {
	const emptyMs: number[] = [];
	const frameMs: number[] = [];
	const dataMs: number[] = [];
	for (let run = 0; run <= runs; run++) {
		const startMs = performance.now();
		spawnSync(process.execPath, ['-e', '0']);
		const emptyRunMs = performance.now() - startMs;
		const perch = spawnOnPty([program.cli], {env: servers.env});
		const frameAtMs = await perch.shows(anyFrame);
		const dataAtMs = await perch.shows(serviceWithFigures);
		// The first run writes the compile cache, as the first start after an installation does.
		if (run === 0) await delay(2_000);
		await perch.end();
		if (run === 0) continue;
		emptyMs.push(emptyRunMs);
		frameMs.push(frameAtMs - perch.spawnedAtMs);
		dataMs.push(dataAtMs - perch.spawnedAtMs);
	}
	const note = `median of ${runs}`;
	const firstSeconds = await cpuOfFirstSeconds(program, servers);
	const emptySeconds = cpuOfEmptyRun();
	return [
		{
			name: 'spawn → data on screen ÷ spawn → first frame',
			value: median(dataMs) / median(frameMs),
			unit: '×',
			reach: 1.8,
			note: `${note}; ${Math.round(median(dataMs))} ms ÷ ${Math.round(median(frameMs))} ms`,
		},
		{
			name: 'CPU of the first 12 s ÷ `node -e 0`',
			value: firstSeconds / emptySeconds,
			unit: '×',
			reach: 9,
			note: `${firstSeconds.toFixed(2)} s ÷ ${(emptySeconds * 1000).toFixed(0)} ms; the demo's servers`,
		},
		{
			name: 'spawn → first painted frame ÷ `node -e 0`',
			value: median(frameMs) / median(emptyMs),
			unit: '×',
			reach: 6,
			note: `${note}; ${Math.round(median(frameMs))} ms ÷ ${Math.round(median(emptyMs))} ms`,
		},
		{
			name: 'spawn → data on screen',
			value: median(dataMs) / 1000,
			unit: ' s',
			reach: 0.3,
			note: `${note}; best ${Math.round(Math.min(...dataMs))} ms; the demo's servers`,
		},
	];
}

async function cpuOfFirstSeconds(program: Program, servers: Servers): Promise<number> {
	const perch = spawnOnPty([program.cli], {env: servers.env});
	await delay(12_000);
	const seconds = cpuSeconds(perch.pid);
	await perch.end();
	return seconds;
}

/** The mean of many runs, because the system counts in hundredths of a second. */
function cpuOfEmptyRun(): number {
	const runs = 40;
	const before = childrensCpuSeconds(process.pid);
	for (let run = 0; run < runs; run++) spawnSync(process.execPath, ['-e', '0']);
	return (childrensCpuSeconds(process.pid) - before) / runs;
}
