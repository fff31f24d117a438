import {readFileSync} from 'node:fs';
import {err, ok, type Result} from '../../../domain/result.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {impersonationHeaders} from './impersonation.ts';
import {findInCluster, isInPod, serviceAccountFolder} from './in-cluster.ts';
import {
	type ClusterEntry,
	type Environment,
	type MergedConfig,
	readKubeconfigFiles,
	type UserEntry,
} from './kubeconfig-files.ts';
import {chooseProxy, type ProxyChoice} from './proxy.ts';

/** Everything that is needed to reach one cluster, frozen at start: perch never follows later edits of the files. */
export interface KubeTarget {
	readonly context: string;
	/** Every context of the kubeconfig, in its order. */
	readonly contexts: readonly string[];
	readonly clusterName: string;
	/** The pod's own cluster, which kubectl finds as well: there is no kubeconfig. */
	readonly isInCluster: boolean;
	readonly namespace: string;
	/** `https://host:port/prefix`, without a slash at its end. */
	readonly server: string;
	readonly proxy: ProxyChoice;
	readonly tls: TargetTls;
	/** There is no TLS, or it is not verified. */
	readonly isInsecure: boolean;
	readonly cluster: ClusterEntry;
	readonly user: UserEntry | null;
	readonly impersonation: Readonly<Record<string, string | string[]>>;
	/** The environment for exec plugins. */
	readonly env: Environment;
}

export interface TargetTls {
	readonly ca: string | null;
	readonly cert: string | null;
	readonly key: string | null;
	/** The name to verify instead of the host. */
	readonly serverName: string | null;
	readonly isVerified: boolean;
}

/** Reads the kubeconfig once and chooses the context; in a pod without a context, chooses the pod's own
 * cluster. The error is a sentence that tells the operator why perch does not start. */
export async function loadKubeTarget(options: {
	readonly kubeconfigPath: string | null;
	readonly contextName: string | null;
	readonly env: Environment;
	readonly homeFolder: string;
	/** Replaces the pod's folder in tests. */
	readonly serviceAccountFolder?: string;
}): Promise<Result<KubeTarget, SafeText>> {
	const {env, kubeconfigPath, contextName} = options;
	if (env.NODE_TLS_REJECT_UNAUTHORIZED === '0') return err(tlsOverride);
	const config = await readKubeconfigFiles({path: kubeconfigPath, env, homeFolder: options.homeFolder});
	if (!config.ok) return config;
	const name = contextName ?? config.value?.currentContext ?? null;
	if (name === null && kubeconfigPath === null) {
		const own = findInCluster(env, options.serviceAccountFolder ?? serviceAccountFolder);
		if (own !== null) return targetOf({...own, contexts: [], env, isInCluster: true});
	}
	if (config.value === null) return err(noKubeconfig(kubeconfigPath, env));
	if (name === null) return err(safe`The kubeconfig names no current context: choose one with --context.`);
	const chosen = chooseContext(config.value, name);
	if (!chosen.ok) return chosen;
	return targetOf({...chosen.value, contexts: [...config.value.contexts.keys()], env, isInCluster: false});
}

function noKubeconfig(path: string | null, env: Environment): SafeText {
	const what =
		path === null
			? safe`No kubeconfig found (KUBECONFIG, ~/.kube/config).`
			: safe`There is no kubeconfig at ${ident(path)}.`;
	const pod =
		path === null && isInPod(env)
			? safe` This pod has no service account token (automountServiceAccountToken).`
			: safe``;
	return safe`${what}${pod} Name one with --kubeconfig, or try perch without a cluster: perch demo`;
}

type Chosen = Omit<Parameters<typeof targetOf>[0], 'env' | 'contexts' | 'isInCluster'>;

function chooseContext(config: MergedConfig, name: string): Result<Chosen, SafeText> {
	const context = config.contexts.get(name);
	if (!context) return err(safe`The kubeconfig has no context ${ident(name)}.`);
	if (context.cluster === '') return err(safe`The context ${ident(name)} of the kubeconfig names no cluster.`);
	const cluster = config.clusters.get(context.cluster);
	if (!cluster)
		return err(safe`The context ${ident(name)} names the cluster ${ident(context.cluster)}, which is not there.`);
	const user = context.user ? config.users.get(context.user) : undefined;
	if (context.user && !user)
		return err(safe`The context ${ident(name)} names the user ${ident(context.user)}, which is not there.`);
	return ok({name, namespace: context.namespace || 'default', cluster, user: user ?? null});
}

function targetOf(chosen: {
	readonly name: string;
	readonly contexts: readonly string[];
	readonly namespace: string;
	readonly cluster: ClusterEntry;
	readonly user: UserEntry | null;
	readonly env: Environment;
	readonly isInCluster: boolean;
}): Result<KubeTarget, SafeText> {
	const {cluster} = chosen.cluster;
	if (cluster.server === '') return err(safe`The cluster ${ident(cluster.name)} of the kubeconfig has no server.`);
	const server = serverUrl(cluster.server);
	if (!server.ok) return server;
	const proxy = chooseProxy(server.value, cluster.proxyUrl ?? null, chosen.env);
	if (!proxy.ok) return proxy;
	const impersonation = impersonationHeaders(chosen.user?.fields ?? {});
	if (!impersonation.ok) return impersonation;
	const isVerified = !cluster.skipTLSVerify;
	const tls = readTls(chosen.cluster, chosen.user, isVerified);
	if (!tls.ok) return tls;
	return ok(
		Object.freeze({
			context: chosen.name,
			contexts: chosen.contexts,
			clusterName: cluster.name,
			isInCluster: chosen.isInCluster,
			namespace: chosen.namespace,
			server: server.value.href.replace(/\/+$/, ''),
			proxy: proxy.value,
			tls: tls.value,
			isInsecure: !isVerified || server.value.protocol === 'http:',
			cluster: chosen.cluster,
			user: chosen.user,
			impersonation: impersonation.value,
			env: chosen.env,
		}),
	);
}

const tlsOverride = safe`NODE_TLS_REJECT_UNAUTHORIZED=0 turns TLS verification off for everything: perch does not start with it. Unset it.`;

function serverUrl(text: string): Result<URL, SafeText> {
	if (!URL.canParse(text)) return err(safe`The cluster's server in the kubeconfig is not a URL.`);
	const url = new URL(text);
	if (url.username !== '' || url.password !== '')
		return err(safe`The cluster's server URL holds credentials: perch refuses it. Put them under users.`);
	if (url.protocol !== 'https:' && url.protocol !== 'http:')
		return err(safe`The cluster's server URL is neither https nor http: ${ident(url.protocol)}`);
	return ok(url);
}

function readTls(entry: ClusterEntry, user: UserEntry | null, isVerified: boolean): Result<TargetTls, SafeText> {
	try {
		return ok({
			ca: fileOrData(entry.cluster.caFile, entry.cluster.caData),
			cert: fileOrData(user?.user.certFile, user?.user.certData),
			key: fileOrData(user?.user.keyFile, user?.user.keyData),
			serverName: entry.cluster.tlsServerName ?? null,
			isVerified,
		});
	} catch (error) {
		const path = error instanceof Error && 'path' in error ? String(error.path) : 'unknown';
		return err(safe`A certificate or key that the kubeconfig names cannot be read: ${ident(path)}`);
	}
}

/** Data takes precedence over the file, as in kubectl. */
function fileOrData(file: string | undefined, data: string | undefined): string | null {
	if (data) return Buffer.from(data, 'base64').toString('utf8');
	return file ? readFileSync(file, 'utf8') : null;
}
