import type {NamedService} from '../domain/cluster/service-host.ts';
import {ok, type Result} from '../domain/result.ts';
import {type LatencySample, type TrafficSample, toldKey} from '../domain/signals/signals.ts';
import {type ToldName, toldText} from '../domain/signals/told-name.ts';
import type {SafeText} from '../domain/text/safe-text.ts';
import {type Asker, togetherOver} from '../engine/queries/asker.ts';
import {overOf, readRateSteps, type StepsRead, type VersionsRead} from '../engine/queries/read-steps.ts';
import {mostRows} from '../engine/questions/row-steps.ts';
import type {Measured} from '../engine/state/metrics-state.ts';
import type {MetricsError} from '../ports/metrics.ts';
import type {RowsRead} from './past-rows.ts';

/** What is read of a release's history: which Services' samples, and which of these belong to it. */
export interface History {
	readonly asker: Asker;
	readonly services: readonly NamedService[];
	/** Those of them that belong to it, by the Services that they mean. */
	readonly ownOf: <S extends TrafficSample | LatencySample>(samples: readonly S[]) => readonly S[];
	/** Whether the name, which means nothing that is in the cluster now, may have meant the release. */
	readonly mayBeOwn: (told: ToldName) => boolean;
}

/** Rates of each version, step by step, oldest first. */
export interface StepsOfPast {
	readonly instants: VersionsRead['traffic'];
	/** Names with requests that may be the release's, and mean nothing that is in the cluster now. */
	readonly unresolved: ReadonlySet<SafeText>;
}

/** Prometheus refuses answers of more than 11,000 steps; so few keep one query within its deadline. */
const mostSteps = 288;
/** A query that is not answered in time is asked again in halves, down to so many steps. */
const fewestSteps = 9;

/** Reads rates in queries of a day each. `tell` hears of each part that was read how much of the whole, 0–1, is known. */
export async function readSteps(
	history: History,
	steps: StepsRead,
	tell: (part: number) => void = () => {},
): Promise<Result<StepsOfPast, MetricsError>> {
	const read: StepsOfPast[] = [];
	const stepMs = steps.stepSeconds * 1000;
	const {fromMs, toMs} = steps;
	for (let beginMs = fromMs; beginMs < toMs; beginMs += mostSteps * stepMs) {
		const endMs = Math.min(toMs, beginMs + mostSteps * stepMs);
		const part = await readPart(history, {...steps, fromMs: beginMs, toMs: endMs});
		if (!part.ok) return part;
		read.push(part.value);
		tell((endMs - fromMs) / (toMs - fromMs));
	}
	return ok(inOrder(read));
}

async function readPart(history: History, steps: StepsRead): Promise<Result<StepsOfPast, MetricsError>> {
	const {asker, services} = history;
	const {fromMs, toMs, stepSeconds, windowSeconds} = steps;
	const answer = await asker.range(questions => questions.trafficOf(services, windowSeconds), overOf(steps));
	if (answer.ok) return ok(ownIn(history, togetherOver(answer.value)));
	const stepMs = stepSeconds * 1000;
	const count = Math.round((toMs - fromMs) / stepMs);
	if (!isTooMuch(answer.error) || count < 2 * fewestSteps) return answer;
	const middleMs = fromMs + Math.floor(count / 2) * stepMs;
	const first = await readPart(history, {...steps, toMs: middleMs});
	if (!first.ok) return first;
	const second = await readPart(history, {...steps, fromMs: middleMs});
	return second.ok ? ok(inOrder([first.value, second.value])) : second;
}

function inOrder(parts: readonly StepsOfPast[]): StepsOfPast {
	return {
		instants: parts.flatMap(({instants}) => instants),
		unresolved: new Set(parts.flatMap(({unresolved}) => [...unresolved])),
	};
}

function ownIn({ownOf, mayBeOwn}: History, read: StepsOfPast['instants']): StepsOfPast {
	const names = read.flatMap(({value}) =>
		value.flatMap(({identity: {told}, requestsPerSecond}) => (told && requestsPerSecond > 0 ? [told] : [])),
	);
	const once = new Map(names.map(told => [toldKey(told), told]));
	return {
		instants: read.map(at => ({...at, value: ownOf(at.value)})),
		unresolved: new Set([...once.values()].filter(mayBeOwn).map(toldText)),
	};
}

function isTooMuch({kind}: MetricsError): boolean {
	return kind === 'timeout' || kind === 'tooMuch';
}

/** The rows by which the judge goes, with histograms, as they are read for the screen: several answers, put together. */
export async function readRows(
	history: History,
	rows: Omit<RowsRead, 'traffic' | 'latency'>,
): Promise<Result<RowsRead, MetricsError>> {
	const traffic: Measured<readonly TrafficSample[]>[] = [];
	const latency: Measured<readonly LatencySample[]>[] = [];
	const {asker, services, ownOf} = history;
	let most = mostRows;
	for (let fromMs = rows.fromMs; fromMs < rows.toMs; ) {
		const toMs = Math.min(rows.toMs, fromMs + most * rows.stepSeconds * 1000);
		const part = await readRateSteps(asker, services, {...rows, fromMs, toMs});
		if (!part.ok && isTooMuch(part.error) && most >= 2 * fewestSteps) {
			most = Math.floor(most / 2);
			continue;
		}
		if (!part.ok) return part;
		traffic.push(...part.value.traffic.map(at => ({...at, value: ownOf(at.value)})));
		latency.push(...part.value.latency.map(at => ({...at, value: ownOf(at.value)})));
		fromMs = toMs;
	}
	return ok({...rows, traffic, latency});
}
