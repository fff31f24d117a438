import type {DemoClock} from '../contract.ts';
import {type AccessPolicy, anonymous, authenticate, authorize, cannot, type User} from './access/access.ts';
import {answerReview} from './access/reviews.ts';
import {type Answer, type ApiRequest, json, type UserRequest} from './connection/exchange.ts';
import {parseTarget, type RequestTarget} from './connection/request-target.ts';
import {answerProxy, type ServiceBackends} from './connection/service-proxy.ts';
import {answerDiscovery} from './discovery.ts';
import {answerList} from './list/list.ts';
import {answerWatch} from './list/watch.ts';
import type {WatchHub} from './list/watch-hub.ts';
import type {Resource} from './resources.ts';
import {answerPodLog, type PodLogs} from './show/pod-log.ts';
import {negotiate, representObject} from './show/representation.ts';
import {forbidden, methodNotAllowed, noSuchPath, notAcceptable, notFound, unauthorized} from './status.ts';
import type {ApiStore} from './store.ts';
import {answerCreate, answerDelete, answerDeleteCollection} from './write/create-delete.ts';
import {scaleOf} from './write/scale.ts';
import {aboutOf, answerUpdate, managerOf, storedNamespace, type WriteContext} from './write/write.ts';

interface HandlerOptions {
	readonly store: ApiStore;
	readonly hub: WatchHub;
	readonly clock: DemoClock;
	readonly policy: AccessPolicy;
	readonly resources: readonly Resource[];
	readonly backends: ServiceBackends;
	/** The containers' logs; undefined where no node can be reached. */
	readonly podLogs: PodLogs | undefined;
	/** `127.0.0.1:6443`, known once the server listens. */
	readonly serverAddress: () => string;
}

export interface Handled {
	readonly answer: Answer;
	/** The user's name; empty when no user has the token. */
	readonly user: string;
}

/** The API server without its sockets: authenticates, authorizes, answers. `isForbidden` refuses in any case. */
export function createHandler(
	options: HandlerOptions,
): (request: ApiRequest, isForbidden: boolean) => Promise<Handled> {
	const {policy} = options;
	return async (request, isForbidden) => {
		const asked = authenticate(policy, request.headers.authorization);
		if (asked === undefined) return {answer: unauthorized(), user: ''};
		const user = impersonated(policy, asked, request);
		if ('answer' in user) return {...user, user: asked.name};
		const target = parseTarget(request);
		const isAllowed = !isForbidden && authorize(policy, user, target) !== undefined;
		const answer = isAllowed ? answerAllowed(options, {...request, user}, target) : refusal(user, target);
		return {answer: await answer, user: user.name};
	};
}

function impersonated(policy: AccessPolicy, user: User, {headers}: ApiRequest): User | {answer: Answer} {
	const name = headers['impersonate-user'];
	if (typeof name !== 'string') return user;
	const target: RequestTarget = {
		kind: 'resource',
		verb: 'impersonate',
		group: '',
		version: 'v1',
		namespace: undefined,
		resource: 'users',
		name,
		subresource: undefined,
		rest: '',
	};
	if (authorize(policy, user, target) === undefined) return {answer: refusal(user, target)};
	const known = policy.users.find(candidate => candidate.name === name);
	if (name === anonymous.name) return anonymous;
	return {name, groups: [...(known?.groups ?? []), 'system:authenticated']};
}

function refusal(user: User, target: RequestTarget): Answer {
	if (target.kind === 'path') return forbidden(cannot(user, target));
	const {group, resource: kind, name = ''} = target;
	return forbidden(cannot(user, target), {group, kind, name});
}

function answerAllowed(options: HandlerOptions, request: UserRequest, target: RequestTarget): Answer | Promise<Answer> {
	const {resources, store, policy, clock, backends, serverAddress} = options;
	if (target.kind === 'path') {
		const accept = request.headers.accept ?? '';
		return answerDiscovery({path: target.path, accept, resources, serverAddress: serverAddress()}) ?? noSuchPath();
	}
	const nowMs = clock.nowMs();
	const review = answerReview({request, target, policy, nowMs, manager: managerOf(request)});
	if (review !== undefined) return review;
	const resource = resources.find(({group, plural}) => group === target.group && plural === target.resource);
	if (resource?.versions.includes(target.version) !== true) return noSuchPath();
	const isMisplaced = resource.isNamespaced
		? target.namespace === undefined && target.name !== undefined
		: target.namespace !== undefined && resource.plural !== 'namespaces';
	if (isMisplaced) return noSuchPath();
	if (resource.id === 'services' && target.subresource === 'proxy') {
		return answerProxy({request, target, store, backends});
	}
	return answerResource(options, {request, target, store, served: {resource, version: target.version}});
}

function answerResource({hub, clock, podLogs}: HandlerOptions, context: WriteContext): Answer {
	const {request, target, store, served} = context;
	const namespace = storedNamespace(context);
	const nowMs = clock.nowMs();
	if (served.resource.id === 'pods' && target.subresource === 'log' && target.verb === 'get')
		return answerPodLog({request, target, store, clock, logs: podLogs});
	const unsupported = subresourceProblem(context);
	if (unsupported !== undefined) return unsupported;
	const representation = negotiate(request.headers.accept, request.query);
	if (representation === undefined) return notAcceptable();
	switch (target.verb) {
		case 'list':
			return answerList({request, store, served, namespace, representation, nowMs});
		case 'watch':
			return answerWatch({request, store, hub, served, namespace, representation, nowMs});
		case 'get': {
			const about = aboutOf(context);
			const object = store.get(served.resource.id, namespace, about.name);
			if (object === undefined) return notFound(about);
			if (target.subresource === 'scale') return json(scaleOf(object));
			return json(representObject(object, served, representation, {nowMs}));
		}
		case 'create':
			if (target.name !== undefined || (served.resource.isNamespaced && namespace === undefined)) break;
			return answerCreate(context);
		case 'update':
		case 'patch':
			if (target.name === undefined) break;
			return answerUpdate(context);
		case 'delete':
			return answerDelete(context, nowMs);
		case 'deletecollection':
			return answerDeleteCollection(context, nowMs);
	}
	return methodNotAllowed();
}

function subresourceProblem({target, served}: WriteContext): Answer | undefined {
	const {subresource} = target;
	const {subresources} = served.resource;
	if (subresource === undefined || subresources.some(known => known === subresource)) return undefined;
	return noSuchPath();
}
