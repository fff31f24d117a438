import {readFileSync} from 'node:fs';
import {delimiter, dirname, join, resolve} from 'node:path';
import type {Cluster, Context, User} from '@kubernetes/client-node/dist/config_types.js';
import {err, ok, type Result} from '../../../domain/result.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {type KubeconfigFile, parseKubeconfig, type UserFields} from './kubeconfig-text.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The kubeconfig files, merged as kubectl does: of two entries with the same name the first file's counts,
 * and no field is filled in from the second. */
export interface MergedConfig {
	readonly currentContext: string | null;
	readonly contexts: ReadonlyMap<string, Context>;
	readonly clusters: ReadonlyMap<string, ClusterEntry>;
	readonly users: ReadonlyMap<string, UserEntry>;
}

export interface ClusterEntry {
	readonly cluster: Cluster;
	/** The cluster's own entry for exec plugins, passed to them unchanged. */
	readonly execConfig: unknown;
}

export interface UserEntry {
	readonly user: User;
	readonly fields: UserFields;
	/** Relative file and command names start here. */
	readonly folder: string;
}

/** Reads `--kubeconfig`, else every file of `KUBECONFIG`, else `~/.kube/config`. Files of a list may be
 * missing, or hold only some of the entries; null where there is no file at all. */
export async function readKubeconfigFiles(options: {
	readonly path: string | null;
	readonly env: Environment;
	readonly homeFolder: string;
}): Promise<Result<MergedConfig | null, SafeText>> {
	const merged = emptyConfig();
	let found = 0;
	for (const path of candidatePaths(options)) {
		const text = readText(path);
		if (!text.ok) return text;
		if (text.value === null) continue;
		found += 1;
		const file = parseKubeconfig(text.value);
		if (!file.ok) return err(safe`The kubeconfig ${ident(path)} is not valid: ${file.error}.`);
		addFile(merged, file.value, dirname(path));
	}
	return ok(found > 0 ? merged : null);
}

function candidatePaths(options: {path: string | null; env: Environment; homeFolder: string}): readonly string[] {
	if (options.path !== null) return [resolve(options.path)];
	const listed = (options.env.KUBECONFIG ?? '').split(delimiter).filter(path => path !== '');
	return listed.length > 0 ? listed.map(path => resolve(path)) : [join(options.homeFolder, '.kube', 'config')];
}

function readText(path: string): Result<string | null, SafeText> {
	try {
		return ok(readFileSync(path, 'utf8'));
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
		return code === 'ENOENT' ? ok(null) : err(safe`The kubeconfig ${ident(path)} cannot be read: ${ident(code)}`);
	}
}

interface Merging {
	currentContext: string | null;
	readonly contexts: Map<string, Context>;
	readonly clusters: Map<string, ClusterEntry>;
	readonly users: Map<string, UserEntry>;
}

function emptyConfig(): Merging {
	return {currentContext: null, contexts: new Map(), clusters: new Map(), users: new Map()};
}

/** An entry without content takes its name as well: a later file must not define that name. */
function addFile(merged: Merging, file: KubeconfigFile, folder: string): void {
	merged.currentContext ??= file.currentContext;
	for (const {name, fields} of file.contexts) {
		const {cluster, user, namespace} = fields;
		addFirst(merged.contexts, name, {
			name,
			cluster: cluster ?? '',
			...(user && {user}),
			...(namespace && {namespace}),
		});
	}
	for (const {name, fields} of file.clusters) {
		addFirst(merged.clusters, name, {
			cluster: {
				name,
				server: fields.server ?? '',
				skipTLSVerify: fields['insecure-skip-tls-verify'] === true,
				...definedOnly({
					caData: fields['certificate-authority-data'],
					caFile: within(folder, fields['certificate-authority']),
					tlsServerName: fields['tls-server-name'],
					proxyUrl: fields['proxy-url'],
				}),
			},
			execConfig: fields.extensions?.find(extension => extension.name === execExtension)?.extension,
		});
	}
	for (const {name, fields} of file.users) {
		const user: User = {
			name,
			...definedOnly({
				token: fields.token,
				username: fields.username,
				password: fields.password,
				certData: fields['client-certificate-data'],
				certFile: within(folder, fields['client-certificate']),
				keyData: fields['client-key-data'],
				keyFile: within(folder, fields['client-key']),
			}),
			exec: fields.exec,
			authProvider: fields['auth-provider'],
		};
		addFirst(merged.users, name, {user, fields, folder});
	}
}

function within(folder: string, path: string | null | undefined): string | undefined {
	return path ? resolve(folder, path) : undefined;
}

function definedOnly<K extends string>(fields: Record<K, string | null | undefined>): {[P in K]?: string} {
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value)) as {[P in K]?: string};
}

function addFirst<T>(entries: Map<string, T>, name: string, entry: T): void {
	if (!entries.has(name)) entries.set(name, entry);
}

const execExtension = 'client.authentication.k8s.io/exec';
