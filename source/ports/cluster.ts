import type {JsonObject, KindId, KubeObject, ObjectRef, RawObject, WatchedKind} from '../domain/cluster/kube-object.ts';
import type {UnreadObject} from '../domain/cluster/read-object.ts';
import type {JsonPatchOperation} from '../domain/release/plan.ts';
import type {Result} from '../domain/result.ts';
import type {SafeText} from '../domain/text/safe-text.ts';
import type {Cancel} from './clock.ts';
import type {LogRequest, LogUpdate} from './logs.ts';

/** What the engine asks of a Kubernetes cluster. No call throws for what a server or a network may do. */
export interface ClusterPort {
	readonly target: ClusterTarget;
	/** Our user, the server's version, and the cluster's uid (of the namespace kube-system; null when forbidden). */
	identify(signal: AbortSignal): Promise<Result<ClusterIdentity, ClusterError>>;
	inventory(signal: AbortSignal): Promise<Result<ApiInventory, ClusterError>>;
	/** Lists, then watches, until cancelled; recovers by itself and reports its state. Kinds that the
	 * inventory does not serve report `absent`. */
	watch(request: WatchRequest, listen: (update: WatchUpdate) => void): Cancel;
	/** Reads a pod's log until cancelled, on a connection of its own; recovers by itself and reports its state. */
	logs(request: LogRequest, listen: (update: LogUpdate) => void): Cancel;
	/** A small GET on the same connection: proves that the API server answers, and gives its clock. With
	 * `stored`, a kind that we may list, it also proves that the server can read its storage. */
	heartbeat(signal: AbortSignal, stored?: StoredKind | null): Promise<Result<Heartbeat, ClusterError>>;
	read(ref: ObjectRef, signal: AbortSignal): Promise<Result<RawObject, ClusterError>>;
	/** Whether this session may do something: one review, not cached. */
	mayI(question: AccessQuestion, signal: AbortSignal): Promise<Result<boolean, ClusterError>>;
	patch(request: PatchRequest, signal: AbortSignal): Promise<Result<RawObject, WriteError>>;
	/** Calls a Service through the API server. The call has no dry run and cannot be read back. */
	post(request: PostRequest, signal: AbortSignal): Promise<Result<void, WriteError>>;
	/** Deletes the object with that uid, and no other of its name. */
	remove(request: RemoveRequest, signal: AbortSignal): Promise<Result<void, WriteError>>;
	/** Creates a Kubernetes Event about an object; best effort, allowed to fail. */
	postEvent(event: EventRequest, signal: AbortSignal): Promise<Result<void, ClusterError>>;
	close(): void;
}

/** Frozen at start: perch never follows later edits of the kubeconfig. */
export interface ClusterTarget {
	readonly context: SafeText;
	/** The contexts of the kubeconfig by their own names, which are not safe to show. */
	readonly contexts: readonly string[];
	readonly cluster: SafeText;
	/** Host and port of the API server. */
	readonly server: SafeText;
	/** TLS verification is off for this context. */
	readonly isInsecure: boolean;
	/** The context's own namespace, `default` when it names none. */
	readonly namespace: SafeText;
	/** True when every request other than reads and reviews is refused in the transport. */
	readonly isReadOnly: boolean;
}

export interface ClusterIdentity {
	readonly user: SafeText;
	readonly clusterUid: SafeText | null;
	readonly serverVersion: SafeText;
}

/** `resource.group` → versions served. */
export interface ApiInventory {
	readonly served: Readonly<Record<string, readonly string[]>>;
}

/** A kind whose objects may be listed, and where; null is all namespaces. */
export interface StoredKind {
	readonly kindId: KindId;
	readonly namespace: string | null;
}

export interface WatchRequest {
	readonly kind: WatchedKind;
	/** Absent: all namespaces. */
	readonly namespace?: string;
	readonly labelSelector?: string;
	readonly fieldSelector?: string;
}

