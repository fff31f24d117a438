import type {Json, RawObject} from '../../source/domain/cluster/kube-object.ts';
import type {Mutable} from './changed.ts';
import {type Scene, sceneFrom, withObject} from './operator.ts';
import {rawOf, readSituation} from './situation.ts';

interface Variation {
	/** Changes to the recorded Rollout. */
	readonly rollout?: (rollout: Mutable) => void;
	/** The HTTP entries of the recorded VirtualService. */
	readonly http?: readonly Json[];
	/** Other fields of its spec. */
	readonly spec?: RawObject;
	/** Changes to recorded ReplicaSets and Services, by name. */
	readonly objects?: Readonly<Record<string, (object: Mutable) => void>>;
	readonly more?: readonly RawObject[];
	readonly without?: readonly string[];
	readonly laterMs?: number;
}

/** A recorded release of `checkout` with other routes than its own. */
export function routed(situation: string, variation: Variation): Scene {
	const {objects, nowMs} = readSituation(situation);
	const {rollout = () => {}, http, spec = {}, objects: changes = {}, more = [], without = []} = variation;
	const changed = structuredClone(rawOf(objects, 'Rollout')) as unknown as Mutable;
	rollout(changed);
	const service = rawOf(objects, 'VirtualService') as {spec: RawObject};
	const route = {...service, spec: {...service.spec, ...(http ? {http} : {}), ...spec}} as unknown as RawObject;
	const others = objects.map(object => {
		const change = changes[String((object.metadata as RawObject).name)];
		const copy = structuredClone(object);
		if (change && (object.kind === 'ReplicaSet' || object.kind === 'Service')) change(copy as unknown as Mutable);
		return copy;
	});
	const all = withObject(withObject(others, changed as unknown as RawObject), route);
	const kept = all.filter(({kind}) => !without.includes(String(kind)));
	return sceneFrom([...kept, ...more], nowMs + (variation.laterMs ?? 0));
}

/** One entry: weights of stable and canary, absent where null. */
export function entry(stable: number | null, canary: number | null, more: RawObject = {}): RawObject {
	const to = (host: string, weight: number | null): RawObject => ({
		destination: {host},
		...(weight === null ? {} : {weight}),
	});
	return {...more, route: [to('checkout-stable', stable), to('checkout-canary', canary)]};
}

/** An entry that sends all matching requests to the canary alone. */
export function onlyCanary(more: RawObject): RawObject {
	return {...more, route: [{destination: {host: 'checkout-canary'}}]};
}

export function virtualService(name: string, spec: RawObject, namespace = 'shop'): RawObject {
	return {
		apiVersion: 'networking.istio.io/v1',
		kind: 'VirtualService',
		metadata: {name, namespace, uid: `uid-${namespace}-${name}`},
		spec: {hosts: [`${name}.example.test`], ...spec},
	};
}

/** The Rollout's traffic routing in the place of the recorded one. */
export function routing(trafficRouting: RawObject): (rollout: Mutable) => void {
	return rollout => {
		rollout.spec.strategy.canary = {...rollout.spec.strategy.canary, trafficRouting};
	};
}
