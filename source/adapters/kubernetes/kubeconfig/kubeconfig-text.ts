import * as v from 'valibot';
import {parseAllDocuments} from 'yaml';
import {err, ok, type Result} from '../../../domain/result.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';

/** The content of one kubeconfig file; a list that the file lacks is empty. */
export interface KubeconfigFile {
	readonly currentContext: string | null;
	readonly contexts: readonly Named<ContextFields>[];
	readonly clusters: readonly Named<ClusterFields>[];
	readonly users: readonly Named<UserFields>[];
}

export type UserFields = v.InferOutput<typeof userFields>;
type ContextFields = v.InferOutput<typeof contextFields>;
type ClusterFields = v.InferOutput<typeof clusterFields>;

interface Named<T> {
	readonly name: string;
	readonly fields: T;
}

/**
 * Reads one file as kubectl does: of two equal keys the last one counts, of several documents the first. Like
 * kubectl, refuses two entries with the same name, because either of them could be meant. The error never
 * quotes the file, which may hold a token.
 */
export function parseKubeconfig(text: string): Result<KubeconfigFile, SafeText> {
	const content = readYaml(text);
	if (!content.ok) return content;
	if (typeof content.value !== 'object' || Array.isArray(content.value))
		return err(safe`it has no fields, as a kubeconfig has`);
	const parsed = v.safeParse(fileFields, content.value ?? {});
	if (!parsed.success) return err(whatIsWrong(parsed.issues[0]));
	const file = parsed.output;
	const lists = {
		contexts: named(file.contexts, entry => entry.context),
		clusters: named(file.clusters, entry => entry.cluster),
		users: named(file.users, entry => entry.user),
	};
	for (const [list, entries] of Object.entries(lists)) {
		const twice = entries.find(({name}, index) => entries.findIndex(entry => entry.name === name) < index);
		if (twice) return err(safe`${ident(list)} holds two entries of the name "${ident(twice.name)}": keep one`);
	}
	return ok({currentContext: file['current-context'] || null, ...lists});
}

function readYaml(text: string): Result<unknown, SafeText> {
	const [document] = parseAllDocuments(text, {merge: true, uniqueKeys: false});
	if (document === undefined) return ok(null);
	const [problem] = document.errors;
	const line = problem?.linePos?.[0].line;
	if (problem) return err(line === undefined ? safe`it is not YAML` : safe`it is not YAML at line ${line}`);
	try {
		return ok(document.toJS());
	} catch {
		// The aliases expand without end.
		return err(safe`its YAML cannot be resolved`);
	}
}

function whatIsWrong(issue: v.BaseIssue<unknown>): SafeText {
	const path = (issue.path ?? []).map(({key}) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
	const where = ident(path.replace(/^\./, ''));
	return issue.kind === 'schema' && issue.expected === 'string'
		? safe`${where} must be a text: put it in quotes`
		: safe`${where} has another form than in a kubeconfig`;
}

function named<E extends {readonly name?: string | null | undefined}, T>(
	entries: readonly (E | null)[] | null | undefined,
	fieldsOf: (entry: E) => T | null | undefined,
): readonly Named<T>[] {
	return (entries ?? []).map(entry => ({
		name: entry?.name ?? '',
		fields: (entry && fieldsOf(entry)) ?? ({} as T),
	}));
}

const text = v.nullish(v.string());

const contextFields = v.looseObject({cluster: text, user: text, namespace: text});

const clusterFields = v.looseObject({
	server: text,
	'certificate-authority': text,
	'certificate-authority-data': text,
	'insecure-skip-tls-verify': v.nullish(v.boolean()),
	'tls-server-name': text,
	'proxy-url': text,
	extensions: v.nullish(v.array(v.looseObject({name: text, extension: v.optional(v.unknown())}))),
});

const userFields = v.looseObject({
	token: text,
	tokenFile: text,
	username: text,
	password: text,
	'client-certificate': text,
	'client-certificate-data': text,
	'client-key': text,
	'client-key-data': text,
	as: text,
	'as-uid': text,
	'as-groups': v.nullish(v.array(v.string())),
	'as-user-extra': v.nullish(v.record(v.string(), v.array(v.string()))),
	exec: v.optional(v.unknown()),
	'auth-provider': v.optional(v.unknown()),
});

const fileFields = v.looseObject({
	'current-context': text,
	contexts: v.nullish(v.array(v.nullable(v.looseObject({name: text, context: v.nullish(contextFields)})))),
	clusters: v.nullish(v.array(v.nullable(v.looseObject({name: text, cluster: v.nullish(clusterFields)})))),
	users: v.nullish(v.array(v.nullable(v.looseObject({name: text, user: v.nullish(userFields)})))),
});
