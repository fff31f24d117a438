import {setTimeout as delay} from 'node:timers/promises';
import type {Figure} from '../figure.ts';
import {type CountingProxy, countingProxy, type PassedQuery} from '../support/counting-proxy.ts';
import type {Program} from '../support/program.ts';
import {spawnOnPty} from '../support/pty.ts';
import type {Servers} from '../support/servers.ts';
import {serviceWithFigures} from './start-up.ts';

const seconds = 20;
const patienceSeconds = 180;

/** Counts queries between perch and Prometheus over a time in which no past was read: that is asked once, at the start and
 * for each release that begins. Each poll is known by its question for the traffic of all services. */
export async function prometheusQueries(program: Program, servers: Servers): Promise<readonly Figure[]> {
	return [
		await queriesPerPoll(program, servers, {columns: 80, rows: 24, keys: [], where: 'home', reach: 4}),
		await queriesPerPoll(program, servers, {
			columns: 160,
			rows: 45,
			keys: [],
			where: 'home, a release beside it',
			reach: 5,
		}),
		// The release that is worse: its rows, its charts, and where its failures are.
		await queriesPerPoll(program, servers, {
			columns: 80,
			rows: 24,
			keys: openCheckout,
			where: 'a release open',
			reach: 5,
		}),
	];
}

/** Opens the release that is worse by the filter; each key waits for what the one before it brings. */
const openCheckout = [
	{key: '/', shows: /enter keeps?/},
	...Array.from('shop/checkout', (key, at) => ({key, shows: new RegExp(`/${'shop/checkout'.slice(0, at + 1)}`)})),
	{key: '\r', shows: /^.>shop\/checkout /},
	{key: '\r', shows: /^✖ CANARY IS WORSE/},
];

interface Measured {
	readonly columns: number;
	readonly rows: number;
	readonly keys: readonly {readonly key: string; readonly shows: RegExp}[];
	readonly where: string;
	readonly reach: number;
}

async function queriesPerPoll(
	program: Program,
	servers: Servers,
	{keys, where, reach, ...size}: Measured,
): Promise<Figure> {
	const proxy = await countingProxy(servers.env.PERCH_PROMETHEUS ?? '');
	const perch = spawnOnPty([program.cli], {env: {...servers.env, PERCH_PROMETHEUS: proxy.url}, ...size});
	await perch.shows(serviceWithFigures);
	for (const {key, shows} of keys) {
		perch.write(key);
		await perch.shows(shows);
	}
	const queries = await withoutPast(proxy);
	await perch.end();
	proxy.close();
	const instant = queries.filter(({path}) => path.endsWith('/query'));
	const polls = instant.filter(({promql}) => promql.includes('istio_requests_total[')).length;
	const ages = instant.filter(({promql}) => promql.includes('timestamp(')).length;
	const ranges = queries.length - instant.length;
	return {
		name: `Prometheus queries per poll, ${where}, at ${size.columns}×${size.rows}`,
		value: queries.length / polls,
		unit: '',
		reach,
		note: `${polls} polls in ${seconds} s; of ${queries.length} queries ${ages} for the samples' age, ${ranges} for trends and charts`,
	};
}

/** The queries of the first so many seconds in which none read the past. Rejects where that never ends. */
async function withoutPast({queries}: CountingProxy): Promise<readonly PassedQuery[]> {
	const beganAtMs = performance.now();
	for (;;) {
		const sinceMs = Math.max(beganAtMs, queries.findLast(readsPast)?.atMs ?? 0);
		const leftMs = sinceMs + seconds * 1000 - performance.now();
		if (leftMs <= 0) return queries.filter(({atMs}) => atMs > sinceMs);
		if (performance.now() > beganAtMs + patienceSeconds * 1000) {
			throw new Error(`the past was still read after ${patienceSeconds} s: ${queries.findLast(readsPast)?.promql}`);
		}
		await delay(leftMs);
	}
}

/** Whether the query reads what is not read again: it ends before the last minute, or spans more than the newest rows
 * and not the fifteen minutes that charts show. */
function readsPast({range, sentAtSecond}: PassedQuery): boolean {
	if (!range) return false;
	const span = range.end - range.start;
	const isDrawn = span >= chartSeconds - 60 && span <= chartSeconds + 30;
	return range.end < sentAtSecond - 60 || (span > newestRowsSeconds && !isDrawn);
}

const chartSeconds = 900;
const newestRowsSeconds = 10;
