import type {AnchorKey, ReleaseKey} from '../../../source/domain/cluster/keys.ts';
import type {ObjectRef, RawObject, WatchedKind} from '../../../source/domain/cluster/kube-object.ts';
import {readObject} from '../../../source/domain/cluster/read-object.ts';
import type {Plan} from '../../../source/domain/release/plan.ts';
import type {Release} from '../../../source/domain/release/release.ts';
import type {Verb} from '../../../source/domain/release/verb.ts';
import {sameValue} from '../../../source/domain/same-value.ts';
import {liveRelease, planOn} from '../../../source/engine/intents/prepare/live-release.ts';
import {questions} from '../../../source/engine/questions/questions.ts';
import {nowText} from '../../../source/engine/screens/release/outlook.ts';
import {screens} from '../../../source/engine/screens/screens.ts';
import {initialState} from '../../../source/engine/state/initial-state.ts';
import type {Intent} from '../../../source/engine/state/intent.ts';
import type {State, WatchState} from '../../../source/engine/state/state.ts';
import {backendOf, createContext} from '../../../source/engine/world/context.ts';
import {meshes} from '../../../source/meshes/registry.ts';
import {policyReaders} from '../../../source/policies/registry.ts';
import type {Answers} from '../../../source/releases/contract.ts';
import {releaseBackends} from '../../../source/releases/registry.ts';
import {extentOf} from '../../../source/views/screens/extent-of.ts';
import {liveObject, requestsOf} from '../../releases/operator.ts';
import {isOfGroup} from '../../releases/situation.ts';
import {prod} from '../../support/prod.ts';
import {settings, target} from './session.ts';

/** What the engine makes of some objects: the releases, and a plan for each verb that it would offer. */
export interface Seen {
	readonly releases: ReadonlyMap<ReleaseKey, Release>;
	/** What the release screen says under NOW. */
	readonly nowLines: ReadonlyMap<ReleaseKey, string>;
	/** The services table. */
	readonly rows: ReadonlyMap<AnchorKey, unknown>;
	/** By release, verb and answers. */
	readonly plans: ReadonlyMap<string, Plan>;
	/** The objects that were read live for the plans. */
	readonly read: ReadonlySet<RawObject | null>;
}

const context = createContext(prod, {backends: releaseBackends, meshes, policyReaders, questions, screens, extentOf});
const session = {settings, target, id: 's', startedAtMs: 0};

/** What the engine makes of these objects. Results for the same objects are remembered. */
export function seen(objects: readonly RawObject[], nowMs: number): Seen {
	const state = stateOf(objects, nowMs);
	const releases = context.derive.releases(state);
	const refused = [context.derive.possibleOwners(state), context.derive.claims(state)];
	const plans = new Map<string, Plan>();
	const read = new Set<RawObject | null>();
	for (const release of releases.values()) {
		if (release.notUnderstood || refused.some(map => map.has(release.key))) continue;
		const backend = backendOf(context, release.backend);
		for (const {verb, answers} of requestsOf({backend, release, objects, nowMs})) {
			const {plan, live} = planned(state, objects, release, verb, answers);
			if (plan) plans.set([release.key, verb, ...answers].join(' '), plan);
			for (const raw of live) read.add(raw);
		}
	}
	const nowLines = new Map([...releases].map(([key, release]) => [key, nowText(context, state, release)]));
	return {releases, nowLines, rows: context.derive.rows(state).rows, plans, read};
}

/** Plans as the engine does: from the live objects to the release that they make, and the plan on that release. */
function planned(state: State, objects: readonly RawObject[], release: Release, verb: Verb, answers: Answers): Made {
	const operation = backendOf(context, release.backend).operations[verb];
	if (!operation?.can(release, answers).ok) return {plan: null, live: []};
	const refs = operation.needs(release, answers);
	const live = refs.map(ref => liveObject(objects, ref));
	const before = plansOf(release);
	const key = [verb, ...answers].join(' ');
	const known = before.get(key);
	if (known?.live.every((raw, at) => raw === live[at])) return known;
	const intent = {release, verb, answers} as unknown as Intent;
	const read = readOnceMore(state, intent, refs, live);
	const plan = read.ok ? planOn(context, state, intent, read.value, live) : null;
	const result = {live, plan: plan?.ok ? plan.value : null};
	before.set(key, result);
	return result;
}

let last: {readonly state: State; readonly released: Map<string, ReturnType<typeof liveRelease>>} | null = null;

/** Verbs that need the same objects plan on the same release. */
function readOnceMore(...[state, intent, refs, live]: [State, Intent, readonly ObjectRef[], Made['live']]) {
	if (last?.state !== state) last = {state, released: new Map()};
	const key = JSON.stringify([intent.release.key, refs]);
	const read = last.released.get(key) ?? liveRelease(context, state, intent, refs, live);
	last.released.set(key, read);
	return read;
}

interface Made {
	readonly live: readonly (RawObject | null)[];
	readonly plan: Plan | null;
}

const made = new WeakMap<Release, Map<string, Made>>();

function plansOf(release: Release): Map<string, Made> {
	const found = made.get(release) ?? new Map<string, Made>();
	made.set(release, found);
	return found;
}

function stateOf(objects: readonly RawObject[], nowMs: number): State {
	const state = initialState(session, {columns: 80, rows: 24});
	const watches = Object.fromEntries(context.kinds.map(kind => [kind.id, watchOf(kind, objects)]));
	return {...state, nowMs, cluster: {...state.cluster, watches}};
}

const watched = new Map<WatchedKind, {readonly raws: readonly RawObject[]; readonly watch: WatchState}>();

function watchOf(kind: WatchedKind, objects: readonly RawObject[]): WatchState {
	const raws = objects.filter(raw => raw.kind === kind.kind && isOfGroup(raw, kind.group));
	const before = watched.get(kind);
	if (before?.raws.length === raws.length && raws.every((raw, at) => raw === before.raws[at])) return before.watch;
	const read = raws.map(raw => readOnce(kind, raw));
	const watch: WatchState = {
		request: {kind},
		status: 'live',
		error: null,
		wasListed: true,
		objects: new Map(read.flatMap(one => (one.ok ? [[nameOf(one.value.metadata), one.value]] : []))),
		unread: new Map(read.flatMap(one => (one.ok ? [] : [[nameOf(one.error), one.error]]))),
	};
	watched.set(kind, {raws, watch});
	return watch;
}

function nameOf({namespace, name}: {readonly namespace: string; readonly name: string}): string {
	return `${namespace}/${name}`;
}

const readings = new WeakMap<RawObject, ReturnType<typeof readObject>>();

function readOnce(kind: WatchedKind, raw: RawObject): ReturnType<typeof readObject> {
	const reading = readings.get(raw) ?? readObject(kind, raw);
	readings.set(raw, reading);
	return reading;
}

/** Whether the schema of their kind reads the same from both objects. */
export function readsAlike(one: RawObject, other: RawObject): boolean {
	const kind = context.kinds.find(({kind: name, group}) => one.kind === name && isOfGroup(one, group));
	if (!kind) return true;
	const [before, after] = [readOnce(kind, one), readObject(kind, other)];
	return before.ok && after.ok && sameValue(before.value, after.value);
}
