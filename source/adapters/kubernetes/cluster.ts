import * as v from 'valibot';
import type {ObjectRef, RawObject, WatchedKind} from '../../domain/cluster/kube-object.ts';
import {err, ok, type Result} from '../../domain/result.ts';
import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {Cancel, ClockPort} from '../../ports/clock.ts';
import type {ClusterError, ClusterPort, ClusterTarget, WriteError} from '../../ports/cluster.ts';
import {parseAs, parseJson} from '../system/json.ts';
import {createCredentials} from './credentials/credentials.ts';
import {apiPath, createDirectory, type Located} from './directory.ts';
import {eventBody} from './event-body.ts';
import {type Answer, type Failure, failure} from './http/failure.ts';
import {jsonPatch, selfSubjectAccessReviews} from './http/request-policy.ts';
import {createTransport} from './http/transport.ts';
import {beat, readIdentity} from './identity.ts';
import type {KubeTarget} from './kubeconfig/kubeconfig.ts';
import {followLog} from './logs/follow-log.ts';
import {createTalks} from './logs/talk.ts';
import {findPrometheusService, type ProxyRequest, proxyGet, type ServiceAddress} from './service-proxy.ts';
import {listAndWatch} from './watch/list-watch.ts';
import {callOutcome, isObject, removeOutcome, writeOutcome} from './write-outcome.ts';

/** A cluster, with two calls that only the metrics adapter needs. */
export interface Cluster extends ClusterPort {
	proxyGet(request: ProxyRequest, signal: AbortSignal): Promise<Result<Answer, ClusterError>>;
	findPrometheusService(signal: AbortSignal): Promise<Result<ServiceAddress | null, ClusterError>>;
}

export interface ClusterOptions {
	readonly target: KubeTarget;
	/** Every kind that is watched or written: their schemas decide which served version is read. */
	readonly kinds: readonly WatchedKind[];
	/** What the operator asked for. An insecure target is read-only as well, unless `allowInsecureWrites`. */
	readonly isReadOnly: boolean;
	readonly allowInsecureWrites: boolean;
	readonly version: string;
	readonly clock: ClockPort;
	/** 0–1; spreads retries. */
	readonly random: () => number;
	readonly log?: (message: SafeText) => void;
	/** 10 s when left out. */
	readonly pingIntervalMs?: number;
}

