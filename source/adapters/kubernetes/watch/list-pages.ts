import * as v from 'valibot';
import type {KubeObject, WatchedKind} from '../../../domain/cluster/kube-object.ts';
import {readObject, type UnreadObject} from '../../../domain/cluster/read-object.ts';
import {err, ok, type Result} from '../../../domain/result.ts';
import {safe} from '../../../domain/text/safe-text.ts';
import {parseAs} from '../../system/json.ts';
import {type Failure, failure} from '../http/failure.ts';
import type {Transport} from '../http/transport.ts';

export interface Listed {
	readonly objects: readonly KubeObject[];
	/** Objects that do not have the shape of their kind. */
	readonly unread: readonly UnreadObject[];
	readonly resourceVersion: string;
}

/** Reads the whole list, 500 objects at a time. Parses each page before it asks for the next, and keeps only
 * the fields of the schema. When the server drops this version of the list between two pages (410), reads
 * the list in one piece. */
export async function listAll(options: {
	readonly transport: Pick<Transport, 'send'>;
	readonly kind: WatchedKind;
	readonly path: string;
	readonly selectors: Readonly<Record<string, string>>;
	readonly signal: AbortSignal;
}): Promise<Result<Listed, Failure>> {
	const {kind, path, selectors, signal} = options;
	const objects: KubeObject[] = [];
	const unread: UnreadObject[] = [];
	let pageQuery: Readonly<Record<string, string>> = {limit: String(pageSize)};
	for (;;) {
		const request = {method: 'GET', path, query: {...selectors, ...pageQuery}, timeoutMs: listTimeoutMs} as const;
		const answer = await options.transport.send(request, signal);
		if (!answer.ok && answer.error.error.kind === 'gone' && 'continue' in pageQuery) {
			objects.length = 0;
			unread.length = 0;
			pageQuery = {};
			continue;
		}
		if (!answer.ok) return answer;
		const page = parseAs(pageSchema, answer.value.text);
		if (page === null) return err(failure('malformed', safe`the list is not one that perch can read`, true));
		for (const item of page.items ?? []) {
			const read = readObject(kind, item);
			if (read.ok) objects.push(read.value);
			else unread.push(read.error);
		}
		const {resourceVersion, continue: next} = page.metadata;
		if (!next) return ok({objects, unread, resourceVersion});
		pageQuery = {limit: String(pageSize), continue: next};
	}
}

const pageSize = 500;
/** The API server itself gives up after a minute. */
const listTimeoutMs = 70_000;

const pageSchema = v.object({
	metadata: v.object({
		resourceVersion: v.pipe(v.string(), v.nonEmpty()),
		continue: v.optional(v.string()),
	}),
	items: v.nullish(v.array(v.unknown())),
});
