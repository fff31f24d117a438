import {serviceKey} from '../../../source/domain/cluster/keys.ts';
import {indexAnchors} from '../../../source/traffic/anchor-index.ts';
import type {FoldedEdges} from '../../../source/traffic/edges/edge.ts';
import {foldEdges} from '../../../source/traffic/edges/fold-edges.ts';
import {prod} from '../../support/prod.ts';
import {service} from '../support/fold-objects.ts';
import {call} from './calls.ts';

/** Who calls whom how often a second, and how often that fails. */
export type Calls = readonly [caller: string | null, callee: string, requests: number, errors?: number];

/** Edges between Services of `shop`, each called by its name. */
export function graphOf(calls: readonly Calls[]): FoldedEdges {
	const names = new Set(calls.flatMap(([from, to]) => (from === null ? [to] : [from, to])));
	const services = [...names].map(name => service(name, {app: name}));
	const index = indexAnchors({cluster: prod, releases: [], services, namespaces: 'all'});
	const samples = calls.map(([from, to, requests, errors]) => {
		const one = call(from && `shop/${from}`, `shop/${to}`, requests, errors);
		return {...one, caller: one.caller && {...one.caller, service: one.caller.workload, workload: null}};
	});
	return foldEdges(index, samples, new Map());
}

export function keyOf(name: string) {
	return serviceKey(prod, 'shop', name);
}
