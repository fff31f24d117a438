import type {RevisionKey} from '../domain/keys.ts';
import type {KindId, KubeObject, ObjectRef, RawObject, Snapshot, WatchedKind} from '../domain/kube-object.ts';
import type {Direction, Effect, Plan, Refusal, Verb} from '../domain/plan.ts';
import type {Release} from '../domain/release.ts';
import type {Result} from '../domain/result.ts';
import type {SafeText} from '../domain/safe-text.ts';

/** A release backend: a pure translator from objects to a `Release`, and from a verb to a `Plan`. */
export interface ReleaseBackend<T extends KubeObject = KubeObject> {
	readonly id: string;
	/** What the operator calls it. */
	readonly title: SafeText;
	/** The kind whose objects are the releases. */
	readonly anchor: WatchedKind<T>;
	/** Every kind that it reads, the anchor included. */
	readonly kinds: readonly WatchedKind[];
	/** Owners whose Deployments, Services or routes this backend leaves to another. Null: it is the release. */
	ownedBy(anchor: T, snapshot: Snapshot): SafeText | null;
	/** `nowMs` is the server's time: timers and silences are judged by it. */
	assemble(anchor: T, snapshot: Snapshot, nowMs: number): Release;
	/** The selector-bound watches that this release needs while it moves or is open on screen. */
	companions(anchor: T): readonly CompanionWatch[];
	/** True while the release moves, waits or fails: its companions are then watched though it is not open. */
	isMoving(anchor: T): boolean;
	/** A missing verb is "not supported here", and `unsupported` says why. */
	readonly operations: Readonly<Partial<Record<Verb, Operation>>>;
	readonly unsupported: Readonly<Partial<Record<Verb, SafeText>>>;
}

export interface CompanionWatch {
	readonly kindId: KindId;
	readonly namespace: string;
	readonly labelSelector?: string;
	readonly fieldSelector?: string;
}

export interface Operation {
	/** Unknown counts as toward the canary. */
	readonly direction: Direction;
	/** Whether it applies to what is on screen; the refusal is shown beside the dimmed key. */
	can(release: Release, revision: RevisionKey | null): Result<void, Refusal>;
	/** What must be read live before planning; the release's own object first. */
	needs(release: Release, revision: RevisionKey | null): readonly [ObjectRef, ...ObjectRef[]];
	plan(request: PlanRequest): Result<Plan, Refusal>;
	/** `before` is the release as it was confirmed, `now` as the watch reports it. */
	effect(plan: Plan, before: Release, now: Release): Effect;
}

export interface PlanRequest {
	/** Assembled from the live objects. */
	readonly release: Release;
	/** For `other`: the revision to go to. */
	readonly revision: RevisionKey | null;
	/** The live objects in the order of `needs`; null where the object is gone. */
	readonly live: readonly (RawObject | null)[];
	readonly nowMs: number;
}
