import * as v from 'valibot';
import {err, ok, type Result} from '../../domain/result.ts';
import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {ClockPort} from '../../ports/clock.ts';
import type {ClusterIdentity, Heartbeat} from '../../ports/cluster.ts';
import {parseAs} from '../system/json.ts';
import {type Failure, failure} from './http/failure.ts';
import {selfSubjectReviews} from './http/request-policy.ts';
import type {ApiRequest, Transport} from './http/transport.ts';

/** Our user as the API server names it, the server's version, and the cluster's uid. */
export async function readIdentity(options: {
	readonly transport: Pick<Transport, 'send'>;
	/** The kubeconfig's name for the user, for a server without reviews. */
	readonly fallbackUser: SafeText;
	readonly signal: AbortSignal;
}): Promise<Result<ClusterIdentity, Failure>> {
	const {transport, signal} = options;
	const [review, version, namespace] = await Promise.all([
		transport.send({method: 'POST', path: selfSubjectReviews, body: reviewBody}, signal),
		transport.send({method: 'GET', path: '/version'}, signal),
		transport.send({method: 'GET', path: '/api/v1/namespaces/kube-system'}, signal),
	]);
	if (!review.ok && !isRefused(review.error)) return review;
	if (!version.ok && !isRefused(version.error)) return version;
	if (!namespace.ok && !isRefused(namespace.error)) return namespace;
	const user = review.ok ? parseAs(reviewSchema, review.value.text)?.status.userInfo.username : undefined;
	const serverVersion = version.ok ? parseAs(versionSchema, version.value.text)?.gitVersion : undefined;
	const uid = namespace.ok ? parseAs(namespaceSchema, namespace.value.text)?.metadata.uid : undefined;
	return ok({
		user: user === undefined ? options.fallbackUser : ident(user),
		serverVersion: ident(serverVersion ?? 'unknown'),
		clusterUid: uid === undefined ? null : ident(uid),
	});
}

/** Sends a small GET. For a stored kind it lists one object without a resourceVersion: the server must then
 * read its storage, while from its memory it would still answer when the storage is gone. Without a stored
 * kind, or when we may no longer read it, the GET asks for the version, which every authenticated user may
 * read. The server's clock is read at the middle of the round trip; the Date header holds whole seconds, so
 * half a second is added. */
export async function beat(options: {
	readonly transport: Pick<Transport, 'send'>;
	readonly clock: ClockPort;
	readonly signal: AbortSignal;
	/** The path of a stored collection; null: ask for the version. */
	readonly path: string | null;
}): Promise<Result<Heartbeat, Failure>> {
	const {transport, clock, signal, path} = options;
	const sentAtMs = clock.nowMs();
	const startedMs = clock.monotonicMs();
	const answer = await transport.send(path === null ? versionRequest : storedRequest(path), signal);
	if (!answer.ok) return path !== null && isRefused(answer.error) ? beat({...options, path: null}) : answer;
	const roundTripMs = clock.monotonicMs() - startedMs;
	const dateMs = Date.parse(answer.value.headers.date ?? '');
	const clockOffsetMs = Number.isNaN(dateMs) ? null : Math.round(dateMs + 500 - (sentAtMs + roundTripMs / 2));
	// A proxy's login page has status 200 too.
	const {text} = answer.value;
	const isKnown = path === null ? parseAs(versionSchema, text) !== null : parseAs(listSchema, text) !== null;
	if (!isKnown) return err(failure('malformed', safe`what answers there is not a Kubernetes API server`, true));
	return ok({clockOffsetMs, roundTripMs});
}

const heartbeatTimeoutMs = 10_000;
const versionRequest = {method: 'GET', path: '/version', timeoutMs: heartbeatTimeoutMs} as const;

/** Asks for metadata only: the whole object may be large. */
function storedRequest(path: string): ApiRequest {
	const headers = {accept: 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json'};
	return {method: 'GET', path, query: {limit: '1'}, headers, timeoutMs: heartbeatTimeoutMs};
}

function isRefused(failed: Failure): boolean {
	return failed.error.kind === 'forbidden' || failed.error.kind === 'notFound';
}

const reviewBody = {apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview'};
const reviewSchema = v.object({status: v.object({userInfo: v.object({username: v.string()})})});
const listSchema = v.object({metadata: v.object({resourceVersion: v.pipe(v.string(), v.nonEmpty())})});
const versionSchema = v.object({gitVersion: v.string()});
const namespaceSchema = v.object({metadata: v.object({uid: v.string()})});
