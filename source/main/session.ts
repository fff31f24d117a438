import {randomBytes} from 'node:crypto';
import {homedir} from 'node:os';
import {loadConfigFile} from '../adapters/system/config-file.ts';
import {debugLogPath, openDebugLog} from '../adapters/system/debug-log.ts';
import {openEventLog} from '../adapters/system/event-log.ts';
import {createOwnTerminal} from '../adapters/system/own-terminal.ts';
import {createSystemClock} from '../adapters/system/system-clock.ts';
import {allOk} from '../domain/result.ts';
import {ident, safe} from '../domain/text/safe-text.ts';
import {type ClusterOptions, createEngine, type Engine} from '../engine/engine.ts';
import {failureText} from '../engine/failure-text.ts';
import {questions} from '../engine/questions/questions.ts';
import {recordedEvent, recordingHeader} from '../engine/replay.ts';
import {screens} from '../engine/screens/screens.ts';
import {policyReaders} from '../policies/registry.ts';
import {releaseBackends} from '../releases/registry.ts';
import {extentOf} from '../views/screens/extent-of.ts';
import type {Arguments} from './command-line/arguments.ts';
import {reachCluster} from './reach-cluster.ts';

/** One run, put together but not started. */
export interface Session {
	readonly engine: Engine;
	readonly theme: string;
	/** How the Prometheus of the first cluster is reached, and which meshes are measured there. */
	readonly metrics: Pick<ClusterOptions, 'connectMetrics' | 'meshes' | 'isOrdered'>;
	/** Resolves when the operator asks to leave. */
	readonly left: Promise<void>;
	/** Records that could not be written to the audit file, for stderr at the end. */
	readonly lostRecords: readonly string[];
	stop(): void;
}

/** Why perch does not start, in a sentence for the operator. */
export type Trouble = {readonly trouble: string};

export async function openSession(
	args: Arguments,
	version: string,
	size: {readonly columns: number; readonly rows: number},
): Promise<Session | Trouble> {
	const {env} = process;
	const homeFolder = homedir();
	const clock = createSystemClock();
	const config = loadConfigFile({namedPath: args.config, env, homeFolder});
	const log = args.isDebug ? await openDebugLog({path: debugLogPath(env, homeFolder), clock}) : null;
	if (log && !log.ok) return {trouble: log.error};
	const write = (room: string) => (message: string) => log?.value.write(room, message);
	const [first, ...others] = args.contexts ?? [args.context];
	if (others.length > 0 && env.PERCH_PROMETHEUS)
		return {
			trouble: safe`PERCH_PROMETHEUS names the Prometheus of one cluster: unset it, and name one for each context`,
		};
	const runId = randomBytes(6).toString('hex');
	const reach = {args, isNamed: true, config, version, clock, homeFolder, log: write('kubernetes')};
	const reached = await Promise.all([
		reachCluster({...reach, contextName: first, sessionId: runId}),
		...others.map((contextName, at) => reachCluster({...reach, contextName, sessionId: `${runId}-${at + 2}`})),
	]);
	const all = allOk(reached);
	if (!all.ok) return {trouble: all.error};
	const [main, ...more] = all.value;
	if (!main) return {trouble: safe`no cluster is named`};
	let opened = all.value.length;
	const named = new Set<string>(all.value.map(({cluster}) => cluster.target.context));
	const openContext = (contextName: string) => {
		opened += 1;
		const isNamed = named.has(ident(contextName));
		return reachCluster({
			...reach,
			args: isNamed ? args : ofAnother(args),
			isNamed,
			contextName,
			sessionId: `${runId}-${opened}`,
		});
	};
	const recording = args.record === null ? null : openEventLog(args.record);
	if (recording && !recording.ok) return {trouble: recording.error};
	const lostRecords: string[] = [];
	const {promise: left, resolve: leave} = Promise.withResolvers<void>();
	const engine = createEngine({
		backends: releaseBackends,
		policyReaders,
		questions,
		screens,
		extentOf,
		clusters: [main, ...more],
		clock,
		terminal: createOwnTerminal({env, homeFolder, stdout: process.stdout}),
		size,
		exit: leave,
		openContext,
		lostRecord: text => lostRecords.push(text),
		log: write('engine'),
		...(recording && {record: event => recording.value.write(recordedEvent(event))}),
	});
	engine.store.subscribe(event => {
		const text = failureText(event);
		const of = engine.store.shell().clusters.size > 1 && event.cluster !== undefined ? `${event.cluster}: ` : '';
		if (text !== null) log?.value.write('engine', `${of}${text}`);
	});
	recording?.value.write(
		recordingHeader(
			[...engine.store.shell().clusters.values()].map(({session}) => session),
			size,
		),
	);
	return {
		engine,
		theme: main.theme,
		metrics: main,
		left,
		lostRecords,
		stop() {
			engine.stop();
			log?.value.close();
			recording?.value.close();
		},
	};
}

/** What the command line says of the clusters that it names is not said of another one. */
function ofAnother(args: Arguments): Arguments {
	return {...args, prometheus: null, meshes: null, namespaces: 'all', allowInsecureWrites: false};
}
