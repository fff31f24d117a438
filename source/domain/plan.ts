import type {ReleaseKey, RevisionKey} from './keys.ts';
import type {Json, JsonObject, ObjectRef} from './kube-object.ts';
import type {Fact} from './release.ts';
import type {SafeText} from './safe-text.ts';
import type {Verb} from './verb.ts';

/** Toward stable needs little and is never blocked by old metrics; toward the canary needs everything fresh. */
export type Direction = 'towardStable' | 'towardCanary';

/** What is to be sent, as data: shown before it is sent, tried as a dry run, undone by its inverse. */
export interface Plan {
	readonly verb: Verb;
	readonly direction: Direction;
	readonly release: ReleaseKey;
	/** The revision that it leads to; null where it leads to none in particular. */
	readonly to: RevisionKey | null;
	/** `BACK TO 2.8.1` */
	readonly headline: SafeText;
	/** By what means: `argo abort, then unpause`. */
	readonly means: SafeText;
	/** Before → after, in the operator's words, one a line. */
	readonly effects: readonly SafeText[];
	/** What it will not do, or what comes after: one a line. */
	readonly caveats: readonly SafeText[];
	/** At least one. */
	readonly steps: readonly [PlanStep, ...PlanStep[]];
	/** Carried out at the end whatever became of the steps, once one of them may have changed something: a gate that was
	 * opened is closed, a switch that was thrown for a while is put back. */
	readonly cleanup?: readonly (PatchStep | PostStep)[];
	/** The direction of taking it back; toward the canary where it is left out. */
	readonly undoDirection?: Direction;
	/** What the live object said when the plan was made. */
	readonly facts: readonly Fact[];
}

export type PlanStep = WriteStep | AwaitStep;
export type WriteStep = PatchStep | PostStep | DeleteStep;

export interface PatchStep {
	readonly kind: 'patch';
	/** `suspend the Canary`; its request where it is left out. */
	readonly label?: SafeText;
	readonly ref: ObjectRef;
	readonly subresource: 'status' | null;
	/** JSON Patch, its `test`s first: they are the preconditions. */
	readonly patch: readonly JsonPatchOperation[];
	/** True on the object once the patch was applied; with managedFields, the proof after a lost reply. */
	readonly after: readonly Predicate[];
	/** What would undo it; null when nothing does. */
	readonly inverse: readonly JsonPatchOperation[] | null;
}

/** A call of something that is no Kubernetes object, through the API server. It cannot be tried as a dry run. */
export interface PostStep {
	readonly kind: 'post';
	/** `open the gate confirm-promotion` */
	readonly label: SafeText;
	/** Path under the API server: `/api/v1/namespaces/test/services/http:flagger-loadtester:80/proxy/gate/open`. */
	readonly path: string;
	readonly body: JsonObject;
	readonly inverse: PostStep | null;
}

export interface DeleteStep {
	readonly kind: 'delete';
	readonly ref: ObjectRef;
	/** No other object of that name is deleted. */
	readonly uid: string;
}

/** Waits until a live read satisfies every predicate; past the deadline the plan stops here. */
export interface AwaitStep {
	readonly kind: 'await';
	readonly ref: ObjectRef;
	readonly until: readonly Predicate[];
	/** Any of these ends the wait at once, without success: the controller went elsewhere. */
	readonly stopIf?: readonly Predicate[];
	readonly deadlineSeconds: number;
	/** What is waited for: `the route's weight changes`. */
	readonly label: SafeText;
}

export type JsonPatchOperation =
	| {
			readonly op: 'test' | 'add' | 'replace';
			readonly path: string;
			readonly value: Json;
	  }
	| {readonly op: 'remove'; readonly path: string};

/** A claim about a raw object, by JSON pointer. */
export type Predicate =
	| {readonly pointer: string; readonly op: 'equals'; readonly value: Json}
	/** Holds as well where there is nothing. */
	| {readonly pointer: string; readonly op: 'differs'; readonly value: Json}
	| {readonly pointer: string; readonly op: 'absent'}
	| {readonly pointer: string; readonly op: 'atLeast'; readonly value: number}
	/** At least one of these holds: for what a controller takes further at once. */
	| {readonly op: 'anyOf'; readonly predicates: readonly Predicate[]};

/** How far a plan that was accepted has come, read from the release as the cluster reports it. */
export type Effect =
	/** `isUnderWay`: it has begun to come about, so that however long it takes it is not without effect. */
	| {readonly kind: 'pending'; readonly evidence: SafeText; readonly isUnderWay?: boolean}
	| {readonly kind: 'effective'; readonly evidence: SafeText}
	/** The controller claims it and the configuration says otherwise. */
	| {readonly kind: 'notReverted'; readonly evidence: SafeText}
	/** Somebody or something undid it. */
	| {readonly kind: 'undone'; readonly evidence: SafeText};
