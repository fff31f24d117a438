import {expect, test} from 'vitest';
import {scopeOf} from '../../../source/domain/signals/series-scope.ts';
import {safe} from '../../../source/domain/text/safe-text.ts';
import {createAsker} from '../../../source/engine/queries/asker.ts';
import {past} from '../../../source/engine/questions/past/past.ts';
import {trend} from '../../../source/engine/questions/trend.ts';
import {istio} from '../../../source/meshes/istio/istio.ts';
import type {MetricsPort} from '../../../source/ports/metrics.ts';
import {never, withServer} from './support/clients.ts';
import type {Script} from './support/scripted-server.ts';

const usualMaximumBytes = 8 * 2 ** 20;
const endMs = Date.parse('2026-11-21T07:11:23Z');
const daySeconds = 86_400;
const patient = {deadlineMs: 60_000};

/** A Prometheus with so many services of two versions, seen from both sides; of one instant only where one is named.
 * Notes how large its answers are. */
function largeServer(services: number, onlySeconds: number | null = null) {
	let largest = 0;
	const script: Script = ({parameters}, response) => {
		const [start = 0, end = 0, step = 1] = ['start', 'end', 'step'].map(name =>
			Number.parseFloat(parameters.get(name) ?? ''),
		);
		const times: number[] = [];
		if (onlySeconds === null || start === onlySeconds) for (let at = start; at <= end; at += step) times.push(at);
		const own = parameters.get('query')?.includes('_bucket') ? buckets : codes;
		const result = times.length === 0 ? [] : Array.from({length: services}, (_, at) => seriesOf(at, own, times)).flat();
		const body = JSON.stringify({status: 'success', data: {resultType: 'matrix', result}});
		largest = Math.max(largest, body.length);
		response.writeHead(200, {'content-type': 'application/json'}).end(body);
	};
	return {script, largest: () => largest};
}

const codes = [{request_protocol: 'http', response_code: '200', grpc_response_status: ''}];
const buckets = ['1', '5', '10', '25', '50', '100', '250', '500', '1000', '+Inf'].map(le => ({le}));

function seriesOf(service: number, own: readonly object[], times: readonly number[]): readonly object[] {
	const sides = ['source', 'destination'].flatMap(reporter => ['1.0.0', '1.1.0'].map(version => ({reporter, version})));
	return sides.flatMap(({reporter, version}) =>
		own.map(labels => ({
			metric: {
				reporter,
				destination_service_namespace: 'shop',
				destination_service_name: `service-${service}`,
				destination_workload: `service-${service}`,
				destination_canonical_revision: version,
				...labels,
			},
			values: times.map(at => [at, '12.345678901234567']),
		})),
	);
}

function askerOf(port: MetricsPort) {
	const scope = scopeOf({});
	const questions = istio.questions(scope);
	const plain = {signs: [], recorded: [], rules: null, unusedRules: null};
	const connection = {...plain, port, mesh: istio, scope, questions, scrapeIntervalSeconds: 15, windowSeconds: 60};
	return createAsker({connections: [connection], isOrdered: false, meshes: [istio], signal: never, replace() {}});
}

test('what is usual is read of ten thousand services at once', async () => {
	const {script, largest} = largeServer(10_000, endMs / 1000 - daySeconds);
	const answer = await withServer(script, port => past.ask(askerOf(port), {endMs, keepsTimes: false}), patient);
	expect(largest()).toBeGreaterThan(usualMaximumBytes);
	if (!answer.ok) throw new Error(answer.error.message);
	expect(answer.value.of).toBe('days');
	expect(answer.value.traffic).toHaveLength(10_000);
});

test('the histograms of all cards of a large wall are read', async () => {
	const services = Array.from({length: 240}, (_, at) => ({namespace: safe`shop`, name: safe`service-${at}`}));
	const {script, largest} = largeServer(services.length);
	const answer = await withServer(
		script,
		port => trend.ask(askerOf(port), {services, rangeSeconds: 900, endMs}),
		patient,
	);
	expect(largest()).toBeGreaterThan(usualMaximumBytes);
	if (!answer.ok) throw new Error(answer.error.message);
	expect(answer.value.latency).toHaveLength(30);
});
