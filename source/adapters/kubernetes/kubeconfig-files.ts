import {readFileSync} from 'node:fs';
import {delimiter, dirname, join, resolve} from 'node:path';
// Only this file of the client: the rest of it is as large as perch, and is not needed to read entries.
import {
	type Cluster,
	type Context,
	newClusters,
	newContexts,
	newUsers,
	type User,
} from '@kubernetes/client-node/dist/config_types.js';
import * as v from 'valibot';
import {parse} from 'yaml';
import {err, ok, type Result} from '../../domain/result.ts';
import {ident, type SafeText, safe} from '../../domain/safe-text.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What the kubeconfig files say together, as kubectl merges them: of two entries with one name the first wins. */
export interface MergedConfig {
	readonly currentContext: string | null;
	readonly contexts: ReadonlyMap<string, Context>;
	readonly clusters: ReadonlyMap<string, ClusterEntry>;
	readonly users: ReadonlyMap<string, UserEntry>;
}

export interface ClusterEntry {
	readonly cluster: Cluster;
	/** The cluster's own entry for exec plugins, handed to them as it is. */
	readonly execConfig: unknown;
}

export interface UserEntry {
	readonly user: User;
	/** What the client package does not read. */
	readonly fields: UserFields;
	/** Relative file and command names start here. */
	readonly folder: string;
}

export type UserFields = v.InferOutput<typeof userFields>;

/** Reads `--kubeconfig`, else every file of `KUBECONFIG`, else `~/.kube/config`. Files of a list may be missing. */
export async function readKubeconfigFiles(options: {
	readonly path: string | null;
	readonly env: Environment;
	readonly homeFolder: string;
}): Promise<Result<MergedConfig, SafeText>> {
	const merged = emptyConfig();
	let found = 0;
	for (const path of candidatePaths(options)) {
		const text = readText(path);
		if (!text.ok) return text;
		if (text.value === null) continue;
		found += 1;
		try {
			addFile(merged, text.value, dirname(path));
		} catch {
			// The parser quotes what it read, and what it read may be a token.
			return err(safe`The kubeconfig ${ident(path)} is not valid: perch could not read it as YAML with contexts.`);
		}
	}
	return found > 0 ? ok(merged) : err(noKubeconfig(options.path));
}

function candidatePaths(options: {path: string | null; env: Environment; homeFolder: string}): readonly string[] {
	if (options.path !== null) return [resolve(options.path)];
	const listed = (options.env.KUBECONFIG ?? '').split(delimiter).filter(path => path !== '');
	return listed.length > 0 ? listed.map(path => resolve(path)) : [join(options.homeFolder, '.kube', 'config')];
}

function noKubeconfig(path: string | null): SafeText {
	const what =
		path === null
			? safe`No kubeconfig found (KUBECONFIG, ~/.kube/config).`
			: safe`There is no kubeconfig at ${ident(path)}.`;
	return safe`${what} Name one with --kubeconfig, or try perch without a cluster: perch demo`;
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

function addFile(merged: Merging, text: string, folder: string): void {
	const file = v.parse(fileFields, parse(text, {merge: true}) ?? {});
	merged.currentContext ??= file['current-context'] || null;
	for (const context of newContexts(file.contexts, skipInvalid)) addFirst(merged.contexts, context.name, context);
	for (const cluster of newClusters(file.clusters, skipInvalid)) {
		if (cluster.caFile) cluster.caFile = resolve(folder, cluster.caFile);
		const execConfig = file.clusters?.find(({name}) => name === cluster.name)?.cluster?.extensions;
		addFirst(merged.clusters, cluster.name, {
			cluster,
			execConfig: execConfig?.find(({name}) => name === execExtension)?.extension,
		});
	}
	for (const user of newUsers(file.users, skipInvalid)) {
		const fields = file.users?.find(({name}) => name === user.name)?.user ?? {};
		if (user.certFile) user.certFile = resolve(folder, user.certFile);
		if (user.keyFile) user.keyFile = resolve(folder, user.keyFile);
		addFirst(merged.users, user.name, {user, fields, folder});
	}
}

const skipInvalid = {onInvalidEntry: 'filter'} as const;

function addFirst<T>(entries: Map<string, T>, name: string, entry: T): void {
	if (!entries.has(name)) entries.set(name, entry);
}

const execExtension = 'client.authentication.k8s.io/exec';

const userFields = v.looseObject({
	tokenFile: v.optional(v.string()),
	as: v.optional(v.string()),
	'as-uid': v.optional(v.string()),
	'as-groups': v.optional(v.nullable(v.array(v.string()))),
	'as-user-extra': v.optional(v.nullable(v.record(v.string(), v.array(v.string())))),
});

const fileFields = v.object({
	'current-context': v.nullish(v.string()),
	contexts: v.unknown(),
	users: v.nullish(v.array(v.looseObject({name: v.string(), user: v.nullish(userFields)}))),
	clusters: v.nullish(
		v.array(
			v.looseObject({
				name: v.string(),
				cluster: v.nullish(
					v.looseObject({extensions: v.nullish(v.array(v.object({name: v.string(), extension: v.unknown()})))}),
				),
			}),
		),
	),
});
