import type {Figure} from '../figure.ts';
import {cpuShare, residentMb} from '../support/process-usage.ts';
import type {Program} from '../support/program.ts';
import {spawnOnPty} from '../support/pty.ts';
import type {Servers} from '../support/servers.ts';
import {serviceWithFigures} from './start-up.ts';

/** Start, memory and processor time in a cluster of `count` services, polled every 15 s. */
export async function manyServices(program: Program, servers: Servers, count: number): Promise<readonly Figure[]> {
	const perch = spawnOnPty([program.cli], {env: servers.env});
	const dataAtMs = await perch.shows(serviceWithFigures);
	const share = await cpuShare(perch.pid, 60_000);
	const resident = residentMb(perch.pid);
	servers.child.send({deleteWithinMs: 20_000});
	const shareWhileDeleted = await cpuShare(perch.pid, 20_000);
	await perch.end();
	const name = `${count.toLocaleString('en')} services`;
	const figure = {reach: null, note: 'each with a Deployment'} as const;
	return [
		{...figure, name: `spawn → data on screen, ${name}`, value: (dataAtMs - perch.spawnedAtMs) / 1000, unit: ' s'},
		{...figure, name: `RSS after a minute, ${name}`, value: resident, unit: ' MB'},
		{...figure, name: `CPU, polls every 15 s, ${name}`, value: share * 100, unit: ' %'},
		{
			...figure,
			name: `CPU while ${count.toLocaleString('en')} Services are deleted in 20 s`,
			value: shareWhileDeleted * 100,
			unit: ' %',
		},
	];
}
