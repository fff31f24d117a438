import type {KubeObject, ShopService} from '../../contract.ts';
import type {ClusterObjects, EventObject, Labels, ReplicaSetObject, RolloutObject} from './cluster-objects.ts';
import {routesOf} from './routing.ts';
import {hasAll, templateLabels, withLabels} from './with-labels.ts';

/** Of the objects of a namespace those that decide, or once decided, where the requests of one service go: a namespace
 * may have a thousand Services. */
export const concerning = (
	service: ShopService,
	rollout: RolloutObject | undefined,
	objects: ClusterObjects,
): ClusterObjects => {
	const {canaryService, stableService} = rollout?.spec.strategy?.canary ?? {};
	const routed = routesOf(service, objects).map(route => route.service);
	const names = new Set([service.name, canaryService, stableService, ...routed]);
	const services = objects.services.filter(({metadata}) => names.has(metadata.name));
	const found = services.flatMap(({spec}) => withLabels(objects.replicaSets, withoutHash(spec?.selector ?? {})));
	const replicaSets = [...new Set(found)];
	return {...objects, services, replicaSets};
};

/** The Events about the owners of these objects. */
export const toldAbout = (
	{name}: ShopService,
	{replicaSets, virtualServices}: ClusterObjects,
	events: readonly EventObject[],
): readonly EventObject[] => {
	if (events.length === 0) return events;
	const routes = virtualServices.filter(({metadata}) => metadata.name === name);
	const owners = [...replicaSets, ...routes].flatMap(({metadata}) => metadata.ownerReferences ?? []);
	const names = new Set([name, ...owners.map(owner => owner.name)]);
	return events.filter(({involvedObject}) => names.has(involvedObject.name));
};

/** The names of the Services whose requests a change of a ReplicaSet moves; none where nothing changed that counts. */
export const selectingEither = (
	{services}: ClusterObjects,
	before: KubeObject | undefined,
	after: KubeObject | undefined,
): ReadonlySet<string> => {
	const [old, now] = [before, after] as readonly (ReplicaSetObject | undefined)[];
	if (old !== undefined && now !== undefined && readyOf(old) === readyOf(now) && isSameTemplate(old, now))
		return nothing;
	const sides = [old, now].filter(side => side !== undefined).map(templateLabels);
	const found = services.filter(({spec}) => sides.some(labels => hasAll(labels, spec?.selector ?? {})));
	return new Set(found.map(({metadata}) => metadata.name));
};

const nothing: ReadonlySet<string> = new Set();

const readyOf = ({status}: ReplicaSetObject): number => status?.readyReplicas ?? 0;

const isSameTemplate = (old: ReplicaSetObject, now: ReplicaSetObject): boolean =>
	JSON.stringify(old.spec.template) === JSON.stringify(now.spec.template);

/** A release once selected other pods by their hash. */
const withoutHash = ({'rollouts-pod-template-hash': _, ...selector}: Labels): Labels => selector;
