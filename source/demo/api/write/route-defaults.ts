import type {KubeObject, ResourceId} from '../../contract.ts';
import {isRecord} from '../frozen-json.ts';

/** Fills in the defaults from the schemas of the Gateway API's routes and of Linkerd's HTTPRoute. */
export function withRouteDefaults(resource: ResourceId, object: KubeObject): KubeObject {
	const ruleDefaults = ruleDefaultsOf[resource];
	if (ruleDefaults === undefined || !isRecord(object.spec)) return object;
	const {parentRefs, rules, ...spec} = object.spec;
	return {
		...object,
		spec: {
			...(parentRefs === undefined ? {} : {parentRefs: each(parentRefs, withParentDefaults)}),
			...spec,
			...(rules === undefined ? {} : {rules: each(rules, rule => ({...ruleDefaults, ...withBackends(rule)}))}),
		},
	};
}

const everyPath = {matches: [{path: {type: 'PathPrefix', value: '/'}}]};

const ruleDefaultsOf: Readonly<Record<ResourceId, Readonly<Record<string, unknown>>>> = {
	'httproutes.gateway.networking.k8s.io': everyPath,
	'grpcroutes.gateway.networking.k8s.io': {},
	'httproutes.policy.linkerd.io': everyPath,
};

function withParentDefaults(parentRef: Fields): Fields {
	return {group: 'gateway.networking.k8s.io', kind: 'Gateway', ...parentRef};
}

function withBackends(rule: Fields): Fields {
	if (rule.backendRefs === undefined) return rule;
	return {
		...rule,
		backendRefs: each(rule.backendRefs, backend => ({group: '', kind: 'Service', weight: 1, ...backend})),
	};
}

type Fields = Readonly<Record<string, unknown>>;

/** Leaves anything but a list of objects unchanged; the validation deals with it. */
function each(list: unknown, change: (item: Fields) => Fields): unknown {
	return Array.isArray(list) ? list.map((item: unknown) => (isRecord(item) ? change(item) : item)) : list;
}
