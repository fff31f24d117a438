import * as v from 'valibot';
import {ident, type SafeText} from '../text/safe-text.ts';
import {parseTime} from '../time.ts';
import type {ClusterId} from './keys.ts';
import {objectOf, recordOf} from './object-schema.ts';

/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | {readonly [key: string]: Json};
export type JsonObject = {readonly [key: string]: Json};

/** `resource.group`: `rollouts.argoproj.io`, or `services` for the core group. */
export type KindId = string;

/** One object in the cluster, by the name under which the API serves it. */
export interface ObjectRef {
	readonly kindId: KindId;
	readonly namespace: string;
	readonly name: string;
}

/** A kind that perch reads: where it is served, what is kept of it, and how much of it is watched. */
export interface WatchedKind<T extends KubeObject = KubeObject> {
	readonly id: KindId;
	readonly group: string;
	/** Served versions that the schema understands, best first. */
	readonly versions: readonly string[];
	readonly resource: string;
	readonly kind: string;
	readonly schema: v.GenericSchema<unknown, T>;
	/** `cluster`: all objects, always. `release`: by selector, for releases that are open on screen or moving.
	 * `screen`: for the screen that shows them, and for no release. */
	readonly watch: 'cluster' | 'release' | 'screen';
	/** perch reads the kind where it may; where it may not, the screen does not report it. */
	readonly isOptional?: true;
	/** Its objects are in no namespace, so perch reads all of them, whatever namespaces it watches. */
	readonly isClusterScoped?: true;
}

/** What every parsed object carries. Text is neutralised on the way in; a valid Kubernetes name passes unchanged. */
export interface KubeObject {
	readonly metadata: Metadata;
}

export interface Metadata {
	readonly name: SafeText;
	readonly namespace: SafeText;
	readonly uid: SafeText;
	readonly resourceVersion: SafeText;
	/** 0 for kinds that have none. */
	readonly generation: number;
	readonly createdAtMs: number | null;
	readonly deletedAtMs: number | null;
	/** When a client last wrote the object itself, its status aside; null where managedFields do not tell. */
	readonly changedAtMs: number | null;
	/** When a client last wrote the object's status. */
	readonly statusChangedAtMs: number | null;
	readonly labels: Labels;
	readonly annotations: Labels;
	readonly owners: readonly Owner[];
}

export type Labels = Readonly<Record<string, SafeText>>;

export interface Owner {
	readonly kind: SafeText;
	readonly name: SafeText;
	readonly uid: SafeText;
	readonly isController: boolean;
}

export const identText = v.pipe(v.string(), v.transform(ident));

/** The API server reads a null value as an empty one. */
const labelValue = v.pipe(v.nullish(v.string(), ''), v.transform(ident));
export const labelEntries = recordOf(labelValue);

/** perch keeps only the annotations that it reads: others may be large or private. */
const keptAnnotation =
	/^(rollout\.argoproj\.io\/|argo-rollouts\.argoproj\.io\/|deployment\.kubernetes\.io\/|argocd\.argoproj\.io\/|kubernetes\.io\/change-cause$|scale-down-deadline$|flagger\.|meta\.helm\.sh\/|(retry|timeout|balancer)\.linkerd\.io\/|nginx\.ingress\.kubernetes\.io\/(canary|affinity|load-balance|upstream-hash-by|proxy-(connect|send|read)-timeout|proxy-next-upstream|proxy-body-size|limit-|mirror-target|auth-(url|type|tls-secret)|(whitelist|allowlist|denylist)-source-range|(permanent|temporal)-redirect)|kubernetes\.io\/ingress\.class$|perch\.dev\/(judge|failures)-)/;

/** Null where the text is not a time. */
const timeMs = v.nullish(
	v.pipe(
		v.string(),
		v.transform((text: string) => parseTime(text)),
	),
	null,
);

/** One entry of managedFields: when a client wrote the object or a subresource. Only shown. */
const write = objectOf({time: timeMs, subresource: v.nullish(v.string())});

export const metadataSchema = v.pipe(
	objectOf({
		name: v.pipe(identText, v.nonEmpty()),
		namespace: v.nullish(identText, ''),
		uid: v.nullish(identText, ''),
		resourceVersion: v.fallback(v.nullish(identText, ''), () => ident('')),
		generation: v.nullish(v.pipe(v.number(), v.safeInteger()), 0),
		creationTimestamp: v.fallback(timeMs, null),
		deletionTimestamp: timeMs,
		labels: v.nullish(labelEntries, {}),
		annotations: v.nullish(
			v.pipe(
				recordOf(v.unknown()),
				v.transform(all => Object.fromEntries(Object.entries(all).filter(([key]) => keptAnnotation.test(key)))),
				v.record(v.string(), labelValue),
			),
			{},
		),
		managedFields: v.fallback(v.nullish(v.array(v.unknown()), []), []),
		ownerReferences: v.nullish(
			v.array(
				objectOf({
					kind: identText,
					name: identText,
					uid: identText,
					controller: v.nullish(v.boolean(), false),
				}),
			),
			[],
		),
	}),
	v.transform(
		(meta): Metadata => ({
			name: meta.name,
			namespace: meta.namespace,
			uid: meta.uid,
			resourceVersion: meta.resourceVersion,
			generation: meta.generation,
			createdAtMs: meta.creationTimestamp,
			deletedAtMs: meta.deletionTimestamp,
			changedAtMs: newestWrite(meta.managedFields, null),
			statusChangedAtMs: newestWrite(meta.managedFields, 'status'),
			labels: meta.labels,
			annotations: meta.annotations,
			owners: meta.ownerReferences.map(owner => ({
				kind: owner.kind,
				name: owner.name,
				uid: owner.uid,
				isController: owner.controller,
			})),
		}),
	),
);

function newestWrite(writes: readonly unknown[] | null, subresource: string | null): number | null {
	const times = (writes ?? []).flatMap(one => {
		const read = v.safeParse(write, one);
		const isIts = read.success && (read.output.subresource || null) === subresource;
		return isIts && read.output.time !== null ? [read.output.time] : [];
	});
	return times.length > 0 ? Math.max(...times) : null;
}

/** An object as a live read gave it, complete and unparsed. Never drawn without passing the neutraliser. */
export type RawObject = JsonObject;

/** The parsed objects that the engine holds, read by kind. */
export interface Snapshot {
	/** The cluster that these objects are in. */
	readonly cluster: ClusterId;
	list<T extends KubeObject>(kind: WatchedKind<T>, namespace?: string): readonly T[];
	get<T extends KubeObject>(kind: WatchedKind<T>, namespace: string, name: string): T | undefined;
}

export function refOf(kind: Pick<WatchedKind, 'id'>, object: KubeObject): ObjectRef {
	return {
		kindId: kind.id,
		namespace: object.metadata.namespace,
		name: object.metadata.name,
	};
}

export function isSameRef(one: ObjectRef, other: ObjectRef): boolean {
	return one.kindId === other.kindId && one.namespace === other.namespace && one.name === other.name;
}
