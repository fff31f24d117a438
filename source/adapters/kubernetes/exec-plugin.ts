import {isAbsolute, join} from 'node:path';
import * as v from 'valibot';
import {err, ok, type Result} from '../../domain/result.ts';
import {ident, type SafeText, safe} from '../../domain/safe-text.ts';
import {parseTime} from '../../domain/time.ts';
import type {ClockPort} from '../../ports/clock.ts';
import type {FetchedCredential} from './credentials.ts';
import {parseAs} from './json.ts';
import type {KubeTarget} from './kubeconfig.ts';
import type {UserEntry} from './kubeconfig-files.ts';
import {runCommand} from './run-command.ts';

/** Asks the kubeconfig's exec plugin for a credential, as client.authentication.k8s.io describes it. */
export async function askExecPlugin(options: {
	readonly target: KubeTarget;
	readonly user: UserEntry;
	readonly clock: ClockPort;
	readonly signal: AbortSignal;
}): Promise<Result<FetchedCredential, SafeText>> {
	const exec = v.safeParse(execSchema, options.user.user.exec);
	if (!exec.success) return err(safe`The kubeconfig's exec plugin lacks a command or a known apiVersion.`);
	const {command, args, env, apiVersion, interactiveMode, provideClusterInfo} = exec.output;
	const name = ident(command);
	if (interactiveMode === 'Always')
		return err(safe`The credential plugin ${name} must ask at a terminal, which perch does not give it: log in first.`);
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
	return printed.ok ? parseCredential(printed.value, apiVersion, name) : printed;
}

function parseCredential(text: string, apiVersion: string, name: SafeText): Result<FetchedCredential, SafeText> {
	const answer = parseAs(credentialSchema, text);
	if (answer?.apiVersion !== apiVersion)
		return err(safe`The credential plugin ${name} did not print an ExecCredential of the kubeconfig's version.`);
	const {token, clientCertificateData: cert, clientKeyData: key, expirationTimestamp} = answer.status;
	if (!token && !(cert && key)) return err(safe`The credential plugin ${name} gave neither a token nor a certificate.`);
	return ok({
		token: token ?? null,
		certificate: cert && key ? {cert, key} : null,
		expiresAtMs: parseTime(expirationTimestamp),
	});
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

const execSchema = v.object({
	apiVersion: v.picklist(['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1']),
	command: v.pipe(v.string(), v.nonEmpty()),
	args: v.nullish(v.array(v.string())),
	env: v.nullish(v.array(v.object({name: v.string(), value: v.string()}))),
	interactiveMode: v.nullish(v.string()),
	provideClusterInfo: v.nullish(v.boolean()),
});

const credentialSchema = v.object({
	kind: v.literal('ExecCredential'),
	apiVersion: v.string(),
	status: v.object({
		token: v.nullish(v.string()),
		clientCertificateData: v.nullish(v.string()),
		clientKeyData: v.nullish(v.string()),
		expirationTimestamp: v.nullish(v.string()),
	}),
});
