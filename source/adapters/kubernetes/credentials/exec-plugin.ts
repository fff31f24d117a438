import {isAbsolute, join} from 'node:path';
import * as v from 'valibot';
import {err, type Result} from '../../../domain/result.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {ClockPort} from '../../../ports/clock.ts';
import type {KubeTarget} from '../kubeconfig/kubeconfig.ts';
import type {UserEntry} from '../kubeconfig/kubeconfig-files.ts';
import type {FetchedCredential} from './credential.ts';
import {readExecCredential, shortVersion} from './exec-credential.ts';
import {commandName, runCommand} from './run-command.ts';

/** Asks the kubeconfig's exec plugin for a credential, as client.authentication.k8s.io describes it. */
export async function askExecPlugin(options: {
	readonly target: KubeTarget;
	readonly user: UserEntry;
	readonly clock: ClockPort;
	readonly signal: AbortSignal;
}): Promise<Result<FetchedCredential, SafeText>> {
	const exec = v.safeParse(execSchema, options.user.user.exec);
	if (!exec.success) return err(safe`The exec entry of the kubeconfig's user has no command, or has another form.`);
	const {command, args, env, apiVersion, interactiveMode, provideClusterInfo} = exec.output;
	const name = commandName(command);
	if (!apiVersions.has(apiVersion))
		return err(
			safe`The plugin ${name} has no known apiVersion: the kubeconfig says ${apiVersion === '' ? safe`nothing` : shortVersion(apiVersion)}, perch speaks v1 and v1beta1 of client.authentication.k8s.io. Renew the entry.`,
		);
	if (interactiveMode === 'Always')
		return err(safe`The plugin ${name} must ask at a terminal, which perch does not give it: log in first.`);
	const info = {
		apiVersion,
		kind: 'ExecCredential',
		spec: {interactive: false, ...(provideClusterInfo ? {cluster: clusterInfo(options.target)} : {})},
	};
	const printed = await runCommand({
		command: commandPath(command, options.user.folder),
		args: args ?? [],
		env: {
			...options.target.env,
			...Object.fromEntries((env ?? []).map(entry => [entry.name, entry.value])),
			KUBERNETES_EXEC_INFO: JSON.stringify(info),
		},
		clock: options.clock,
		signal: options.signal,
	});
	return printed.ok ? readExecCredential(printed.value, apiVersion, name) : printed;
}

/** A name is looked up in PATH; a relative path starts at the kubeconfig's folder. */
function commandPath(command: string, folder: string): string {
	return !command.includes('/') || isAbsolute(command) ? command : join(folder, command);
}

function clusterInfo(target: KubeTarget): Readonly<Record<string, unknown>> {
	const {cluster, execConfig} = target.cluster;
	return {
		server: cluster.server,
		...(cluster.tlsServerName ? {'tls-server-name': cluster.tlsServerName} : {}),
		...(cluster.skipTLSVerify ? {'insecure-skip-tls-verify': true} : {}),
		...(target.tls.ca ? {'certificate-authority-data': Buffer.from(target.tls.ca).toString('base64')} : {}),
		...(cluster.proxyUrl ? {'proxy-url': cluster.proxyUrl} : {}),
		...(execConfig === undefined ? {} : {config: execConfig}),
	};
}

const apiVersions: ReadonlySet<string> = new Set([
	'client.authentication.k8s.io/v1',
	'client.authentication.k8s.io/v1beta1',
]);

const execSchema = v.object({
	apiVersion: v.nullish(v.string(), ''),
	command: v.pipe(v.string(), v.nonEmpty()),
	args: v.nullish(v.array(v.string())),
	env: v.nullish(v.array(v.object({name: v.string(), value: v.nullish(v.string(), '')}))),
	interactiveMode: v.nullish(v.string()),
	provideClusterInfo: v.nullish(v.boolean()),
});
