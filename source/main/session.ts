import {randomBytes} from 'node:crypto';
import {homedir} from 'node:os';
import {createCluster} from '../adapters/kubernetes/cluster.ts';
import {loadKubeTarget} from '../adapters/kubernetes/kubeconfig/kubeconfig.ts';
import {auditLogPath, createAuditLog} from '../adapters/system/audit-log.ts';
import {loadConfigFile} from '../adapters/system/config-file.ts';
import {debugLogPath, openDebugLog} from '../adapters/system/debug-log.ts';
import {openEventLog} from '../adapters/system/event-log.ts';
import {createSystemClock} from '../adapters/system/system-clock.ts';
import {createEngine, type Engine} from '../engine/engine.ts';
import {failureText} from '../engine/failure-text.ts';
import {questions} from '../engine/questions/questions.ts';
import {recordedEvent, recordingHeader} from '../engine/replay.ts';
import {kindsOf} from '../engine/world/context.ts';
import {meshes} from '../meshes/registry.ts';
import {policyReaders} from '../policies/registry.ts';
import {releaseBackends} from '../releases/registry.ts';
import type {Arguments} from './arguments.ts';
import {createMetricsOpener} from './open-metrics.ts';
import {decideSettings} from './settings.ts';

/** One run against one cluster, wired and not started. */
export interface Session {
	readonly engine: Engine;
	readonly theme: string;
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
	const [target, config] = await Promise.all([
		loadKubeTarget({kubeconfigPath: args.kubeconfig, contextName: args.context, env, homeFolder}),
		loadConfigFile({namedPath: args.config, env, homeFolder}),
	]);
	if (!target.ok) return {trouble: target.error};
	const {context, namespace} = target.value;
	const configured = decideSettings({args, config, contextName: context, contextNamespace: namespace, version});
	const mesh = args.mesh ?? configured.contextConfig?.mesh ?? null;
	const log = args.isDebug ? await openDebugLog({path: debugLogPath(env, homeFolder), clock}) : null;
	if (log && !log.ok) return {trouble: log.error};
	const recording = args.record === null ? null : openEventLog(args.record);
	if (recording && !recording.ok) return {trouble: recording.error};
	const write = (room: string) => (message: string) => log?.value.write(room, message);
	const cluster = createCluster({
		target: target.value,
		kinds: kindsOf({backends: releaseBackends, policyReaders}),
		isReadOnly: configured.settings.isReadOnly,
		allowInsecureWrites: args.allowInsecureWrites,
		version,
		clock,
		random: Math.random,
		log: write('kubernetes'),
	});
	const lostRecords: string[] = [];
	const {promise: left, resolve: leave} = Promise.withResolvers<void>();
	const engine = createEngine({
		backends: releaseBackends,
		meshes: meshes.filter(({id}) => mesh === null || id === mesh),
		policyReaders,
		questions,
		settings: configured.settings,
		cluster,
		audit: createAuditLog({path: auditLogPath(env, homeFolder, args.command === 'demo')}),
		clock,
		connectMetrics: createMetricsOpener({
			cluster,
			flag: args.prometheus,
			env: env.PERCH_PROMETHEUS,
			config: configured.contextConfig,
			nowMs: clock.nowMs,
		}),
		size,
		sessionId: randomBytes(6).toString('hex'),
		exit: leave,
		lostRecord: text => lostRecords.push(text),
		log: write('engine'),
		...(recording && {record: event => recording.value.write(recordedEvent(event))}),
	});
	engine.store.subscribe(event => {
		const text = failureText(event);
		if (text !== null) log?.value.write('engine', text);
	});
	recording?.value.write(recordingHeader(engine.store.state().session, size));
	return {
		engine,
		theme: configured.theme,
		left,
		lostRecords,
		stop() {
			engine.stop();
			cluster.close();
			log?.value.close();
			recording?.value.close();
		},
	};
}
