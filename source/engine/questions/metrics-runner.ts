import {err, ok, type Result} from '../../domain/result.ts';
import {safe} from '../../domain/safe-text.ts';
import type {Mesh} from '../../meshes/contract.ts';
import type {MetricsError, MetricsPort} from '../../ports/metrics.ts';
import type {Command} from '../state/commands.ts';
import type {Happening} from '../state/events.ts';
import {start} from '../state/start-work.ts';
import {createAsker} from './asker.ts';
import {connectMetrics as connectTo, type MetricsConnection} from './connect-metrics.ts';
import type {MetricsQuestion} from './question.ts';

export interface MetricsRunnerOptions {
	readonly meshes: readonly Mesh[];
	readonly questions: readonly MetricsQuestion[];
	readonly connectMetrics: (signal: AbortSignal) => Promise<Result<MetricsPort, MetricsError>>;
	readonly dispatch: (happening: Happening) => void;
	readonly signal: AbortSignal;
}

export type MetricsCommand = Extract<Command, {kind: 'connectMetrics' | 'ask'}>;

export interface MetricsRunner {
	run(command: MetricsCommand): void;
	stop(): void;
}

/** The half of the runner that asks Prometheus. Failures become events; the screen keeps its last figures. */
export function createMetricsRunner(options: MetricsRunnerOptions): MetricsRunner {
	const {meshes, questions, dispatch, signal} = options;
	let connection: MetricsConnection | null = null;

	async function connect(generation: number): Promise<void> {
		const answer = (result: Extract<Happening, {kind: 'metricsConnected'}>['result']) =>
			dispatch({kind: 'metricsConnected', generation, result});
		const port = await options.connectMetrics(signal);
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

	async function ask({question: id, generation, asked}: Extract<Command, {kind: 'ask'}>): Promise<void> {
		const question = questions.find(one => one.id === id);
		if (!question) throw new Error(`no question is called ${id}`);
		const present = connection;
		const result = present
			? await question.ask(createAsker(present, signal, replaceWith(present)), asked)
			: err(notConnected);
		dispatch({kind: 'answered', question: id, generation, result});
	}

	/** Who connected anew meanwhile knows better. */
	function replaceWith(present: MetricsConnection): (next: MetricsConnection) => void {
		return next => {
			if (connection === present) connection = next;
		};
	}

	return {
		run(command) {
			start(command.kind === 'ask' ? ask(command) : connect(command.generation));
		},
		stop() {
			connection?.port.close();
			connection = null;
		},
	};
}

const notConnected: MetricsError = {kind: 'notConfigured', status: null, message: safe`not connected`};
