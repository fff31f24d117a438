import type {ReleaseKey} from '../domain/cluster/keys.ts';
import type {KindId, KubeObject, ObjectRef, RawObject, Snapshot, WatchedKind} from '../domain/cluster/kube-object.ts';
import type {Direction, Effect, Plan} from '../domain/release/plan.ts';
import type {Refusal} from '../domain/release/refusal.ts';
import type {Release} from '../domain/release/release.ts';
import type {Verb} from '../domain/release/verb.ts';
import type {Result} from '../domain/result.ts';
import type {SafeText} from '../domain/text/safe-text.ts';

/**
 * A release backend: a pure translator from objects to a `Release`, and from a verb to a `Plan`. The engine
 * gives its operations only releases that the backend assembled itself, so they may read its own `Detail`.
 */
export interface ReleaseBackend<T extends KubeObject = KubeObject, Detail = unknown> {
	readonly id: string;
	/** The backend's name for the operator. */
	readonly title: SafeText;
	/** The kind whose objects are the releases. */
	readonly anchor: WatchedKind<T>;
	/** Every kind that it reads, the anchor included. */
	readonly kinds: readonly WatchedKind[];
	/** Left out if every object of the kind is a release. Called for each of thousands of objects: it must be cheap. */
	isRelease?(anchor: T, snapshot: Snapshot): boolean;
	/**
	 * Kinds whose objects may write an anchor without leaving a mark on it. Until perch has read them it is
	 * unknown whether the anchor is a release of its own; if perch may not read them, the anchor's verbs are
	 * refused.
	 */
	readonly owners?: readonly WatchedKind[];
	/** The owner whose release this object is a part of; null if the object is a release of its own. */
	ownedBy(anchor: T, snapshot: Snapshot): Claim | null;
	/** `nowMs` is the server's time: perch judges timers and silences by it. */
	assemble(anchor: T, snapshot: Snapshot, nowMs: number): Release<Detail>;
	/**
	 * The selector-bound watches that this release needs while it moves or is open on screen. `snapshot` gives
	 * the selectors of workloads that the anchor only refers to.
	 */
	companions(anchor: T, snapshot: Snapshot): readonly CompanionWatch[];
	/**
	 * Other namespaces whose objects the release is assembled from; left out if there are none. Called for each
	 * of thousands of objects: it must be cheap.
	 */
	namespaces?(anchor: T): readonly string[];
	/**
	 * True while the release moves, waits or fails: its companions are then watched even if it is not open on
	 * screen.
	 */
	isMoving(anchor: T): boolean;
	/** A missing verb is "not supported here", and `unsupported` says why. */
	readonly operations: Readonly<Partial<Record<Verb, Operation<Detail>>>>;
	readonly unsupported: Readonly<Partial<Record<Verb, SafeText>>>;
	/** Every permission that one of its operations can ever need, for `perch rbac`. */
	readonly permissions: readonly Permission[];
}

/**
 * Another controller owns an object. If perch shows `release`, the object is a part of that release. Otherwise
 * perch shows the object by itself and refuses its verbs in the owner's name.
 */
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
	/**
	 * `optIn`: grants more than it seems to, so it is a role of its own: Services, their proxy, the deletion of
	 * pods.
	 */
	readonly role: 'operator' | 'optIn';
}

/** The operator's answers, in the order of the questions: a revision's key, a rule, a weight. */
export type Answers = readonly string[];

/** A question that the operator must answer before a verb can be planned, from a list or by typing. */
export interface Question {
	/** `Which revision?` */
	readonly title: SafeText;
	readonly options: readonly Option[];
	/** The answer that is marked at first; the topmost option if left out. */
	readonly start?: string;
	/** What the operator may type instead of an option; null if only the options are allowed. */
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
	/** For the age that the screen shows beside the option; null if it has none. */
	readonly createdAtMs: number | null;
}

export interface CompanionWatch {
	readonly kindId: KindId;
	readonly namespace: string;
	readonly labelSelector?: string;
	readonly fieldSelector?: string;
}

export interface Operation<Detail = unknown> {
	/** A verb of unknown direction counts as toward the canary. */
	readonly direction: Direction;
	/** Whether the verb applies to this release; the screen shows the refusal beside the dimmed key. */
	can(release: Release<Detail>, answers: Answers): Result<void, Refusal>;
	/** The next question; null, or left out, if no answer is missing. */
	ask?(release: Release<Detail>, answers: Answers): Question | null;
	/** The text of the verb's button, such as `Move one pod`; left out if the verb's own word says as much. */
	action?(release: Release<Detail>, answers: Answers): SafeText;
	/** The permissions that the verb may need on this release; the verb is dimmed if one of them is missing. */
	permissions(release: Release<Detail>): readonly Permission[];
	/**
	 * The objects to read live before planning, the release's own object first. Objects that a step changes are
	 * among them, so that perch can name their owners.
	 */
	needs(release: Release<Detail>, answers: Answers): readonly [ObjectRef, ...ObjectRef[]];
	plan(request: PlanRequest<Detail>): Result<Plan, Refusal>;
	/** `before` is the release as the operator confirmed it, `now` as the watch reports it. */
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
