import {setTimeout as delay} from 'node:timers/promises';
import type {Figure} from '../figure.ts';
import type {Program} from '../support/program.ts';
import {type PtyProcess, spawnOnPty} from '../support/pty.ts';
import type {Servers} from '../support/servers.ts';
import {median} from '../support/statistics.ts';
import {serviceWithFigures} from './start-up.ts';

/** Measures the time from a new Service in the API server to the frame that counts one row more. */
export async function eventToScreen(program: Program, servers: Servers, runs: number): Promise<readonly Figure[]> {
	const perch = spawnOnPty([program.cli], {env: servers.env});
	await perch.shows(serviceWithFigures);
	const delaysMs = await eventDelays(perch, servers, {runs, name: 'added'});
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

/** Milliseconds from each new Service to the frame that counts it. */
export async function eventDelays(
	perch: PtyProcess,
	servers: Servers,
	{runs, name}: {readonly runs: number; readonly name: string},
): Promise<readonly number[]> {
	const delaysMs: number[] = [];
	for (let run = 0; run < runs; run++) {
		await delay(300 + (run % 15) * 41);
		const total = totalOf(perch.screen());
		const createdAtMs = await create(servers, `${name}-${run}`);
		delaysMs.push((await perch.until(screen => totalOf(screen) === total + 1)) - createdAtMs);
	}
	return delaysMs;
}

/** When the server created the Service, on the clock of `performance.now()`. */
function create({child}: Servers, name: string): Promise<number> {
	return new Promise(resolve => {
		child.once('message', ({createdAtMs}: {createdAtMs: number}) => resolve(createdAtMs - performance.timeOrigin));
		child.send({create: name});
	});
}

/** How many rows the list says it has, of which one page is shown. */
function totalOf(screen: readonly string[]): number {
	const [, ofPages, ofOne] = /services [\d–]+ of (\d+)|(\d+) services/.exec(screen.join('\n')) ?? [];
	return Number(ofPages ?? ofOne);
}
