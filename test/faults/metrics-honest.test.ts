import {expect, test} from 'vitest';
import type {Fault} from '../../source/demo/prometheus/http/faults.ts';
import {startDemo} from '../journeys/support/demo.ts';
import {startPerch} from '../journeys/support/sre.ts';

const demo = await startDemo();

/** What Prometheus answers to every question, and what perch says of it. */
const answers: readonly (readonly [string, Fault, RegExp])[] = [
	['NaN', {kind: 'value', value: 'NaN'}, /NO METRICS: [\d,]+ series of Istio are no rates: NaN/],
	['+Inf', {kind: 'value', value: '+Inf'}, /NO METRICS: [\d,]+ series of Istio are no rates: \+Inf/],
	['nothing', {kind: 'empty'}, /NO METRICS: no samples of the mesh/],
	['warnings', {kind: 'warnings', warnings: ['store down']}, /PARTIAL METRICS: store down/],
	['422', {kind: 'too-many-samples'}, /METRICS DOWN: .*cannot be executed \(422\)/],
	['503', {kind: 'query-timeout'}, /METRICS DOWN: .*took too long \(503\)/],
	['a page', {kind: 'bad-gateway'}, /METRICS DOWN: .*502 Bad Gateway with a page/],
];

test('perch says what is wrong with each answer of Prometheus, and none of them lets a canary go on', async () => {
	await using sre = await startPerch(demo, {args: ['--refresh', '1'], columns: 160, rows: 45});
	await sre.opens('shop/cart');
	for (const [, fault, says] of answers) {
		await sre.sees(/(?<!\()p promote/);
		await demo.prometheus.tell({kind: 'prometheusFault', fault});
		await sre.sees(says, /\(p promote\)/, /^x back/m);
		await sre.isRefused('p', /no fresh metrics|metrics/);
		await demo.clearFaults();
		await sre.doesNotSee(/METRICS [A-Z]+:|(?:NO|PARTIAL) METRICS:/);
	}
	expect(await demo.perchWrites()).toEqual([]);
});
