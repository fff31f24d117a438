import type {KubeObject} from '../../contract.ts';
import type {Resource} from '../resources.ts';
import {podRestarts, podStatus, readyContainers, servicePorts} from './pod-summary.ts';
import {ageCell, at, texts} from './table-cells.ts';

/** A column of a Table. */
export interface Column {
	readonly name: string;
	readonly type: 'string' | 'integer' | 'date';
	readonly format?: string;
	readonly description: string;
	/** Columns above 0 show only with `-o wide`. */
	readonly priority?: number;
	/** undefined becomes null, which kubectl prints as `<none>` or leaves empty. */
	cell(object: KubeObject, nowMs: number): string | number | undefined;
}

export function columnsOf(resource: Resource): readonly Column[] {
	return columns[resource.id] ?? [name, age];
}

const name: Column = {
	name: 'Name',
	type: 'string',
	format: 'name',
	description:
		'Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request the generation of an appropriate name automatically. Name is primarily intended for creation idempotence and configuration definition. Cannot be updated. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names',
	cell: ({metadata}) => metadata.name,
};

const age: Column = {
	name: 'Age',
	type: 'date',
	description: 'Time since resource was created',
	cell: ({metadata}, nowMs) => ageCell(metadata.creationTimestamp, nowMs),
};

/** Built-in kinds print their age as text, and have no missing numbers. */
const builtInAge: Column = {...age, type: 'string'};

const number = (title: string, path: string, description: string): Column => ({
	name: title,
	type: 'integer',
	description,
	cell: object => at(object, path) as number | undefined,
});

const count = (title: string, path: string, description: string): Column => ({
	...number(title, path, description),
	type: 'string',
	cell: object => (at(object, path) as number | undefined) ?? 0,
});

const text = (title: string, description: string, cell: (object: KubeObject) => string, priority = 0): Column => ({
	name: title,
	type: 'string',
	description,
	priority,
	cell,
});

const field = (title: string, path: string, priority = 0): Column =>
	text(
		title,
		`The field .${path}`,
		object => {
			const value = at(object, path);
			return value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
		},
		priority,
	);

const ready = text(
	'Ready',
	'Number of the pod with ready state',
	object => `${at(object, 'status.readyReplicas') ?? 0}/${at(object, 'spec.replicas') ?? 0}`,
);

const containers: readonly Column[] = [
	text('Containers', 'Names of each container in the template.', o => containerTexts(o, 'name'), 1),
	text('Images', 'Images referenced by each container in the template.', o => containerTexts(o, 'image'), 1),
];

