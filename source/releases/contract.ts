import type {ReleaseKey} from '../domain/keys.ts';
import type {KindId, KubeObject, ObjectRef, RawObject, Snapshot, WatchedKind} from '../domain/kube-object.ts';
import type {Direction, Effect, Plan} from '../domain/plan.ts';
import type {Refusal} from '../domain/refusal.ts';
import type {Release} from '../domain/release.ts';
import type {Result} from '../domain/result.ts';
import type {SafeText} from '../domain/safe-text.ts';
import type {Verb} from '../domain/verb.ts';

/**
 * A release backend: a pure translator from objects to a `Release`, and from a verb to a `Plan`. Its operations are only
 * ever given releases that it assembled itself, so that they may read its own `Detail`.
 */
export interface ReleaseBackend<T extends KubeObject = KubeObject, Detail = unknown> {
	readonly id: string;
	/** What the operator calls it. */
	readonly title: SafeText;
	/** The kind whose objects are the releases. */
	readonly anchor: WatchedKind<T>;
	/** Every kind that it reads, the anchor included. */
	readonly kinds: readonly WatchedKind[];
	/** Left out where every object of the kind is a release. Asked for each of thousands of objects: it must be cheap. */
	isRelease?(anchor: T, snapshot: Snapshot): boolean;
	/** Kinds whose objects may write this one's without leaving a mark on it: before they were read nobody knows whether it
	 * is a release of its own, and where they may not be read its verbs are refused. */
	readonly owners?: readonly WatchedKind[];
	/** Whose release this object is a part of; null when it is a release of its own. */
	ownedBy(anchor: T, snapshot: Snapshot): Claim | null;
	/** `nowMs` is the server's time: timers and silences are judged by it. */
	assemble(anchor: T, snapshot: Snapshot, nowMs: number): Release<Detail>;
	/** The selector-bound watches that this release needs while it moves or is open on screen. The snapshot tells the
	 * selectors of workloads that it only refers to. */
	companions(anchor: T, snapshot: Snapshot): readonly CompanionWatch[];
	/** Other namespaces whose objects it is assembled from; left out where there are none. Asked for each of thousands: it
	 * must be cheap. */
	namespaces?(anchor: T): readonly string[];
	/** True while the release moves, waits or fails: its companions are then watched though it is not open. */
	isMoving(anchor: T): boolean;
	/** A missing verb is "not supported here", and `unsupported` says why. */
	readonly operations: Readonly<Partial<Record<Verb, Operation<Detail>>>>;
	readonly unsupported: Readonly<Partial<Record<Verb, SafeText>>>;
	/** Every permission that one of its operations can ever need, for `perch rbac`. */
	readonly permissions: readonly Permission[];
}

/** Another's hand on an object. Where `release` is one that perch shows, the object is a part of that; otherwise it is
 * shown by itself, and its verbs are refused in the owner's name. */
export interface Claim {
	/** `Canary podinfo` */
	readonly owner: SafeText;
	readonly release: ReleaseKey | null;
}

/** One rule of RBAC, in the release's namespace unless another is named. */
export interface Permission {
	readonly verb: 'get' | 'list' | 'patch' | 'create' | 'delete';
	readonly kindId: KindId;
	readonly subresource: 'status' | 'proxy' | null;
	readonly namespace?: string;
	/** `optIn`: amounts to more than it seems, and is a role of its own: Services, their proxy, the deletion of pods. */
	readonly role: 'operator' | 'optIn';
}

/** What the operator chose or typed, in the order in which it was asked: a revision's key, a rule, a weight. */
export type Answers = readonly string[];

/** What must be known before a verb can be planned: chosen from a list, or typed. */
export interface Question {
	/** `Which revision?` */
	readonly title: SafeText;
	readonly options: readonly Option[];
	/** The answer that is marked first; the topmost option where it is left out. */
	readonly start?: string;
	/** What may be typed in the place of an option; null where only the options exist. */
	readonly entry: {
		/** `weight of the canary, 0 to 100` */
		readonly label: SafeText;
		parse(text: string): Result<string, Refusal>;
	} | null;
}

export interface Option {
	/** The answer. */
	readonly value: string;
	readonly text: SafeText;
	/** Its age is shown beside it; null where it has none. */
	readonly createdAtMs: number | null;
}

export interface CompanionWatch {
	readonly kindId: KindId;
	readonly namespace: string;
	readonly labelSelector?: string;
	readonly fieldSelector?: string;
}

export interface Operation<Detail = unknown> {
	/** Unknown counts as toward the canary. */
	readonly direction: Direction;
	/** Whether it applies to what is on screen; the refusal is shown beside the dimmed key. */
	can(release: Release<Detail>, answers: Answers): Result<void, Refusal>;
	/** The next thing to ask; null, or left out, when nothing is missing. */
	ask?(release: Release<Detail>, answers: Answers): Question | null;
	/** What its button says; left out where the verb's own word says as much: `Move one pod`. */
	action?(release: Release<Detail>, answers: Answers): SafeText;
	/** What it may need on this release: the verb is dimmed where one of them is missing. */
	permissions(release: Release<Detail>): readonly Permission[];
	/** What must be read live before planning; the release's own object first. Objects that a step changes are among
	 * them, so that their owners can be named. */
	needs(release: Release<Detail>, answers: Answers): readonly [ObjectRef, ...ObjectRef[]];
	plan(request: PlanRequest<Detail>): Result<Plan, Refusal>;
	/** `before` is the release as it was confirmed, `now` as the watch reports it. */
	effect(plan: Plan, before: Release<Detail>, now: Release<Detail>): Effect;
}

export interface PlanRequest<Detail = unknown> {
	/** Assembled from the live objects. */
	readonly release: Release<Detail>;
	/** Complete: `ask` has nothing more to ask. */
	readonly answers: Answers;
	/** The live objects in the order of `needs`; null where the object is gone. */
	readonly live: readonly (RawObject | null)[];
	readonly nowMs: number;
}
