import {defectOf} from '../../domain/defect.ts';
import {err, ok, type Result} from '../../domain/result.ts';
import {safe} from '../../domain/text/safe-text.ts';
import type {Mesh} from '../../meshes/contract.ts';
import type {MetricsError, MetricsPort} from '../../ports/metrics.ts';
import {connectMetrics as connectTo, type MetricsConnection} from '../connecting/connect-metrics.ts';
import {createAsker} from '../queries/asker.ts';
import type {MetricsQuestion} from '../questions/question.ts';
import type {Command} from '../state/commands.ts';
import type {EventBody} from '../state/events.ts';
import {nothingSpent} from '../state/metrics-state.ts';
import {start} from '../state/start-work.ts';
import {type Background, createBackground, createTurns, notConnected} from './background.ts';
import {countedPort, sumOf} from './counted-port.ts';

export interface MetricsRunnerOptions {
	/** The meshes that perch may measure, the preferred one first. */
	readonly meshes: readonly Mesh[];
	/** Whether the operator said which mesh takes precedence. */
	readonly isOrdered: boolean;
	readonly questions: readonly MetricsQuestion[];
	readonly connectMetrics: (signal: AbortSignal) => Promise<Result<MetricsPort, MetricsError>>;
	readonly dispatch: (body: EventBody) => void;
	readonly signal: AbortSignal;
}

export type MetricsCommand = Extract<Command, {kind: 'connectMetrics' | 'ask'}>;

export interface MetricsRunner {
	run(command: MetricsCommand): void;
	/** For what no screen of now waits for. */
	inBackground(): Result<Background, MetricsError>;
	stop(): void;
}

/** The half of the runner that asks Prometheus. Failures become events; the screen keeps its last figures. */
export function createMetricsRunner(options: MetricsRunnerOptions): MetricsRunner {
	const {meshes, isOrdered, questions, dispatch, signal} = options;
	/** One for each measured mesh, all of the same Prometheus; none before perch is connected. */
	let connections: readonly MetricsConnection[] = [];
	const failed = (part: string) => (error: unknown) => dispatch({kind: 'brokeDown', defect: defectOf(part, error)});
	const underWay = new Set<Promise<unknown>>();
	/** Gives up a question that is under way, by its id. */
	const running = new Map<string, AbortController>();
	signal.addEventListener('abort', () => {
		for (const controller of running.values()) controller.abort();
	});
	let spent = nothingSpent;
	// Not for those that begin meanwhile: of a slow server some question is always under way.
	const turns = createTurns(async () => {
		await Promise.allSettled([...underWay]);
	});

	async function connect(generation: number): Promise<void> {
		const answer = (result: Extract<EventBody, {kind: 'metricsConnected'}>['result']) =>
			dispatch({kind: 'metricsConnected', generation, result});
		const reached = await options.connectMetrics(signal).catch((error: unknown) => broken('connection', error));
		if (!reached.ok) return answer(reached);
		const port = countedPort(reached.value, more => {
			spent = sumOf(spent, more);
		});
		const found = await connectTo(meshes, port, signal, isOrdered).catch((error: unknown) =>
			broken('connection', error),
		);
		// perch has stopped meanwhile.
		if (signal.aborted) return port.close();
		const [first] = found.ok ? found.value : [];
		if (!found.ok || !first) {
			port.close();
			return answer(found.ok ? err(notConnected) : found);
		}
		const [before] = connections;
		// What is under way through the connection before is answered, not cut off.
		if (before)
			start(
				Promise.allSettled(underWay).then(() => before.port.close()),
				failed('connection'),
			);
		connections = found.value;
		const {scrapeIntervalSeconds, windowSeconds} = first;
		const present = connections.map(({mesh}) => mesh.id);
		const isCounting = connections.some(({questions}) => questions.connections !== undefined);
		const pace = {scrapeIntervalSeconds, windowSeconds, ...(isCounting && {countsConnections: true as const})};
		answer(ok({label: port.source, meshes: present, isOrdered, ...pace}));
	}

	async function ask({question: id, generation, asked}: Extract<Command, {kind: 'ask'}>): Promise<void> {
		const question = questions.find(one => one.id === id);
		if (!question) throw new Error(`no question is called ${id}`);
		// Its answer, and those of what it supersedes, would come late: the server need not go on with them.
		for (const late of [id, ...(question.supersedes ?? [])]) running.get(late)?.abort();
		const controller = new AbortController();
		running.set(id, controller);
		const asking = put(question, asked, controller.signal);
		underWay.add(asking);
		const result = await asking.catch((error: unknown) => broken(`question ${id}`, error));
		underWay.delete(asking);
		if (running.get(id) === controller) running.delete(id);
		dispatch({kind: 'answered', question: id, generation, result, spent});
	}

	async function put(
		question: MetricsQuestion,
		asked: unknown,
		stopping: AbortSignal,
	): Promise<Result<unknown, MetricsError>> {
		if (connections.length === 0) return err(notConnected);
		return question.ask(createAsker({connections, isOrdered, meshes, signal: stopping, replace}), asked);
	}

	/** A question that throws has failed, as one that Prometheus refuses: it is asked again, and the others go on. */
	function broken(part: string, error: unknown): Result<never, MetricsError> {
		failed(part)(error);
		return err({kind: 'malformed', status: null, message: safe`perch failed on the answer`});
	}

	function askerBy(stopping: AbortSignal) {
		return connections.length === 0
			? null
			: createAsker({connections, isOrdered, meshes, signal: AbortSignal.any([signal, stopping]), replace});
	}

	/** Changes nothing if perch connected again meanwhile: the new connections know better. */
	function replace(before: MetricsConnection, after: MetricsConnection): void {
		connections = connections.map(one => (one === before ? after : one));
	}

	return {
		inBackground: () => createBackground(askerBy, turns),
		run(command) {
			start(command.kind === 'ask' ? ask(command) : connect(command.generation), failed(command.kind));
		},
		stop() {
			connections[0]?.port.close();
			connections = [];
		},
	};
}