export type WatchUpdate =
	/** The whole list: an object that is not in it is gone. */
	| {
			readonly kind: 'listed';
			readonly objects: readonly KubeObject[];
			/** Objects that their kind's schema could not read. */
			readonly unread: readonly UnreadObject[];
			readonly atMs: number;
	  }
	| {
			readonly kind: 'changed';
			readonly objects: readonly KubeObject[];
			readonly unread: readonly UnreadObject[];
			readonly removed: readonly RemovedObject[];
			readonly atMs: number;
	  }
	/** The server proved that nothing was missed: a bookmark. */
	| {readonly kind: 'proof'; readonly atMs: number}
	| {readonly kind: 'absent'; readonly atMs: number}
	| {
			readonly kind: 'failing';
			readonly error: ClusterError;
			readonly retryAtMs: number | null;
			readonly atMs: number;
	  };

export interface RemovedObject {
	readonly namespace: string;
	readonly name: string;
	readonly uid: string;
}

export interface Heartbeat {
	/** The server's clock minus ours, in milliseconds; null when it sent no Date. */
	readonly clockOffsetMs: number | null;
	readonly roundTripMs: number;
}

export interface AccessQuestion {
	readonly verb: string;
	readonly group: string;
	readonly resource: string;
	readonly subresource: string | null;
	readonly namespace: string;
	readonly name: string | null;
}

export interface PatchRequest {
	readonly ref: ObjectRef;
	readonly subresource: 'status' | null;
	readonly patch: readonly JsonPatchOperation[];
	readonly isDryRun: boolean;
	/** Joins the API server's audit log to ours, in the User-Agent. */
	readonly intentId: string;
}

export interface PostRequest {
	/** Under the API server: `/api/v1/namespaces/test/services/http:flagger-loadtester:80/proxy/gate/open`. */
	readonly path: string;
	readonly body: JsonObject;
	readonly intentId: string;
}

export interface RemoveRequest {
	readonly ref: ObjectRef;
	readonly uid: string;
	readonly isDryRun: boolean;
	readonly intentId: string;
}

export interface EventRequest {
	readonly about: ObjectRef;
	readonly aboutUid: string;
	readonly reason: string;
	readonly message: string;
	readonly isWarning: boolean;
	readonly intentId: string;
}

/** Why a read failed, with a message that is safe to show. */
export interface ClusterError {
	readonly kind:
		| 'unreachable'
		| 'timeout'
		| 'tls'
		/** The credential source gave none, or one that is of no use; the message says what to mend. */
		| 'noCredential'
		| 'unauthorized'
		| 'forbidden'
		| 'notFound'
		| 'gone'
		| 'tooManyRequests'
		| 'serverError'
		| 'malformed'
		| 'refusedLocally'
		| 'cancelled';
	readonly status: number | null;
	readonly message: SafeText;
	/** For `forbidden`: the missing permission, such as `patch rollouts/status`. */
	readonly missing: SafeText | null;
}

/** Why a write failed. `unknown` says that the server may have carried it out. */
export type WriteError =
	| {
			readonly kind: 'preconditionFailed';
			readonly status: 409 | 422;
			readonly message: SafeText;
	  }
	| {
			readonly kind: 'invalid';
			readonly status: number;
			readonly message: SafeText;
			readonly causes: readonly SafeText[];
	  }
	| {
			readonly kind: 'denied';
			readonly status: number;
			readonly message: SafeText;
			readonly missing: SafeText | null;
	  }
	/** The dry run could not be carried out, which says nothing about the write itself. */
	| {readonly kind: 'previewUnavailable'; readonly message: SafeText; readonly isTimeout?: true}
	/** Nothing was carried out: refused before it was sent, or by the server before processing (429). */
	| {
			readonly kind: 'notSent';
			readonly message: SafeText;
			readonly retryAfterSeconds: number | null;
	  }
	/** `isTimeout`: the answer did not come in time. */
	| {readonly kind: 'unknown'; readonly message: SafeText; readonly isTimeout?: true};
