import type {KubeObject} from '../../contract.ts';
import {isContainer} from '../frozen-json.ts';
import type {Resource} from '../resources.ts';
import type {Cause} from '../status.ts';

/** What the schemas demand of the fields that an operator's tool writes. All other fields pass. */
interface FieldRule {
	/** A dotted path, with `[*]` for every item of a list. */
	readonly path: string;
	readonly type: 'integer' | 'number' | 'boolean' | 'string' | 'array' | 'object';
	readonly minimum?: number;
	readonly maximum?: number;
}

const rules: Readonly<Record<string, readonly FieldRule[]>> = {
	'deployments.apps': builtInWorkload(),
	'replicasets.apps': builtInWorkload(),
	'statefulsets.apps': builtInWorkload(),
	'rollouts.argoproj.io': [
		{path: 'spec.replicas', type: 'integer'},
		{path: 'spec.paused', type: 'boolean'},
		{path: 'spec.restartAt', type: 'string'},
		{path: 'spec.template', type: 'object'},
		{path: 'spec.strategy.canary.steps', type: 'array'},
		{path: 'spec.strategy.canary.steps[*].setWeight', type: 'integer'},
		{path: 'status.abort', type: 'boolean'},
		{path: 'status.abortedAt', type: 'string'},
		{path: 'status.promoteFull', type: 'boolean'},
		{path: 'status.controllerPause', type: 'boolean'},
		{path: 'status.currentStepIndex', type: 'integer'},
		{path: 'status.currentPodHash', type: 'string'},
		{path: 'status.pauseConditions', type: 'array'},
	],
	'analysisruns.argoproj.io': [{path: 'spec.terminate', type: 'boolean'}],
	'virtualservices.networking.istio.io': [
		{path: 'spec.http', type: 'array'},
		{path: 'spec.http[*].route[*].weight', type: 'integer'},
		{path: 'spec.tcp[*].route[*].weight', type: 'integer'},
	],
	'httproutes.gateway.networking.k8s.io': gatewayRoute(),
	'grpcroutes.gateway.networking.k8s.io': gatewayRoute(),
	'httproutes.policy.linkerd.io': gatewayRoute(),
	'trafficsplits.split.smi-spec.io': [
		{path: 'spec.service', type: 'string'},
		{path: 'spec.backends', type: 'array'},
	],
	'servicesplitters.consul.hashicorp.com': [
		{path: 'spec.splits', type: 'array'},
		{path: 'spec.splits[*].weight', type: 'number'},
	],
	'canaries.flagger.app': [
		{path: 'spec.suspend', type: 'boolean'},
		{path: 'spec.skipAnalysis', type: 'boolean'},
		{path: 'status.failedChecks', type: 'integer'},
		{path: 'status.canaryWeight', type: 'integer'},
	],
};

/** The causes of a 422; empty when the object is valid. */
export function violations(resource: Resource, object: KubeObject): readonly Cause[] {
	return (rules[resource.id] ?? []).flatMap(rule =>
		valuesAt(object, rule.path).flatMap(({field, value}) => violation(resource, rule, field, value) ?? []),
	);
}

function builtInWorkload(): readonly FieldRule[] {
	return [
		{path: 'spec.replicas', type: 'integer', minimum: 0},
		{path: 'spec.paused', type: 'boolean'},
	];
}

function gatewayRoute(): readonly FieldRule[] {
	return [{path: 'spec.rules[*].backendRefs[*].weight', type: 'integer', minimum: 0, maximum: 1_000_000}];
}

function violation(resource: Resource, rule: FieldRule, field: string, value: unknown): Cause | undefined {
	// The two kinds of schema name the place of a fault differently.
	const place = resource.isCustom ? `${field} in body ` : '';
	if (!hasType(value, rule.type)) {
		const actual = resource.isCustom ? JSON.stringify(typeName(value)) : JSON.stringify(value);
		const message = `Invalid value: ${actual}: ${place}must be of type ${rule.type}: ${JSON.stringify(typeName(value))}`;
		return {reason: 'FieldValueTypeInvalid', message, field};
	}
	const limit = broken(rule, value as number, resource.isCustom ? 'should' : 'must');
	if (limit === undefined) return undefined;
	return {reason: 'FieldValueInvalid', message: `Invalid value: ${JSON.stringify(value)}: ${place}${limit}`, field};
}

function broken({minimum, maximum}: FieldRule, value: number, modal: 'should' | 'must'): string | undefined {
	if (minimum !== undefined && value < minimum) return `${modal} be greater than or equal to ${minimum}`;
	if (maximum !== undefined && value > maximum) return `${modal} be less than or equal to ${maximum}`;
	return undefined;
}

function hasType(value: unknown, type: FieldRule['type']): boolean {
	const actual = typeName(value);
	return actual === type || (type === 'number' && actual === 'integer');
}

function typeName(value: unknown): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'array';
	if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
	return typeof value;
}

function valuesAt(object: unknown, path: string): readonly {field: string; value: unknown}[] {
	let found: {field: string; value: unknown}[] = [{field: '', value: object}];
	for (const part of path.split('.')) {
		const isList = part.endsWith('[*]');
		const key = isList ? part.slice(0, -3) : part;
		found = found.flatMap(({field, value}) => {
			if (!isContainer(value) || !(key in value)) return [];
			const here = {field: field === '' ? key : `${field}.${key}`, value: value[key]};
			if (!isList) return [here];
			const items = Array.isArray(here.value) ? here.value : [];
			return items.map((item: unknown, index) => ({field: `${here.field}[${index}]`, value: item}));
		});
	}
	return found;
}
