import type {ShopService} from '../../contract.ts';
import {callersOf} from './callers.ts';
import {type Flow, flowsOf} from './flow.ts';
import {failedOf} from './flow-counts.ts';
import {createTrafficCurve, type TrafficCurve} from './traffic-curve.ts';
import {type ServiceKey, serviceKey, type TrafficModel} from './traffic-model.ts';

/** The flows to every service, where a service fails with those that it cannot do without. */
export interface WorldFlows {
	of(service: ShopService): readonly Flow[];
	/** Forgets the flows to a service whose shares changed, and those to the services that fail with it. Returns all of
	 * these. */
	forget(key: ServiceKey): readonly ServiceKey[];
}

export const createWorldFlows = (model: TrafficModel): WorldFlows => {
	const {seed, originMs, startMs} = model;
	const services = new Map(
		model.services.map(service => {
			const key = serviceKey(service);
			return [key as string, {service, curve: createTrafficCurve({...service, name: key, seed, originMs})}];
		}),
	);
	const failing = Map.groupBy(
		model.services.flatMap(service =>
			(service.failsWith ?? []).map(({service: called}) => ({called, key: serviceKey(service)})),
		),
		({called}) => called,
	);
	const known = new Map<ServiceKey, readonly Flow[]>();

	const of = (service: ShopService): readonly Flow[] => {
		const key = serviceKey(service);
		const found = known.get(key);
		if (found !== undefined) return found;
		const own = services.get(key);
		if (own === undefined) throw new Error(`${key} is not of this world`);
		const curve = withInherited(own.curve, inheritedBy(service));
		const flows = flowsOf({service, curve, history: model.history(key), originMs, startMs});
		known.set(key, flows);
		return flows;
	};

	/** What its failed calls add to its own failures, as functions of time. */
	const inheritedBy = (service: ShopService): readonly ((atMs: number) => number)[] =>
		(service.failsWith ?? []).map(({service: called, share}) => {
			const callee = services.get(called)?.service;
			const caller = callee && callersOf(callee).find(one => one.service === serviceKey(service));
			if (callee === undefined || caller === undefined)
				throw new Error(`${serviceKey(service)} does not call ${called}`);
			const failed = failedOf({flows: of(callee), caller});
			return atMs => share * failed(atMs);
		});

	const forget = (key: ServiceKey): readonly ServiceKey[] => {
		known.delete(key);
		return [key, ...(failing.get(key) ?? []).flatMap(one => forget(one.key))];
	};

	return {of, forget};
};

const withInherited = (curve: TrafficCurve, inherited: readonly ((atMs: number) => number)[]): TrafficCurve => {
	if (inherited.length === 0) return curve;
	return {
		accumulated: atMs => ({
			...curve.accumulated(atMs),
			inherited: inherited.reduce((sum, failuresAt) => sum + failuresAt(atMs), 0),
		}),
	};
};
