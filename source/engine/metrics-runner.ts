import {err, ok, type Result} from '../domain/result.ts';
import {type SafeText, safe} from '../domain/safe-text.ts';
import type {TrafficSample} from '../domain/signals.ts';
import type {Mesh, MeshQuery} from '../meshes/contract.ts';
import type {InstantQuery, MetricsError, MetricsPort} from '../ports/metrics.ts';
import type {Command} from './commands.ts';
import {detectMesh} from './detect-mesh.ts';
import type {Happening} from './events.ts';
import {start} from './start-work.ts';
import type {ChartData, Measured} from './state.ts';
import {trendStepSeconds} from './trend-window.ts';

export interface MetricsRunnerOptions {
	readonly meshes: readonly Mesh[];
	readonly connectMetrics: (signal: AbortSignal) => Promise<Result<MetricsPort, MetricsError>>;
	readonly dispatch: (happening: Happening) => void;
	readonly signal: AbortSignal;
}

export type MetricsCommand = Extract<
	Command,
	{
		kind:
			| 'connectMetrics'
			| 'poll'
			| 'readLatency'
			| 'readSampleAge'
			| 'readTrend'
			| 'readPeak'
			| 'readEjections'
			| 'readCharts';
	}
>;

export interface MetricsRunner {
	run(command: MetricsCommand): void;
	stop(): void;
}

/** A window holds four scrapes, so that one missed scrape does not empty it. */
const scrapesPerWindow = 4;
/** Ten thousand services of two versions, seen from both sides, take some 20 MB. */
const trafficMaximumBytes = 64 * 2 ** 20;
const chartPoints = 120;

