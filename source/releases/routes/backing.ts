import type {KubeObject, Labels, Snapshot} from '../../domain/cluster/kube-object.ts';
import type {ServiceName} from '../../domain/cluster/service-host.ts';
import type {PodCount} from '../../domain/release/revision.ts';
import type {SafeText} from '../../domain/text/safe-text.ts';
import {DEPLOYMENTS, type DeploymentObject} from '../../kinds/deployment.ts';
import {ENDPOINT_SLICES} from '../../kinds/endpoint-slice.ts';
import {SERVICES, type ServiceObject} from '../../kinds/service.ts';
import {templateTag} from '../common/revision-of.ts';
import type {NamedDestination} from './named-entries.ts';
import type {RouteKind} from './route-kind.ts';

/** What runs behind a destination, as far as it is known. */
export interface Backing {
	readonly name: SafeText;
	readonly subset: SafeText | null;
	/** The part that the route itself gives the destination; null if it gives none. */
	readonly role: 'stable' | 'canary' | null;
	/** The Service that the route names; null if the destination is no Service. */
	readonly wanted: ServiceName | null;
	/** `missing` only if perch knows other Services of its namespace; else `unknown`. */
	readonly service: ServiceObject | 'missing' | 'unknown';
	/** The Deployments whose pods the Service, and the subset, select; those with pods first. */
	readonly deployments: readonly DeploymentObject[];
	/** The labels of the subset, and of the Service's selector if that was read; null if the subset is unknown. */
	readonly selected: Labels | null;
	/** The version by the selector, or by the labels of all its pods; null if they name none. */
	readonly version: SafeText | null;
	readonly tag: SafeText | null;
	readonly pods: PodCount;
	/** Ready endpoints of the whole Service. */
	readonly endpoints: number | 'unknown';
}

export function backingOf<T extends KubeObject>(
	kind: RouteKind<T>,
	route: T,
	destination: NamedDestination,
	snapshot: Snapshot,
): Backing {
	const {service: wanted, subset, name} = destination;
	const service = wanted === null ? 'unknown' : serviceOf(wanted, snapshot);
	const subsetLabels = subset === null ? {} : (kind.subsetLabels?.(destination, route, snapshot) ?? null);
	const selector = typeof service === 'string' ? null : service.selector;
	const selected = subsetLabels && {...selector, ...subsetLabels};
	const deployments = selected && selector && wanted ? deploymentsBehind(wanted, selected, snapshot) : [];
	const endpoints = wanted === null ? 'unknown' : readyEndpoints(wanted, snapshot);
	return {
		name,
		subset,
		role: destination.role ?? null,
		wanted,
		service,
		deployments,
		selected,
		version: versionOf(selected ?? {}) ?? onlyOf(deployments, ({template}) => versionOf(template.labels)),
		tag: onlyOf(deployments, ({template}) => templateTag(template, null)),
		pods: podsOf(service, deployments, subset === null ? endpoints : 'unknown'),
		endpoints,
	};
}

function serviceOf({namespace, name}: ServiceName, snapshot: Snapshot): Backing['service'] {
	const found = snapshot.get(SERVICES, namespace, name);
	return found ?? (snapshot.list(SERVICES, namespace).length > 0 ? 'missing' : 'unknown');
}

/** The Deployments of a Service's namespace whose pods have these labels; those with pods first. */
export function deploymentsBehind(
	{namespace}: ServiceName,
	wanted: Labels,
	snapshot: Snapshot,
): readonly DeploymentObject[] {
	const pairs = Object.entries(wanted);
	// Others write the endpoints of a Service without a selector.
	if (pairs.length === 0) return [];
	return snapshot
		.list(DEPLOYMENTS, namespace)
		.filter(({template}) => pairs.every(([key, value]) => template.labels[key] === value))
		.toSorted((one, other) => other.desired - one.desired || (one.metadata.name < other.metadata.name ? -1 : 1));
}

/** Labels that name the version, by convention. */
export const versionLabels = ['version', 'app.kubernetes.io/version'] as const;

function versionOf(labels: Labels): SafeText | null {
	return versionLabels.map(key => labels[key]).find(value => value !== undefined) ?? null;
}

/** The value on which all Deployments with pods agree; null if they disagree. */
function onlyOf(
	deployments: readonly DeploymentObject[],
	of: (deployment: DeploymentObject) => SafeText | null,
): SafeText | null {
	const said = new Set(withPods(deployments).map(of));
	return said.size === 1 ? ([...said][0] ?? null) : null;
}

/** The Deployments that should have pods; all of them if none should. */
export function withPods(deployments: readonly DeploymentObject[]): readonly DeploymentObject[] {
	const running = deployments.filter(({desired}) => desired > 0);
	return running.length > 0 ? running : deployments;
}

function podsOf(
	service: Backing['service'],
	deployments: readonly DeploymentObject[],
	endpoints: number | 'unknown',
): PodCount {
	if (service === 'missing') return {desired: 0, ready: 0, restarts: 'unknown'};
	if (deployments.length === 0) return {desired: 'unknown', ready: endpoints, restarts: 'unknown'};
	const sum = (of: (deployment: DeploymentObject) => number) => deployments.reduce((all, one) => all + of(one), 0);
	return {desired: sum(({desired}) => desired), ready: sum(({ready}) => ready), restarts: 'unknown'};
}

function readyEndpoints({namespace, name}: ServiceName, snapshot: Snapshot): number | 'unknown' {
	const slices = snapshot.list(ENDPOINT_SLICES, namespace).filter(({service}) => service === name);
	return slices.length === 0 ? 'unknown' : slices.reduce((sum, {ready}) => sum + ready, 0);
}
