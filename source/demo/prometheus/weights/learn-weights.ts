import type {KubeObject, ShopCanaries, ShopService} from '../../contract.ts';
import {serviceKey, type TrafficModel} from '../series/traffic-model.ts';
import {type ClusterObjects, clusterOf, collections, type EventObject, type RolloutObject} from './cluster-objects.ts';
import type {KubeAccess} from './kube-access.ts';
import {getPatiently, listWatch} from './list-watch.ts';
import {beginOf, withPastCanaries} from './past-canaries.ts';
import {pastShares} from './past-shares.ts';
import {withPodSets} from './pod-sets.ts';
import {routesOf, sharesOf} from './routing.ts';

interface Learning {
	readonly access: KubeAccess;
	readonly model: TrafficModel;
	readonly pastCanaries: Readonly<Record<string, ShopCanaries>>;
	readonly clock: {nowMs(): number};
	readonly signal: AbortSignal;
}

/** Records in the model where the cluster's objects route requests, until the signal is aborted. Resolves once
 * every kind was listed and the time before the start is recorded. */
export const learnWeights = async ({access, model, pastCanaries, clock, signal}: Learning): Promise<void> => {
	let objects = clusterOf({});
	let isPastRecorded = false;

	const record = (): void => {
		if (!isPastRecorded) return;
		const known = withPodSets(objects);
		for (const service of model.services) {
			const key = serviceKey(service);
			const shares = sharesOf(service, routesOf(service, known), known);
			const last = model.history(key).at(-1);
			// A service gets no traffic before it exists.
			if (shares.length === 0 && last === undefined) continue;
			// The second of an Event may be a little ahead of this clock.
			model.record(key, Math.max(clock.nowMs(), last?.fromMs ?? 0), shares);
		}
	};

	const listed = Object.entries(collections).map(
		([kind, path]) =>
			new Promise<void>(resolve => {
				const onObjects = (found: readonly KubeObject[]) => {
					objects = {...objects, [kind]: found};
					record();
					resolve();
				};
				// A rejection is a bug; it ends the process.
				void listWatch({access, path, signal, onObjects}).then(resolve);
			}),
	);
	await Promise.all(listed);
	const told = await readTold(access, signal);
	if (told === undefined || signal.aborted) return;
	recordPast(model, withPodSets(objects), told, pastCanaries);
	isPastRecorded = true;
	record();
};

interface Told {
	readonly rollouts: readonly RolloutObject[];
	readonly events: readonly EventObject[];
}

const readTold = async (access: KubeAccess, signal: AbortSignal): Promise<Told | undefined> => {
	const read = async (path: string) => (await getPatiently(access, path, signal)) as KubeList | undefined;
	const [rollouts, events] = await Promise.all([read('/apis/argoproj.io/v1alpha1/rollouts'), read('/api/v1/events')]);
	if (rollouts === undefined || events === undefined) return undefined;
	return {rollouts: rollouts.items as readonly RolloutObject[], events: events.items as readonly EventObject[]};
};

interface KubeList {
	readonly items: readonly KubeObject[];
}

const recordPast = (
	model: TrafficModel,
	objects: ClusterObjects,
	{rollouts, events}: Told,
	pastCanaries: Learning['pastCanaries'],
): void => {
	const {originMs, startMs} = model;
	for (const service of model.services) {
		const rollout = rollouts.find(candidate => isRolloutOf(candidate, service));
		const key = serviceKey(service);
		const past = pastCanaries[key];
		const sinceMs = past ? beginOf(past, startMs) : originMs;
		const told = pastShares({service, objects, rollout, events, originMs: sinceMs});
		const periods = past ? withPastCanaries(told, past, {service, objects, startMs}) : told;
		for (const {fromMs, shares} of periods) model.record(key, fromMs, shares);
	}
};

const isRolloutOf = ({metadata}: RolloutObject, {namespace, name}: ShopService): boolean =>
	metadata.namespace === namespace && metadata.name === name;