/** Nothing is sent before the first call. */
export function createCluster(options: ClusterOptions): Cluster {
	const {target, clock, random, log = () => {}} = options;
	const isReadOnly = options.isReadOnly || (target.isInsecure && !options.allowInsecureWrites);
	const reach = {
		target,
		credentials: createCredentials(target, clock),
		isReadOnly,
		version: options.version,
		clock,
		pingIntervalMs: options.pingIntervalMs ?? 10_000,
	};
	const transport = createTransport(reach);
	// A server limits the streams of one connection: logs must not take those of watches.
	const logTransport = createTransport(reach);
	const talks = createTalks(clock);
	const closing = new AbortController();
	const directory = createDirectory({transport, kinds: options.kinds, clock, signal: closing.signal});
	const streams = new Set<Cancel>();
	const kept = (stop: Cancel): Cancel => {
		streams.add(stop);
		return () => {
			streams.delete(stop);
			stop();
		};
	};

	const pathOf = async (ref: ObjectRef): Promise<Result<{located: Located; path: string}, Failure>> => {
		const located = await directory.locate(ref.kindId);
		if (!located.ok) return located;
		if (located.value === null)
			return err(failure('notFound', safe`${ident(ref.kindId)} is not served by this cluster`, false));
		return ok({located: located.value, path: apiPath(located.value, ref.namespace, ref.name)});
	};

	return {
		target: describe(target, isReadOnly),
		async identify(signal) {
			const fallbackUser = ident(target.user?.user.name ?? 'anonymous');
			return forScreen(await readIdentity({transport, fallbackUser, signal}));
		},
		inventory: async () => forScreen(await directory.inventory()),
		watch(request, listen) {
			const locate = async () => {
				const located = await directory.locate(request.kind.id);
				if (!located.ok || located.value === null) return located.ok ? ok(null) : located;
				return ok(apiPath(located.value, request.namespace ?? null));
			};
			const misplaced = () => directory.forget();
			return kept(listAndWatch({request, transport, locate, misplaced, listen, clock, random, log}));
		},
		logs: (request, listen) =>
			kept(followLog({request, transport: logTransport, listen, clock, random, talk: talks.join()})),
		async heartbeat(signal, stored) {
			const located = stored ? await directory.locate(stored.kindId) : null;
			const path = stored && located?.ok && located.value ? apiPath(located.value, stored.namespace) : null;
			return forScreen(await beat({transport, clock, signal, path}));
		},
		async read(ref, signal) {
			const place = await pathOf(ref);
			if (!place.ok) return forScreen(place);
			const answer = await transport.send({method: 'GET', path: place.value.path}, signal);
			return forScreen(answer.ok ? parseRaw(answer.value) : answer);
		},
		async mayI(question, signal) {
			const {verb, group, resource, subresource, namespace, name} = question;
			const attributes = {verb, group, resource, namespace, ...(subresource === null ? {} : {subresource})};
			const body = {
				apiVersion: 'authorization.k8s.io/v1',
				kind: 'SelfSubjectAccessReview',
				spec: {resourceAttributes: name === null ? attributes : {...attributes, name}},
			};
			const answer = await transport.send({method: 'POST', path: selfSubjectAccessReviews, body}, signal);
			if (!answer.ok) return forScreen(answer);
			const review = parseAs(accessSchema, answer.value.text);
			return review ? ok(review.status.allowed) : forScreen(unreadable);
		},
		async patch(request, signal) {
			const place = await pathOf(request.ref);
			if (!place.ok) return err(notSent(place.error));
			const answer = await transport.send(
				{
					method: 'PATCH',
					path: request.subresource === null ? place.value.path : `${place.value.path}/${request.subresource}`,
					query: {fieldManager: 'perch', ...(request.isDryRun ? {dryRun: 'All'} : {})},
					headers: {'content-type': jsonPatch},
					body: request.patch,
					intentId: request.intentId,
					timeoutMs: writeTimeoutMs,
				},
				signal,
			);
			return writeOutcome(answer, request.isDryRun);
		},
		async post({path, body, intentId}, signal) {
			const answer = await transport.send({method: 'POST', path, body, intentId, timeoutMs: writeTimeoutMs}, signal);
			return callOutcome(answer);
		},
		async remove({ref, uid, isDryRun, intentId}, signal) {
			const place = await pathOf(ref);
			if (!place.ok) return err(notSent(place.error));
			const body = {apiVersion: 'v1', kind: 'DeleteOptions', preconditions: {uid}};
			const answer = await transport.send(
				{
					method: 'DELETE',
					path: place.value.path,
					query: isDryRun ? {dryRun: 'All'} : {},
					body,
					intentId,
					timeoutMs: writeTimeoutMs,
				},
				signal,
			);
			return removeOutcome(answer, isDryRun);
		},
		async postEvent(event, signal) {
			const place = await pathOf(event.about);
			if (!place.ok) return forScreen(place);
			const {apiVersion, kind} = place.value.located;
			const about = {apiVersion, kind: kind ?? event.about.kindId};
			const answer = await transport.send(
				{
					method: 'POST',
					path: `/api/v1/namespaces/${encodeURIComponent(event.about.namespace)}/events`,
					query: {fieldManager: 'perch'},
					body: eventBody(event, about, clock.nowMs()),
					intentId: event.intentId,
				},
				signal,
			);
			return answer.ok ? ok(undefined) : forScreen(answer);
		},
		proxyGet: (request, signal) => proxyGet(transport, request, signal),
		findPrometheusService: signal => findPrometheusService(transport, signal),
		close() {
			for (const stop of streams) stop();
			streams.clear();
			closing.abort();
			logTransport.close();
			transport.close();
		},
	};
}

/** Longer than the API server's own limit of a minute: the server's answer tells more than our timeout. */
const writeTimeoutMs = 70_000;

const accessSchema = v.object({status: v.object({allowed: v.boolean()})});

function describe(target: KubeTarget, isReadOnly: boolean): ClusterTarget {
	return {
		context: ident(target.context),
		contexts: target.contexts,
		cluster: ident(target.clusterName),
		server: ident(new URL(target.server).host),
		isInsecure: target.isInsecure,
		namespace: ident(target.namespace),
		isReadOnly,
	};
}

const unreadable = err(failure('malformed', safe`the answer is not one that perch can read`, true));

function parseRaw(answer: Answer): Result<RawObject, Failure> {
	const value = parseJson(answer.text);
	return isObject(value) ? ok(value) : unreadable;
}

function forScreen<T>(result: Result<T, Failure>): Result<T, ClusterError> {
	return result.ok ? result : err(result.error.error);
}

function notSent({error, retryAfterSeconds}: Failure): WriteError {
	return {kind: 'notSent', message: error.message, retryAfterSeconds};
}
