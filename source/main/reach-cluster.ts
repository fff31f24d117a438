import {type Cluster, createCluster} from '../adapters/kubernetes/cluster.ts';
import {loadKubeTarget} from '../adapters/kubernetes/kubeconfig/kubeconfig.ts';
import {auditLogPath, createAuditLog} from '../adapters/system/audit-log.ts';
import type {ConfigError, ConfigOutcome} from '../adapters/system/config-file.ts';
import {ok, type Result} from '../domain/result.ts';
import type {SafeText} from '../domain/text/safe-text.ts';
import type {ClusterOptions} from '../engine/engine.ts';
import {kindsOf} from '../engine/world/context.ts';
import {policyReaders} from '../policies/registry.ts';
import type {ClockPort} from '../ports/clock.ts';
import {releaseBackends} from '../releases/registry.ts';
import type {Arguments} from './command-line/arguments.ts';
import {chosenMeshes} from './configuration/chosen-meshes.ts';
import {decideSettings} from './configuration/settings.ts';
import {createMetricsOpener} from './open-metrics.ts';

/** One cluster, ready for requests. Nothing was sent to it yet. */
interface Reached extends ClusterOptions {
	readonly cluster: Cluster;
	readonly theme: string;
}

/** Reads the kubeconfig and the configuration of one context. The error says why perch does not start. */
export async function reachCluster(options: {
	readonly args: Arguments;
	/** The command line named this context, or none: PERCH_PROMETHEUS is that of its cluster. */
	readonly isNamed: boolean;
	/** Null: the current context. */
	readonly contextName: string | null;
	/** Read once for all contexts, while the kubeconfigs are read. */
	readonly config: Promise<Result<ConfigOutcome, ConfigError>>;
	readonly version: string;
	readonly clock: ClockPort;
	readonly homeFolder: string;
	readonly sessionId: string;
	readonly log: (message: string) => void;
}): Promise<Result<Reached, SafeText>> {
	const {args, isNamed, contextName, version, clock, homeFolder, sessionId, log} = options;
	const {env} = process;
	const [target, config] = await Promise.all([
		loadKubeTarget({kubeconfigPath: args.kubeconfig, contextName, env, homeFolder}),
		options.config,
	]);
	if (!target.ok) return target;
	const {context, namespace, isInCluster} = target.value;
	const {settings, contextConfig, theme} = decideSettings({
		args,
		config,
		contextName: context,
		contextNamespace: namespace,
		isInCluster,
		version,
	});
	const chosen = args.meshes ?? contextConfig?.meshes ?? null;
	const measured = chosenMeshes(chosen, config, context);
	if (!measured.ok) return measured;
	const cluster = createCluster({
		target: target.value,
		kinds: kindsOf({backends: releaseBackends, policyReaders}),
		isReadOnly: settings.isReadOnly,
		allowInsecureWrites: args.allowInsecureWrites,
		version,
		clock,
		random: Math.random,
		log,
	});
	return ok({
		settings,
		theme,
		cluster,
		sessionId,
		meshes: measured.value,
		isOrdered: chosen !== null,
		audit: createAuditLog({path: auditLogPath(env, homeFolder, args.command === 'demo')}),
		connectMetrics: createMetricsOpener({
			cluster,
			flag: args.prometheus,
			env: isNamed ? env.PERCH_PROMETHEUS : undefined,
			config: contextConfig,
			nowMs: clock.nowMs,
		}),
	});
}
