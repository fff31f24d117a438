import {setTimeout as delay} from 'node:timers/promises';
import type {Figure} from '../figure.ts';
import type {Program} from '../support/program.ts';
import {spawnOnPty} from '../support/pty.ts';
import type {Servers} from '../support/servers.ts';
import {median} from '../support/statistics.ts';
import {serviceWithFigures} from './start-up.ts';

/** Measures the time from a new Service in the API server to the frame that counts one row more. */
export async function eventToScreen(program: Program, servers: Servers, runs: number): Promise<readonly Figure[]> {
	const perch = spawnOnPty([program.cli], {env: servers.env});
	await perch.shows(serviceWithFigures);
	const delaysMs: number[] = [];
	for (let run = 0; run < runs; run++) {
		await delay(300 + run * 41);
		const total = totalOf(perch.screen());
		const createdAtMs = await create(servers, `added-${run}`);
		delaysMs.push((await perch.until(screen => totalOf(screen) === total + 1)) - createdAtMs);
	}
	await perch.end();
	return [
		{
			name: 'change in the API server → screen',
			value: median(delaysMs),
			unit: ' ms',
			reach: null,
			note: `median of ${runs}; max ${Math.round(Math.max(...delaysMs))} ms`,
		},
	];
}

/** When the server created the Service, on the clock of `performance.now()`. */
function create({child}: Servers, name: string): Promise<number> {
	return new Promise(resolve => {
		child.once('message', ({createdAtMs}: {createdAtMs: number}) => resolve(createdAtMs - performance.timeOrigin));
		child.send({create: name});
	});
}

/** The number in the summary's `41 quiet`. */
function totalOf(screen: readonly string[]): number {
	return Number(/(\d+) quiet/.exec(screen.join('\n'))?.[1]);
}
