import type {
	Json,
	JsonObject,
	KubeObject,
	ObjectRef,
	RawObject,
	Snapshot,
	WatchedKind,
} from '../../../source/domain/cluster/kube-object.ts';
import {readObject} from '../../../source/domain/cluster/read-object.ts';
import type {JsonPatchOperation} from '../../../source/domain/release/plan.ts';
import type {Fact} from '../../../source/domain/release/release.ts';
import {overlay} from '../../../source/engine/world/snapshot.ts';
import type {ReleaseBackend} from '../../../source/releases/contract.ts';
import {releaseBackends} from '../../../source/releases/registry.ts';
import {liveObject, patched} from '../../releases/operator.ts';
import {snapshotOf} from '../../releases/situation.ts';
import {other} from './carry-out.ts';
import type {Doing, Situation} from './every-plan.ts';

/** A change of one field of a live object, and the facts of the release that it changes. */
export interface Mutation {
	readonly ref: ObjectRef;
	readonly kind: string;
	readonly patch: readonly JsonPatchOperation[];
	/** The facts that the change alters; none for a field that only the request itself tests. */
	readonly facts: readonly string[];
}

/** For each fact of the release one change that alters it, in an object that decides the plan. */
export function factMutations({situation, verb, answers, plan}: Doing): readonly Mutation[] {
	const {backend, snapshot, anchor} = readingOf(situation);
	const release = backend.assemble(anchor, snapshot, situation.nowMs);
	const refs = backend.operations[verb]?.needs(release, answers) ?? [];
	const found = refs.flatMap(ref => mutationsOf(situation, ref));
	// Facts that change at their own pace do not stop the way back.
	const ownPace = new Set(plan.direction === 'towardStable' ? paced(release.facts) : []);
	const labels = new Set(found.flatMap(({facts}) => facts).filter(label => !ownPace.has(label)));
	return [...labels].flatMap(label => found.find(({facts}) => facts.includes(label)) ?? []);
}

function paced(facts: readonly Fact[]): readonly string[] {
	return facts.flatMap(({label, isTowardCanaryOnly}) => (isTowardCanaryOnly ? [label] : []));
}

/** For each precondition of the plan's first request, a change of the field that it tests. */
export function testMutations({plan, situation}: Doing): readonly Mutation[] {
	const [first] = plan.steps;
	if (first.kind !== 'patch') return [];
	const object = liveObject(situation.objects, first.ref);
	return first.patch.flatMap(operation => {
		if (operation.op !== 'test' || !object) return [];
		const patch = [{op: 'replace', path: operation.path, value: other(operation.value)}] as const;
		return [{ref: first.ref, kind: String(object.kind), patch, facts: []}];
	});
}

const known = new Map<string, readonly Mutation[]>();

function mutationsOf(situation: Situation, ref: ObjectRef): readonly Mutation[] {
	const key = `${situation.name} ${situation.release} ${ref.kindId}/${ref.name}`;
	const before = known.get(key);
	if (before) return before;
	const found = readMutations(situation, ref);
	known.set(key, found);
	return found;
}

function readMutations(situation: Situation, ref: ObjectRef): readonly Mutation[] {
	const {backend, snapshot, anchor} = readingOf(situation);
	const object = liveObject(situation.objects, ref);
	const kind = backend.kinds.find(({id}) => id === ref.kindId) as WatchedKind | undefined;
	if (!object || !kind) return [];
	const isAnchor = kind.id === backend.anchor.id && anchor.metadata.name === ref.name;
	const facts = backend.assemble(anchor, snapshot, situation.nowMs).facts;
	return leavesOf({spec: object.spec ?? {}, status: object.status ?? {}}, '').flatMap(({path, value}) => {
		const patch = [{op: 'replace', path, value: other(value)}] as const;
		const raw = patched(object, patch);
		const read = raw && readObject(kind, raw);
		if (!read?.ok) return [];
		const changed = read.value;
		const now = backend.assemble(isAnchor ? changed : anchor, overlay(snapshot, kind, changed), situation.nowMs).facts;
		const moved = movedFacts(facts, now);
		return moved.length === 0 ? [] : [{ref, kind: String(object.kind), patch, facts: moved}];
	});
}

function movedFacts(before: readonly Fact[], now: readonly Fact[]): readonly string[] {
	const labels = new Set([...before, ...now].map(({label}) => label));
	const factIn = (facts: readonly Fact[], label: string) => facts.find(fact => fact.label === label)?.value;
	return [...labels].filter(label => factIn(before, label) !== factIn(now, label));
}

function leavesOf(value: Json, path: string): readonly {readonly path: string; readonly value: Json}[] {
	if (value === null || typeof value !== 'object') return [{path, value}];
	return Object.entries(value as JsonObject).flatMap(([key, part]) =>
		leavesOf(part, `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
	);
}

interface Reading {
	readonly backend: ReleaseBackend;
	readonly snapshot: Snapshot;
	readonly anchor: KubeObject;
}

const readings = new Map<Situation, Reading>();

function readingOf(situation: Situation): Reading {
	const before = readings.get(situation);
	if (before) return before;
	const backend = (releaseBackends as readonly ReleaseBackend[]).find(({id}) => id === situation.backend);
	const snapshot = remembered(situation.objects);
	const name = situation.release.split('/').at(-1);
	const anchor = backend && snapshot.list(backend.anchor).find(({metadata}) => metadata.name === name);
	if (!backend || !anchor) throw new Error(`${situation.name} has no ${situation.release}`);
	const reading = {backend, snapshot, anchor};
	readings.set(situation, reading);
	return reading;
}

/** Each kind is parsed once. */
function remembered(objects: readonly RawObject[]): Snapshot {
	const base = snapshotOf(objects);
	const lists = new Map<string, readonly KubeObject[]>();
	function list<T extends KubeObject>(kind: WatchedKind<T>, namespace?: string): readonly T[] {
		const all = (lists.get(kind.id) ?? base.list(kind)) as readonly T[];
		lists.set(kind.id, all);
		return namespace === undefined ? all : all.filter(({metadata}) => metadata.namespace === namespace);
	}
	return {
		cluster: base.cluster,
		list,
		get: (kind, namespace, name) => list(kind, namespace).find(({metadata}) => metadata.name === name),
	};
}
