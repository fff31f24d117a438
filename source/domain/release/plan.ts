import type {ReleaseKey, RevisionKey} from '../cluster/keys.ts';
import type {Json, JsonObject, ObjectRef} from '../cluster/kube-object.ts';
import type {SafeText} from '../text/safe-text.ts';
import type {Fact} from './release.ts';
import type {Verb} from './verb.ts';

/** A verb toward stable needs little and is never blocked by old metrics; a verb toward the canary needs
 * everything fresh. */
export type Direction = 'towardStable' | 'towardCanary';

/** What is to be sent, as data: shown before it is sent, tried as a dry run, undone by its inverse. */
export interface Plan {
	readonly verb: Verb;
	readonly direction: Direction;
	readonly release: ReleaseKey;
	/** The revision that the plan leads to; null where it leads to none in particular. */
	readonly to: RevisionKey | null;
	/** `BACK TO 2.8.1` */
	readonly headline: SafeText;
	/** How the plan does it: `argo abort, then unpause`. */
	readonly means: SafeText;
	/** Before → after, in the operator's words, one a line. */
	readonly effects: readonly SafeText[];
	/** What the plan will not do, or what comes after: one a line. */
	readonly caveats: readonly SafeText[];
	/** At least one. */
	readonly steps: readonly [PlanStep, ...PlanStep[]];
	/** Sent at the end, whatever became of the steps, once one of them may have changed something: closes a
	 * gate that was opened, or restores a setting that was changed for a while. */
	readonly cleanup?: readonly (PatchStep | PostStep)[];
	/** The direction of undoing the plan; toward the canary where it is left out. */
	readonly undoDirection?: Direction;
	/** What the live object said when the plan was made. */
	readonly facts: readonly Fact[];
}

export type PlanStep = WriteStep | AwaitStep;
export type WriteStep = PatchStep | PostStep | DeleteStep;

export interface PatchStep {
	readonly kind: 'patch';
	/** `suspend the Canary`; where it is left out, the step is named by its request. */
	readonly label?: SafeText;
	readonly ref: ObjectRef;
	readonly subresource: 'status' | null;
	/** JSON Patch, its `test`s first: they are the preconditions. */
	readonly patch: readonly JsonPatchOperation[];
	/** These hold on the object once the patch was applied; with managedFields they are the proof after a lost
	 * reply. */
	readonly after: readonly Predicate[];
	/** The patch that undoes this one; null when none does. */
	readonly inverse: readonly JsonPatchOperation[] | null;
}

/** A call through the API server to something that is not a Kubernetes object. The call has no dry run. */
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
	/** Only the object with this uid is deleted, never another of the same name. */
	readonly uid: string;
}

/** Waits until a live read satisfies every predicate; past the deadline the plan stops here. */
export interface AwaitStep {
	readonly kind: 'await';
	readonly ref: ObjectRef;
	readonly until: readonly Predicate[];
	/** Any of these ends the wait at once, without success: the controller did something else. */
	readonly stopIf?: readonly Predicate[];
	readonly deadlineSeconds: number;
	/** What the step waits for: `the route's weight changes`. */
	readonly label: SafeText;
}

export type JsonPatchOperation =
	| {
			readonly op: 'test' | 'add' | 'replace';
			readonly path: string;
			readonly value: Json;
	  }
	| {readonly op: 'remove'; readonly path: string};

/** A condition on a raw object, by JSON pointer. */
export type Predicate =
	| {readonly pointer: string; readonly op: 'equals'; readonly value: Json}
	/** Also holds where there is no value. */
	| {readonly pointer: string; readonly op: 'differs'; readonly value: Json}
	| {readonly pointer: string; readonly op: 'absent'}
	| {readonly pointer: string; readonly op: 'atLeast'; readonly value: number}
	/** At least one of these holds: used where the controller may take a change further at once. */
	| {readonly op: 'anyOf'; readonly predicates: readonly Predicate[]};

/** How far an accepted plan has taken effect, read from the release as the cluster reports it. */
export type Effect =
	/** `isUnderWay`: the effect has begun, so however long it takes, it does not count as overdue. */
	| {readonly kind: 'pending'; readonly evidence: SafeText; readonly isUnderWay?: boolean}
	| {readonly kind: 'effective'; readonly evidence: SafeText}
	/** The controller says that the change is done, and the configuration says otherwise. */
	| {readonly kind: 'notReverted'; readonly evidence: SafeText}
	/** A person or a program undid the change. */
	| {readonly kind: 'undone'; readonly evidence: SafeText};
