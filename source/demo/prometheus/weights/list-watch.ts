import {setTimeout as pause} from 'node:timers/promises';
import type {KubeObject} from '../../contract.ts';
import type {KubeAccess} from './kube-access.ts';
import {getJson, isNotServed, KubeUnreachable, watchJson} from './kube-stream.ts';

interface ListWatch {
	readonly access: KubeAccess;
	/** The path of the collection, as `/api/v1/services`; a selector may follow as its query. */
	readonly path: string;
	readonly signal: AbortSignal;
	/** Gets all objects, first and after every interruption. */
	readonly onListed: (objects: readonly KubeObject[]) => void;
	/** Gets an object before and after a change; undefined where it did not exist before, or does no more. */
	readonly onChanged: (before: KubeObject | undefined, after: KubeObject | undefined) => void;
}

/** Keeps the objects of one kind up to date until the signal is aborted. Lists again after any failure. A kind that
 * is not served has no objects until the server serves it. */
export const listWatch = async (settings: ListWatch): Promise<void> => {
	const {access, path, signal, onListed} = settings;
	let afterMs = firstPauseMs;
	while (!signal.aborted) {
		try {
			const list = (await getJson(access, path, signal)) as KubeList;
			const objects = new Map(list.items.map(object => [keyOf(object), slim(object)]));
			onListed([...objects.values()]);
			afterMs = firstPauseMs;
			await follow(settings, objects, list.metadata.resourceVersion);
		} catch (error) {
			// The API server is down or still starting; keep the known objects until it answers again.
			if (!(error instanceof KubeUnreachable)) throw error;
			if (isNotServed(error)) {
				onListed([]);
				afterMs = longestPauseMs;
			}
		}
		await rest(afterMs, signal);
		afterMs = Math.min(afterMs * 2, longestPauseMs);
	}
};

/** Repeats one GET until the server answers; undefined once the signal is aborted. */
export const getPatiently = async (access: KubeAccess, path: string, signal: AbortSignal): Promise<unknown> => {
	while (!signal.aborted) {
		try {
			return await getJson(access, path, signal);
		} catch (error) {
			if (!(error instanceof KubeUnreachable)) throw error;
		}
		await rest(firstPauseMs, signal);
	}
	return undefined;
};

const firstPauseMs = 100;
const longestPauseMs = 3000;

const rest = async (afterMs: number, signal: AbortSignal): Promise<void> => {
	await pause(afterMs, undefined, {signal, ref: false}).catch(() => undefined);
};

/** Watches from the last version that was seen, until the server ends a watch with an error. */
const follow = async (
	{access, path, signal, onChanged}: ListWatch,
	objects: Map<string, KubeObject>,
	listed: string,
): Promise<void> => {
	let resourceVersion = listed;
	while (!signal.aborted) {
		const query = new URLSearchParams({watch: 'true', allowWatchBookmarks: 'true', resourceVersion});
		for await (const event of watchJson(access, `${path}${path.includes('?') ? '&' : '?'}${query}`, signal)) {
			const {type, object} = event as {readonly type: string; readonly object: KubeObject};
			// The version is too old, or another Status came: only a new list helps.
			if (type === 'ERROR') return;
			resourceVersion = object.metadata.resourceVersion ?? resourceVersion;
			if (type === 'BOOKMARK') continue;
			const key = keyOf(object);
			const before = objects.get(key);
			const after = type === 'DELETED' ? undefined : slim(object);
			if (after === undefined) objects.delete(key);
			else objects.set(key, after);
			onChanged(before, after);
		}
		await rest(firstPauseMs, signal);
	}
};

interface KubeList {
	readonly metadata: {readonly resourceVersion: string};
	readonly items: readonly KubeObject[];
}

const keyOf = ({metadata}: KubeObject): string => `${metadata.namespace ?? ''}/${metadata.name}`;

/** Without what is not read here but is most of an object: thousands are kept. */
const slim = (object: KubeObject): KubeObject => {
	const {managedFields: _, ...metadata} = object.metadata;
	const {template} = (object.spec ?? {}) as {readonly template?: Template};
	if (template?.spec === undefined) return {...object, metadata};
	const spec = {containers: template.spec.containers?.map(({image}) => ({image}))};
	return {...object, metadata, spec: {...(object.spec as object), template: {...template, spec}}};
};

interface Template {
	readonly spec?: {readonly containers?: readonly {readonly image: string}[]};
}
