import {err, ok, type Result} from '../../domain/result.ts';
import {safe} from '../../domain/safe-text.ts';
import type {TrafficSample} from '../../domain/signals.ts';
import type {Mesh, MeshQuery, MeshQuestions} from '../../meshes/contract.ts';
import type {MetricsError, MetricsPort} from '../../ports/metrics.ts';
import {trendStepSeconds} from '../evidence/trend-window.ts';
import type {Command} from '../state/commands.ts';
import type {Happening} from '../state/events.ts';
import {start} from '../state/start-work.ts';
import type {ChartData, Measured} from '../state/state.ts';
import {connectMetrics as connectTo, type MetricsConnection, questionOf} from './connect-metrics.ts';
import {readTraffic} from './read-traffic.ts';

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

const chartPoints = 120;

/** The half of the runner that asks Prometheus. Failures become events; the screen keeps its last figures. */
export function createMetricsRunner({meshes, connectMetrics, dispatch, signal}: MetricsRunnerOptions): MetricsRunner {
	let connection: MetricsConnection | null = null;

	async function connect(generation: number): Promise<void> {
		const answer = (result: Extract<Happening, {kind: 'metricsConnected'}>['result']) =>
			dispatch({kind: 'metricsConnected', generation, result});
		const port = await connectMetrics(signal);
		if (!port.ok) return answer(port);
		const found = await connectTo(meshes, port.value, signal);
		connection?.port.close();
		connection = found.ok ? found.value : null;
		if (!found.ok) {
			port.value.close();
			return answer(found);
		}
		const {mesh, scrapeIntervalSeconds, windowSeconds} = found.value;
		answer(ok({label: port.value.source, meshId: mesh.id, scrapeIntervalSeconds, windowSeconds}));
	}

	async function instant<T>(
		query: (questions: MeshQuestions) => MeshQuery<T>,
	): Promise<Result<Measured<T>, MetricsError>> {
		if (!connection) return err(notConnected);
		const question = query(connection.questions);
		const answer = await connection.port.instant({promql: question.promql}, signal);
		if (!answer.ok) return answer;
		return ok({value: question.read(answer.value.samples).value, atMs: answer.value.atMs});
	}

	async function range<T>(
		query: (questions: MeshQuestions) => MeshQuery<T>,
		startMs: number,
		endMs: number,
		stepSeconds: number,
	): Promise<Result<readonly Measured<T>[], MetricsError>> {
		if (!connection) return err(notConnected);
		const question = query(connection.questions);
		const answer = await connection.port.range({promql: question.promql, startMs, endMs, stepSeconds}, signal);
		if (!answer.ok) return answer;
		const {questions, scope} = connection;
		// Figures of another time may have been of several clusters, though they are of one now: such instants are left out.
		const ofOne = answer.value.instants.filter(
			({samples}) => questionOf(questions.origins(stepSeconds).read(samples).value, scope) === null,
		);
		return ok(ofOne.map(({atMs, samples}) => ({atMs, value: question.read(samples).value})));
	}

	async function poll(command: Extract<MetricsCommand, {kind: 'poll'}>): Promise<void> {
		const {windowSeconds, visible, generation} = command;
		const asked = connection;
		const [traffic, latency] = await Promise.all([
			asked ? readTraffic(asked, windowSeconds, signal) : err(notConnected),
			visible.length > 0 ? instant(questions => questions.latency(visible, windowSeconds)) : null,
		]);
		if (!traffic.ok) return dispatch({kind: 'pollReturned', generation, result: traffic});
		const {value, atMs, unmatched, warnings} = traffic.value;
		// Where copies of series came, the latency that was asked meanwhile counted them twice.
		const isOneScope = traffic.value.connection === asked;
		if (connection === asked) connection = traffic.value.connection;
		const histograms = latency?.ok && isOneScope ? latency.value : null;
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
		const answer = await instant(questions => questions.latency(services, windowSeconds));
		dispatch({kind: 'latencyRead', generation, result: answer});
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
			range(questions => questions.trafficOf(services, window), startMs, end, stepSeconds),
			range(questions => questions.latency(services, window), startMs, end, stepSeconds),
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
						// Histograms do not say whose they are; the figures of the same instant do.
						latency: latency.value.filter(({atMs}) => traffic.value.some(figures => figures.atMs === atMs)),
					});
		dispatch({kind: 'chartsRead', generation, result});
	}

	async function readEjections(command: Extract<MetricsCommand, {kind: 'readEjections'}>): Promise<void> {
		const {generation, anchor, services} = command;
		const question = connection?.questions.ejections?.(services);
		// Not every mesh tells: nothing is asked then, and nothing is known.
		const answer = question ? await instant(() => question) : ok({atMs: 0, value: []});
		dispatch({kind: 'ejectionsRead', generation, anchor, result: answer});
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
			// Over less than a window there would be too few samples for a rate.
			questions => questions.trafficOf(services, Math.max(stepSeconds, connection?.windowSeconds ?? 0)),
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
					instant(questions => questions.newestSample()).then(answer =>
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
					instant(questions => questions.peak(services, overSeconds)).then(answer =>
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
