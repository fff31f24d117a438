import {setTimeout as delay} from 'node:timers/promises';
import type {Figure} from '../figure.ts';
import {countingProxy, type PassedQuery} from '../support/counting-proxy.ts';
import {cpuShare, residentMb} from '../support/process-usage.ts';
import type {Program} from '../support/program.ts';
import {type PtyProcess, spawnOnPty} from '../support/pty.ts';
import type {Servers} from '../support/servers.ts';
import {median, quantile} from '../support/statistics.ts';
import {eventDelays} from './event-to-screen.ts';
import {serviceWithFigures} from './start-up.ts';
import {keyLatencies} from './steady-state.ts';

/** What perch costs beside a cluster of one size. */
export interface ScaleFigures {
	readonly services: number;
	readonly dataSeconds: number;
	readonly residentMb: number;
	/** Share of a core, 0–1, while it polls every 15 s. */
	readonly share: number;
	readonly keyP99Ms: number;
	readonly eventP99Ms: number;
	/** Of all answers of Prometheus, for each question about the traffic of all services. */
	readonly perPoll: {readonly wireBytes: number; readonly unpackedBytes: number; readonly samples: number};
	/** While Services and Deployments change in turn; null where that was not asked for. */
	readonly changing: {readonly share: number; readonly eventP99Ms: number} | null;
}

interface ScaleOptions {
	readonly services: number;
	readonly starts: number;
	readonly seconds: number;
	readonly keys: number;
	readonly events: number;
	/** 0: nothing changes. */
	readonly changesPerSecond: number;
}

/** Measures one size. Whoever serves it must create a Service when told, and change objects at a rate. */
export async function measureScale({cli}: Program, servers: Servers, options: ScaleOptions): Promise<ScaleFigures> {
	const {services, starts, seconds, keys, events, changesPerSecond} = options;
	const proxy = await countingProxy(servers.env.PERCH_PROMETHEUS ?? '');
	const start = () => spawnOnPty([cli], {env: {...servers.env, PERCH_PROMETHEUS: proxy.url}});
	const untilData: number[] = [];
	for (let run = 1; run < starts; run += 1) {
		const one = start();
		untilData.push((await one.shows(serviceWithFigures)) - one.spawnedAtMs);
		await one.end();
	}
	const perch = start();
	untilData.push((await perch.shows(serviceWithFigures)) - perch.spawnedAtMs);
	// After this time the code that runs at each poll has been compiled, and what is asked once was answered.
	await delay((seconds / 2) * 1000);
	const from = proxy.queries.length;
	const share = await cpuShare(perch.pid, seconds * 1000);
	const queries = proxy.queries.slice(from);
	const resident = residentMb(perch.pid);
	const keyP99Ms = quantile(await keyLatencies(perch, keys), 0.99);
	const eventP99Ms = quantile(await eventDelays(perch, servers, {runs: events, name: 'quiet'}), 0.99);
	const changing = changesPerSecond > 0 ? await whileChanging(perch, servers, options) : null;
	await perch.end();
	proxy.close();
	return {
		services,
		dataSeconds: median(untilData) / 1000,
		residentMb: resident,
		share,
		keyP99Ms,
		eventP99Ms,
		perPoll: perPollOf(queries),
		changing,
	};
}

/** What it costs while objects change, as figures of their own. */
export function changingFigures({services, residentMb: resident, changing}: ScaleFigures): readonly Figure[] {
	const note = `${(2 * services).toLocaleString('en')} objects, Services and Deployments`;
	if (!changing) return [];
	return [
		{name: 'CPU at 200 changes a second', value: changing.share * 100, unit: ' %', reach: 30, note},
		{name: 'change in the API server → screen, p99', value: changing.eventP99Ms, unit: ' ms', reach: 500, note},
		{name: 'RSS before they change', value: resident, unit: ' MB', reach: 300, note},
	];
}

async function whileChanging(
	perch: PtyProcess,
	{child, ...servers}: Servers,
	{changesPerSecond, seconds, events}: ScaleOptions,
): Promise<ScaleFigures['changing']> {
	child.send({changesPerSecond});
	const share = await cpuShare(perch.pid, (seconds / 2) * 1000);
	const delays = await eventDelays(perch, {child, ...servers}, {runs: events, name: 'changing'});
	child.send({changesPerSecond: 0});
	return {share, eventP99Ms: quantile(delays, 0.99)};
}

function perPollOf(queries: readonly PassedQuery[]): ScaleFigures['perPoll'] {
	const polls = queries.filter(({path, promql}) => path.endsWith('/query') && asksForTraffic(promql)).length;
	if (polls === 0) throw new Error('nothing was polled');
	const answers = queries.flatMap(query => query.answer() ?? []);
	const per = (of: (answer: (typeof answers)[number]) => number) =>
		answers.reduce((sum, answer) => sum + of(answer), 0) / polls;
	return {
		wireBytes: per(({wireBytes}) => wireBytes),
		unpackedBytes: per(({unpackedBytes}) => unpackedBytes),
		samples: per(({samples}) => samples),
	};
}

/** Each poll asks one such question, which the recording rules of the bench's server answer. */
function asksForTraffic(promql: string): boolean {
	return promql.startsWith('max without ()(service_version:');
}
