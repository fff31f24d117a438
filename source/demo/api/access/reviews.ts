import {type Answer, json, type UserRequest} from '../connection/exchange.ts';
import type {RequestTarget, ResourceTarget} from '../connection/request-target.ts';
import {isRecord} from '../frozen-json.ts';
import {rfc3339} from '../rfc3339.ts';
import {badRequest} from '../status.ts';
import {trackManagedFields} from '../write/managed-fields.ts';
import {type AccessPolicy, authorize, type Binding, rulesOf} from './access.ts';
import {decodeReviewSpec, isProtobuf} from './review-protobuf.ts';

/** "Who am I?", "may I do this?" and "what may I do?": requests that the server answers without storing them. */
export const reviews = [
	{group: 'authentication.k8s.io', resource: 'selfsubjectreviews', kind: 'SelfSubjectReview'},
	{group: 'authorization.k8s.io', resource: 'selfsubjectaccessreviews', kind: 'SelfSubjectAccessReview'},
	{group: 'authorization.k8s.io', resource: 'selfsubjectrulesreviews', kind: 'SelfSubjectRulesReview'},
] as const;

/** Undefined when the target is not a review. */
export function answerReview({
	request,
	target,
	policy,
	nowMs,
	manager,
}: {
	request: UserRequest;
	target: ResourceTarget;
	policy: AccessPolicy;
	nowMs: number;
	manager: string;
}): Answer | undefined {
	const review = reviews.find(({group, resource}) => group === target.group && resource === target.resource);
	if (review === undefined || target.verb !== 'create' || target.version !== 'v1') return undefined;
	const spec = specOf(request.body);
	if (spec === undefined) return badRequest("the object provided is unrecognized: couldn't get version/kind");
	const head = {kind: review.kind, apiVersion: `${review.group}/v1`};
	switch (review.kind) {
		case 'SelfSubjectReview': {
			const {name: username, uid, groups} = request.user;
			const userInfo = {username, ...(uid === undefined ? {} : {uid}), groups};
			return json({...head, metadata: {creationTimestamp: rfc3339(nowMs)}, status: {userInfo}}, 201);
		}
		case 'SelfSubjectAccessReview': {
			const {namespace: _, ...accessSpec} = spec;
			const object = {...head, metadata: {name: ''}, spec: accessSpec};
			const time = rfc3339(nowMs);
			const managedFields = trackManagedFields({
				before: undefined,
				after: object,
				writer: {manager},
				time,
				isCustom: false,
			});
			const binding = authorize(policy, request.user, targetOf(accessSpec));
			return json({...head, metadata: {managedFields}, spec: accessSpec, status: verdictOf(binding)}, 201);
		}
		case 'SelfSubjectRulesReview': {
			const rules = rulesOf(policy, request.user, String(spec.namespace ?? ''));
			return json({...head, metadata: {}, spec: {}, status: {...rules, incomplete: false}}, 201);
		}
	}
}

function specOf(body: Buffer): Record<string, unknown> | undefined {
	if (isProtobuf(body)) return decodeReviewSpec(body);
	try {
		const review: unknown = JSON.parse(body.toString('utf8'));
		if (!isRecord(review)) return undefined;
		return isRecord(review.spec) ? review.spec : {};
	} catch {
		return undefined;
	}
}

function verdictOf(binding: Binding | undefined): {allowed: boolean; reason?: string} {
	if (binding === undefined) return {allowed: false};
	const name = binding.namespace === undefined ? binding.name : `${binding.name}/${binding.namespace}`;
	const kind = binding.namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding';
	const reason = `RBAC: allowed by ${kind} "${name}" of ClusterRole "${binding.role}" to ${binding.to.kind} "${binding.to.name}"`;
	return {allowed: true, reason};
}

function targetOf(spec: Record<string, unknown>): RequestTarget {
	const path = spec.nonResourceAttributes;
	if (isRecord(path)) return {kind: 'path', verb: String(path.verb ?? ''), path: String(path.path ?? '')};
	const asked = isRecord(spec.resourceAttributes) ? spec.resourceAttributes : {};
	const text = (field: string) => String(asked[field] ?? '');
	return {
		kind: 'resource',
		verb: text('verb'),
		group: text('group'),
		version: text('version'),
		namespace: text('namespace') || undefined,
		resource: text('resource'),
		name: text('name') || undefined,
		subresource: text('subresource') || undefined,
		rest: '',
	};
}
