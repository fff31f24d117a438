import {setTimeout as delay} from 'node:timers/promises';
import type {Figure} from '../figure.ts';
import {countingProxy} from '../support/counting-proxy.ts';
import {cpuShare} from '../support/process-usage.ts';
import type {Program} from '../support/program.ts';
import {spawnOnPty} from '../support/pty.ts';
import type {Servers} from '../support/servers.ts';
import {serviceWithFigures} from './start-up.ts';

const operators = 12;
const seconds = 60;

/** What Prometheus bears while twelve operators look at one incident, each with a perch that polls every 15 s: four polls
 * of each, once what is asked at the start was answered. */
export async function twelve(program: Program, servers: Servers): Promise<readonly Figure[]> {
	const proxy = await countingProxy(servers.env.PERCH_PROMETHEUS ?? '');
	const env = {...servers.env, PERCH_PROMETHEUS: proxy.url};
	const perches = Array.from({length: operators}, () => spawnOnPty([program.cli], {env}));
	await Promise.all(perches.map(perch => perch.shows(serviceWithFigures)));
	const asked = proxy.queries.length;
	await delay(30_000);
	const from = proxy.queries.length;
	const shares = await Promise.all(perches.map(perch => cpuShare(perch.pid, seconds * 1000)));
	const queries = proxy.queries.slice(from);
	await Promise.all(perches.map(perch => perch.end()));
	proxy.close();
	const answers = queries.flatMap(query => query.answer() ?? []);
	const sum = (of: (answer: (typeof answers)[number]) => number) => answers.reduce((all, one) => all + of(one), 0);
	const unpacked = Math.round(sum(({unpackedBytes}) => unpackedBytes) / seconds / 1000);
	const figure = {reach: null, note: `${operators} at once, over ${seconds} s, polls every 15 s`} as const;
	return [
		{...figure, name: 'queries a second, twelve perches', value: queries.length / seconds, unit: ''},
		{
			...figure,
			name: 'bytes of answers a second, twelve perches',
			value: Math.round(sum(({wireBytes}) => wireBytes) / seconds),
			unit: ' bytes',
			note: `on the wire; ${unpacked} kB unpacked, ${Math.round(sum(({samples}) => samples) / seconds)} samples`,
		},
		{...figure, name: 'queries until the first figures, twelve perches', value: asked, unit: ''},
		{
			...figure,
			name: 'CPU of each of twelve perches',
			value: (shares.reduce((all, share) => all + share, 0) / operators) * 100,
			unit: ' %',
		},
	];
}
