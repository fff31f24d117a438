import type {KubeObject, ShopCanaries, ShopService} from '../../contract.ts';
import {type ServiceKey, serviceKey, type TrafficModel} from '../series/traffic-model.ts';
import {collections, type EventObject, type RolloutObject} from './cluster-objects.ts';
import {concerning, selectingEither, toldAbout} from './concerning.ts';
import {createKnownObjects, type KnownObjects, type ObjectKind} from './known-objects.ts';
import type {KubeAccess} from './kube-access.ts';
import {getPatiently, listWatch} from './list-watch.ts';
import {beginOf, withPastCanaries} from './past-canaries.ts';
import {pastShares} from './past-shares.ts';
import type {Route} from './route.ts';
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
	const known = createKnownObjects();
	const byNamespace = Map.groupBy(model.services, ({namespace}) => namespace);
	const servicesIn = (namespace: string) => byNamespace.get(namespace) ?? [];
	const routes = new Map<ServiceKey, readonly Route[]>();
	let isPastRecorded = false;

	const record = (service: ShopService, isRouted = true): void => {
		const key = serviceKey(service);
		const objects = known.in(service.namespace);
		const found = (isRouted ? undefined : routes.get(key)) ?? routesOf(service, objects);
		routes.set(key, found);
		const shares = sharesOf(service, found, objects);
		const last = model.history(key).at(-1);
		// A service gets no traffic before it exists.
		if (shares.length === 0 && last === undefined) return;
		// The second of an Event may be a little ahead of this clock.
		model.record(key, Math.max(clock.nowMs(), last?.fromMs ?? 0), shares);
	};
	const onChanged = (kind: ObjectKind, before: KubeObject | undefined, after: KubeObject | undefined): void => {
		const namespace = (after ?? before)?.metadata.namespace ?? '';
		known.change(kind, before, after);
		if (!isPastRecorded) return;
		if (kind !== 'replicaSets') {
			for (const service of servicesIn(namespace)) record(service);
			return;
		}
		// Most changes there are: pods become ready or unready, which moves the requests of few services.
		const names = selectingEither(known.in(namespace), before, after);
		for (const service of servicesIn(namespace)) {
			if (routes.get(serviceKey(service))?.some(route => names.has(route.service))) record(service, false);
		}
	};

	const listed = Object.entries(collections).map(([name, path]) => {
		const kind = name as ObjectKind;
		return new Promise<void>(resolve => {
			const onListed = (found: readonly KubeObject[]) => {
				known.set(kind, found);
				if (isPastRecorded) for (const service of model.services) record(service);
				resolve();
			};
			const changed = (before: KubeObject | undefined, after: KubeObject | undefined) => onChanged(kind, before, after);
			// A rejection is a bug; it ends the process.
			void listWatch({access, path, signal, onListed, onChanged: changed}).then(resolve);
		});
	});
	await Promise.all(listed);
	const told = await readTold(access, signal);
	if (told === undefined || signal.aborted) return;
	recordPast(model, known, told, pastCanaries);
	isPastRecorded = true;
	for (const service of model.services) record(service);
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
	known: KnownObjects,
	told: Told,
	pastCanaries: Learning['pastCanaries'],
): void => {
	const {originMs, startMs} = model;
	const rollouts = new Map(told.rollouts.map(rollout => [nameIn(rollout), rollout]));
	const events = Map.groupBy(told.events, ({metadata}) => metadata.namespace);
	for (const service of model.services) {
		const key = serviceKey(service);
		const rollout = rollouts.get(key);
		const past = pastCanaries[key];
		const objects = concerning(service, rollout, known.in(service.namespace));
		const sinceMs = past ? beginOf(past, startMs) : originMs;
		const said = toldAbout(service, objects, events.get(service.namespace) ?? []);
		const before = pastShares({service, objects, rollout, events: said, originMs: sinceMs});
		const periods = past ? withPastCanaries(before, past, {service, objects, startMs}) : before;
		for (const {fromMs, shares} of periods) model.record(key, fromMs, shares);
	}
};

const nameIn = ({metadata}: KubeObject): string => `${metadata.namespace}/${metadata.name}`;