const columns: Readonly<Record<string, readonly Column[]>> = {
	'rollouts.argoproj.io': [
		name,
		number('Desired', 'spec.replicas', 'Number of desired pods'),
		number('Current', 'status.replicas', 'Total number of non-terminated pods targeted by this rollout'),
		number(
			'Up-to-date',
			'status.updatedReplicas',
			'Total number of non-terminated pods targeted by this rollout that have the desired template spec',
		),
		number(
			'Available',
			'status.availableReplicas',
			'Total number of available pods (ready for at least minReadySeconds) targeted by this rollout',
		),
		age,
	],
	'canaries.flagger.app': [
		name,
		field('Status', 'status.phase'),
		field('Weight', 'status.canaryWeight'),
		field('Suspended', 'spec.suspend', 1),
		field('FailedChecks', 'status.failedChecks', 1),
		field('Interval', 'spec.analysis.interval', 1),
		field('StepWeight', 'spec.analysis.stepWeight', 1),
		field('StepWeights', 'spec.analysis.stepWeights', 1),
		field('MaxWeight', 'spec.analysis.maxWeight', 1),
		field('LastTransitionTime', 'status.lastTransitionTime'),
	],
	'deployments.apps': [
		name,
		ready,
		count('Up-to-date', 'status.updatedReplicas', 'Number of updated pods'),
		count('Available', 'status.availableReplicas', 'Number of available pods'),
		builtInAge,
		...containers,
	],
	'statefulsets.apps': [name, ready, builtInAge, ...containers],
	'daemonsets.apps': [
		name,
		number('Desired', 'status.desiredNumberScheduled', 'Number of nodes that shall run the daemon pod'),
		number('Current', 'status.currentNumberScheduled', 'Number of nodes that have one'),
		number('Ready', 'status.numberReady', 'Number of nodes whose daemon pod is ready'),
		count('Up-to-date', 'status.updatedNumberScheduled', 'Number of nodes with an updated daemon pod'),
		count('Available', 'status.numberAvailable', 'Number of nodes whose daemon pod is available'),
		builtInAge,
		...containers,
	],
	'controllerrevisions.apps': [
		name,
		text('Controller', 'Controller of the object', ({metadata}) => {
			const owner = metadata.ownerReferences?.find(({controller}) => controller);
			return owner === undefined ? '<none>' : `${owner.kind.toLowerCase()}.apps/${owner.name}`;
		}),
		number('Revision', 'revision', 'Revision of the state that the object represents'),
		builtInAge,
	],
	'replicasets.apps': [
		name,
		number('Desired', 'spec.replicas', 'Number of desired pods'),
		number('Current', 'status.replicas', 'Most recently observed number of replicas'),
		count('Ready', 'status.readyReplicas', 'Number of ready pods'),
		builtInAge,
		...containers,
	],
	pods: [
		name,
		text('Ready', 'The aggregate readiness state of this pod for accepting traffic.', readyContainers),
		text('Status', 'The aggregate status of the containers in this pod.', podStatus),
		text('Restarts', 'The number of times the containers in this pod have been restarted.', podRestarts),
		builtInAge,
		text('IP', 'IP address allocated to the pod.', pod => String(at(pod, 'status.podIP') ?? '<none>'), 1),
		text('Node', 'The node that runs the pod.', pod => String(at(pod, 'spec.nodeName') ?? '<none>'), 1),
	],
	services: [
		name,
		text('Type', 'How the Service is exposed.', service => String(at(service, 'spec.type') ?? 'ClusterIP')),
		text('Cluster-IP', 'The IP address of the Service.', service => String(at(service, 'spec.clusterIP') ?? '<none>')),
		text('External-IP', 'External addresses.', () => '<none>'),
		text('Port(s)', 'The ports that the Service exposes.', servicePorts),
		builtInAge,
		text('Selector', 'The labels of the pods behind it.', service => selectorText(at(service, 'spec.selector')), 1),
	],
	events: [
		{...age, name: 'Last Seen', type: 'string', cell: (event, nowMs) => ageCell(texts(event, 'lastTimestamp'), nowMs)},
		text('Type', 'Normal or Warning.', event => String(event.type ?? '')),
		text('Reason', 'Why the event was made.', event => String(event.reason ?? '')),
		text('Object', 'What it is about.', event => {
			const about = at(event, 'involvedObject') as {kind?: string; name?: string} | undefined;
			return `${(about?.kind ?? '').toLowerCase()}/${about?.name ?? ''}`;
		}),
		text('Message', 'What happened.', event => String(event.message ?? '').trim()),
		{...name, priority: 1},
	],
	namespaces: [
		name,
		text('Status', 'Its phase.', object => String(at(object, 'status.phase') ?? 'Active')),
		builtInAge,
	],
};

function containerTexts(object: KubeObject, field: 'name' | 'image'): string {
	const list = at(object, 'spec.template.spec.containers') as readonly Record<string, string>[] | undefined;
	return (list ?? []).map(container => container[field] ?? '').join(',');
}

function selectorText(selector: unknown): string {
	const pairs = Object.entries((selector ?? {}) as Record<string, string>);
	return pairs.length === 0 ? '<none>' : pairs.map(([key, value]) => `${key}=${value}`).join(',');
}
