import {createDirectRoute} from '../../../../source/adapters/prometheus/direct-route.ts';
import {createPrometheus} from '../../../../source/adapters/prometheus/prometheus.ts';
import {scopeOf} from '../../../../source/domain/signals/series-scope.ts';
import {type Asker, createAsker} from '../../../../source/engine/queries/asker.ts';
import type {Mesh} from '../../../../source/meshes/contract.ts';
import {istio} from '../../../../source/meshes/istio/istio.ts';
import type {MetricsPort} from '../../../../source/ports/metrics.ts';

/** A Prometheus at this address, without a login. */
export function directPort(url: string): MetricsPort {
	const access = {auth: {kind: 'none'}, headers: {}, caFile: null, certFile: null, keyFile: null} as const;
	return createPrometheus({route: createDirectRoute(url, access), matchers: {}, nowMs: Date.now});
}

/** Asks this Prometheus as perch does once it has found Istio, or another mesh, there, and how often that is scraped. */
export function istioAsker(
	port: MetricsPort,
	{
		scrapeSeconds,
		windowSeconds,
		mesh = istio,
	}: {readonly scrapeSeconds: number; readonly windowSeconds: number; readonly mesh?: Mesh},
): Asker {
	const scope = scopeOf({});
	const questions = mesh.questions(scope);
	const connection = {
		port,
		mesh,
		signs: [],
		recorded: [],
		rules: null,
		unusedRules: null,
		scope,
		questions,
		scrapeIntervalSeconds: scrapeSeconds,
		windowSeconds,
	};
	const {signal} = new AbortController();
	return createAsker({connections: [connection], isOrdered: false, meshes: [mesh], signal, replace() {}});
}