/** The half of the runner that asks Prometheus. Failures become events; the screen keeps its last figures. */
export function createMetricsRunner({meshes, connectMetrics, dispatch, signal}: MetricsRunnerOptions): MetricsRunner {
	let connection: {readonly port: MetricsPort; readonly mesh: Mesh} | null = null;

	async function connect(generation: number): Promise<void> {
		const answer = (result: Extract<Happening, {kind: 'metricsConnected'}>['result']) =>
			dispatch({kind: 'metricsConnected', generation, result});
		const port = await connectMetrics(signal);
		if (!port.ok) return answer(port);
		// Together: figures come the sooner. Of the metrics that are asked about, only the detected mesh's are there.
		const [detected, scrape] = await Promise.all([
			detectMesh(meshes, port.value, signal),
			port.value.scrapeIntervalSeconds(
				signal,
				meshes.flatMap(mesh => mesh.metricNames),
			),
		]);
		if (!detected.ok) {
			port.value.close();
			return answer(detected);
		}
		if (!scrape.ok) {
			port.value.close();
			return answer(scrape);
		}
		connection?.port.close();
		connection = {port: port.value, mesh: detected.value};
		answer(
			ok({
				label: port.value.source,
				meshId: detected.value.id,
				scrapeIntervalSeconds: scrape.value,
				windowSeconds: scrapesPerWindow * scrape.value,
			}),
		);
	}

	async function instant<T>(
		query: (mesh: Mesh) => MeshQuery<T>,
		bounds: Pick<InstantQuery, 'maximumBytes'> = {},
	): Promise<Result<Measured<T> & {unmatched: number; warnings: readonly SafeText[]}, MetricsError>> {
		if (!connection) return err(notConnected);
		const question = query(connection.mesh);
		const answer = await connection.port.instant({promql: question.promql, ...bounds}, signal);
		if (!answer.ok) return answer;
		const {value, unmatched} = question.read(answer.value.samples);
		return ok({value, unmatched, atMs: answer.value.atMs, warnings: answer.value.warnings});
	}

	async function range<T>(
		query: (mesh: Mesh) => MeshQuery<T>,
		startMs: number,
		endMs: number,
		stepSeconds: number,
	): Promise<Result<readonly Measured<T>[], MetricsError>> {
		if (!connection) return err(notConnected);
		const question = query(connection.mesh);
		const answer = await connection.port.range({promql: question.promql, startMs, endMs, stepSeconds}, signal);
		if (!answer.ok) return answer;
		return ok(answer.value.instants.map(({atMs, samples}) => ({atMs, value: question.read(samples).value})));
	}

	async function poll(command: Extract<MetricsCommand, {kind: 'poll'}>): Promise<void> {
		const {windowSeconds, visible, generation} = command;
		const [traffic, latency] = await Promise.all([
			instant(mesh => mesh.traffic(windowSeconds), {maximumBytes: trafficMaximumBytes}),
			visible.length > 0 ? instant(mesh => mesh.latency(visible, windowSeconds)) : null,
		]);
		if (!traffic.ok) return dispatch({kind: 'pollReturned', generation, result: traffic});
		const {value, atMs, unmatched, warnings} = traffic.value;
		const histograms = latency?.ok ? {atMs: latency.value.atMs, value: latency.value.value} : null;
		// Latency that failed while traffic came is partial data, and said to be so.
		const partial = latency && !latency.ok ? [safe`latency: ${latency.error.message}`] : [];
		dispatch({
			kind: 'pollReturned',
			generation,
			result: ok({traffic: {atMs, value}, latency: histograms, unmatched, warnings: [...warnings, ...partial]}),
		});
	}

	async function readLatency({
		generation,
		services,
		windowSeconds,
	}: Extract<MetricsCommand, {kind: 'readLatency'}>): Promise<void> {
		const answer = await instant(mesh => mesh.latency(services, windowSeconds));
		const result = answer.ok ? ok({atMs: answer.value.atMs, value: answer.value.value}) : answer;
		dispatch({kind: 'latencyRead', generation, result});
	}

	async function readCharts(command: Extract<MetricsCommand, {kind: 'readCharts'}>): Promise<void> {
		const {generation, anchor, services, rangeSeconds, windowSeconds, endMs} = command;
		const stepSeconds = Math.max(1, Math.ceil(rangeSeconds / chartPoints));
		// A rate over less than the step would leave out what happened between two points.
		const window = Math.max(windowSeconds, stepSeconds);
		// Points lie on whole steps, so that the line does not wobble as time goes on.
		const end = Math.floor(endMs / 1000 / stepSeconds) * stepSeconds * 1000;
		const startMs = end - rangeSeconds * 1000;
		const [traffic, latency] = await Promise.all([
			range(mesh => mesh.trafficOf(services, window), startMs, end, stepSeconds),
			range(mesh => mesh.latency(services, window), startMs, end, stepSeconds),
		]);
		const result: Result<ChartData, MetricsError> = !traffic.ok
			? traffic
			: !latency.ok
				? latency
				: ok({
						anchor,
						rangeSeconds,
						windowSeconds: window,
						startMs,
						endMs: end,
						traffic: traffic.value,
						latency: latency.value,
					});
		dispatch({kind: 'chartsRead', generation, result});
	}

	async function readEjections(command: Extract<MetricsCommand, {kind: 'readEjections'}>): Promise<void> {
		const {generation, anchor, services} = command;
		const question = connection?.mesh.ejections?.(services);
		// Not every mesh tells: nothing is asked then, and nothing is known.
		const answer = question ? await instant(() => question) : ok({atMs: 0, value: []});
		const result = answer.ok ? ok({atMs: answer.value.atMs, value: answer.value.value}) : answer;
		dispatch({kind: 'ejectionsRead', generation, anchor, result});
	}

	async function readTrend({
		generation,
		services,
		windowSeconds,
		endMs,
	}: Extract<MetricsCommand, {kind: 'readTrend'}>): Promise<void> {
		const stepSeconds = trendStepSeconds;
		const end = Math.floor(endMs / 1000 / stepSeconds) * stepSeconds * 1000;
		const result = await range<readonly TrafficSample[]>(
			mesh => mesh.trafficOf(services, stepSeconds),
			end - windowSeconds * 1000,
			end,
			stepSeconds,
		);
		dispatch({kind: 'trendRead', generation, result});
	}

	function run(command: MetricsCommand): void {
		switch (command.kind) {
			case 'connectMetrics':
				start(connect(command.generation));
				return;
			case 'poll':
				start(poll(command));
				return;
			case 'readLatency':
				start(readLatency(command));
				return;
			case 'readSampleAge':
				start(
					instant(mesh => mesh.newestSample()).then(answer =>
						dispatch({
							kind: 'sampleAgeRead',
							generation: command.generation,
							result: answer.ok ? ok(answer.value.value) : answer,
						}),
					),
				);
				return;
			case 'readTrend':
				start(readTrend(command));
				return;
			case 'readPeak': {
				const {generation, release, services, overSeconds} = command;
				start(
					instant(mesh => mesh.peak(services, overSeconds)).then(answer =>
						dispatch({
							kind: 'peakRead',
							generation,
							release,
							overSeconds,
							result: answer.ok ? ok(answer.value.value) : answer,
						}),
					),
				);
				return;
			}
			case 'readEjections':
				start(readEjections(command));
				return;
			case 'readCharts':
				start(readCharts(command));
				return;
		}
	}

	return {
		run,
		stop() {
			connection?.port.close();
			connection = null;
		},
	};
}

const notConnected: MetricsError = {kind: 'notConfigured', status: null, message: safe`not connected`};
