import type {NamedService} from '../../domain/cluster/service-host.ts';
import {ok, type Result} from '../../domain/result.ts';
import type {MeshId} from '../../domain/signals/mesh-id.ts';
import type {MetricSample} from '../../domain/signals/metric-sample.ts';
import type {LatencySample, TrafficSample} from '../../domain/signals/signals.ts';
import type {MeshQuery, MeshQuestions} from '../../meshes/contract.ts';
import type {MetricsError} from '../../ports/metrics.ts';
import {namedPlainly, servicesIn, type ToldNames} from '../../traffic/named-plainly.ts';
import type {Measured} from '../state/metrics-state.ts';
import {type Asker, type Told, togetherOver} from './asker.ts';
import {maximumBytes} from './read-traffic.ts';

/** The times at which something is read: the end of each step from `fromMs` to `toMs`. */
export interface StepsRead {
	readonly fromMs: number;
	readonly toMs: number;
	readonly stepSeconds: number;
	/** The rates' window. */
	readonly windowSeconds: number;
}

export interface VersionsRead {
	readonly traffic: readonly Measured<readonly TrafficSample[]>[];
	readonly latency: readonly Measured<readonly LatencySample[]>[];
}

/** What was told of one step; nothing where its end is not among the answer's times. */
export interface ToldStep {
	readonly endMs: number;
	readonly traffic: readonly TrafficSample[] | undefined;
	readonly latency: readonly LatencySample[] | undefined;
}

/** An answer step by step, oldest first: one for each step, also where nothing was told. */
export function toldSteps({
	fromMs,
	toMs,
	stepSeconds,
	traffic,
	latency,
}: Omit<StepsRead, 'windowSeconds'> & VersionsRead): readonly ToldStep[] {
	const trafficAt = new Map(traffic.map(({atMs, value}) => [atMs, value]));
	const latencyAt = new Map(latency.map(({atMs, value}) => [atMs, value]));
	const stepMs = stepSeconds * 1000;
	return Array.from({length: Math.round((toMs - fromMs) / stepMs)}, (_, at) => {
		const endMs = fromMs + (at + 1) * stepMs;
		return {endMs, traffic: trafficAt.get(endMs), latency: latencyAt.get(endMs)};
	});
}

/** Rates and histograms of the named services, in two queries for each mesh. */
export async function readRateSteps(
	asker: Asker,
	services: readonly NamedService[],
	steps: StepsRead,
): Promise<Result<VersionsRead, MetricsError>> {
	const [traffic, latency] = await Promise.all([
		asker.range(questions => questions.trafficOf(services, steps.windowSeconds), overOf(steps)),
		asker.range(questions => questions.latency?.(services, steps.windowSeconds) ?? null, overOf(steps)),
	]);
	if (!traffic.ok) return traffic;
	if (!latency.ok) return latency;
	return ok({traffic: togetherOver(traffic.value), latency: togetherOver(latency.value)});
}

/** Services, and what providers call them that name them otherwise. */
export interface NamedServices {
	readonly services: readonly NamedService[];
	readonly told: ToldNames;
}

/** Rates of the named services alone: one query for each mesh. A series that names no Service may be of any workload, and
 * is left out. */
export async function readTrafficSteps(
	asker: Asker,
	named: NamedServices,
	steps: StepsRead,
): Promise<Result<VersionsRead, MetricsError>> {
	const {services} = named;
	const answer = await asker.range(questions => questions.trafficOf(services, steps.windowSeconds), overOf(steps));
	return answer.ok ? ok({traffic: ownOf(togetherOver(answer.value), named), latency: []}) : answer;
}

/** Rates and histograms of the named services in one query for each mesh, so that reading the past costs few of them. */
export async function readVersionSteps(
	asker: Asker,
	named: NamedServices,
	steps: StepsRead,
): Promise<Result<VersionsRead, MetricsError>> {
	const {windowSeconds} = steps;
	const answer = await asker.range(questions => both(questions, named.services, windowSeconds), overOf(steps));
	if (!answer.ok) return answer;
	const part = <S extends object>(of: (told: Both) => readonly S[]) =>
		togetherOver(
			answer.value.map(told => told.map(({mesh, atMs, value}): Told<readonly S[]> => ({mesh, atMs, value: of(value)}))),
		);
	return ok({
		traffic: ownOf(
			part(({traffic}) => traffic),
			named,
		),
		latency: ownOf(
			part(({latency}) => latency),
			named,
		),
	});
}

/** Which mesh counts before which, where the operator said so. */
export function orderOf({isOrdered, connections}: Asker): readonly MeshId[] | null {
	return isOrdered ? connections.map(({mesh}) => mesh.id) : null;
}

interface Both {
	readonly traffic: readonly TrafficSample[];
	readonly latency: readonly LatencySample[];
}

/** Only a histogram's series have a bound, so that no series of the one question stands for one of the other. */
function both(questions: MeshQuestions, services: readonly NamedService[], windowSeconds: number): MeshQuery<Both> {
	const traffic = questions.trafficOf(services, windowSeconds);
	const latency = questions.latency?.(services, windowSeconds);
	return {
		promql: latency ? `(${traffic.promql}) or (${latency.promql})` : traffic.promql,
		...(latency?.mustBeAlone && {mustBeAlone: true}),
		read: samples => ({
			value: {
				traffic: traffic.read(samples.filter(sample => !isBucket(sample))).value,
				latency: latency?.read(samples.filter(isBucket)).value ?? [],
			},
			unmatched: 0,
		}),
	};
}

function isBucket({labels, histogram}: MetricSample): boolean {
	return labels.le !== undefined || histogram !== undefined;
}

/** The range that a query is asked over. */
export function overOf({fromMs, toMs, stepSeconds}: StepsRead) {
	return {startMs: fromMs + stepSeconds * 1000, endMs: toMs, stepSeconds, maximumBytes};
}

function ownOf<S extends TrafficSample | LatencySample>(
	read: readonly Measured<readonly S[]>[],
	{services, told}: NamedServices,
): readonly Measured<readonly S[]>[] {
	const servicesOf = servicesIn(told);
	const isOwn = ({identity: {namespace, service}}: S) =>
		services.some(one => one.namespace === namespace && one.name === service);
	return read.map(at => ({...at, value: at.value.map(sample => namedPlainly(sample, servicesOf)).filter(isOwn)}));
}
