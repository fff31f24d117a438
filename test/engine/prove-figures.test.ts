import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {LatencyReading} from '../../source/domain/reading.ts';
import type {LatencySample, TrafficSample} from '../../source/domain/signals/signals.ts';
import {type Equation, figures, type Proof} from '../../source/engine/evidence/proof/proof.ts';
import {proofOf} from '../../source/engine/evidence/proof/prove.ts';
import {prove} from '../../source/engine/screens/prove/prove.ts';
import {istio} from '../../source/meshes/istio/istio.ts';
import {linkerd} from '../../source/meshes/linkerd/linkerd.ts';
import type {QuantilePlace} from '../../source/statistics/histogram.ts';
import {readSituation} from '../releases/situation.ts';
import type {Desk} from './support/desk.ts';
import {evaluated} from './support/evaluate.ts';
import {checkout, deskAt} from './support/recorded.ts';
import {recordedSamples} from './support/recorded-samples.ts';
import {narrow, sample} from './support/session.ts';
import {failing, paused, taking} from './support/verdicts.ts';

/** A figure on screen, and its proof. */
interface Proven {
	readonly what: string;
	readonly reading: LatencyReading | null;
	readonly proof: Proof;
}

/** Every figure of every row, versions and comparisons included. */
function allProven(desk: Desk): readonly Proven[] {
	const {context} = desk;
	const state = desk.state();
	return [...context.derive.rows(state).rows.values()].flatMap(row => {
		const {rows} = prove.select(context, state, state, {kind: 'prove', key: row.key});
		const release = row.release === null ? null : (context.derive.releases(state).get(row.release) ?? null);
		return rows.flatMap(({subject, cells}) =>
			figures.map(figure => ({
				what: `${row.key} ${subject} ${figure}`,
				reading: cells[figure],
				proof: proofOf(context, state, {row, release, anchor: row.key, figure, subject}),
			})),
		);
	});
}

/** What the first equation says the figure is. */
function provenFigure([first]: readonly Equation[]): number | null {
	switch (first?.kind) {
		case 'ratio':
			return first.ratio;
		case 'perMinute':
		case 'extra':
			return first.perMinute;
		case 'sum':
		case 'mean':
			return first.perSecond;
		case 'quantile':
			return first.valueMs ?? untoldBound(first.place);
		case 'difference':
			return first.difference;
		case 'slower':
			return first.byMs;
		case 'share':
			return first.share;
		default:
			return null;
	}
}

/** The bound beyond which the histogram tells nothing: the last finite one, or that of a wide first bucket. */
function untoldBound(place: QuantilePlace | null): number | null {
	if (place === null) return null;
	return place.bucket.upperMs === Number.POSITIVE_INFINITY ? place.before.upperMs : place.bucket.upperMs;
}

function figureIn(reading: LatencyReading | null): number | null {
	if (reading === null) return null;
	if (reading.kind === 'above' || reading.kind === 'below') return reading.boundMs;
	return 'value' in reading ? reading.value : null;
}

function expectProven(desk: Desk): readonly Proven[] {
	const all = allProven(desk);
	for (const {what, reading, proof} of all) {
		const figure = figureIn(reading);
		const told = provenFigure(proof.equations);
		// A difference that may be chance is no harm: it has its arithmetic, and no figure on screen.
		if (reading !== null) expect(told, what).toBe(figure);
		for (const equation of proof.equations) {
			const {told: result, computed} = evaluated(equation);
			if (result === null || computed === null) expect(result, what).toBe(computed);
			else expect(result, what).toBeCloseTo(computed, 9);
		}
	}
	return all;
}

function deskWith(traffic: readonly TrafficSample[], latency: readonly LatencySample[] = [], name = paused): Desk {
	const desk = deskAt(name, {world: {trafficAt: () => traffic, latencyAt: () => latency}});
	desk.advance(30_000);
	return desk;
}

const bounds = [1, 5, 10, 25, 50, 100, 250, 500, 1_000, Number.POSITIVE_INFINITY];

function histogram({identity, viewpoint}: TrafficSample, counts: readonly number[]): LatencySample {
	let perSecond = 0;
	const buckets = bounds.map((upperMs, at) => {
		perSecond += counts[at] ?? 0;
		return {upperMs, perSecond};
	});
	return {identity, viewpoint, buckets};
}

const recorded = [
	{mesh: istio, file: 'sidecar-1.14', services: [{namespace: 'default', name: 'details'}]},
	{mesh: istio, file: 'sidecar-503-labels', services: []},
	{mesh: linkerd, file: 'proxy-2026-canary-failures', services: []},
];

describe.each(recorded)('the figures of what $mesh.id recorded in $file', ({mesh, file, services}) => {
	test('follow from the proof of every row', () => {
		const {traffic, latency} = recordedSamples(mesh, file, services);
		expect(traffic.length).toBeGreaterThan(0);
		const all = expectProven(deskWith(traffic, latency));
		const told = all.filter(({reading}) => reading !== null && reading.kind !== 'noSeries');
		expect(told.length).toBeGreaterThan(0);
		expect(all.some(({proof}) => proof.counting?.failureRule === mesh.failureRule)).toBe(mesh === istio);
	});
});

test('every figure follows from its proof, whatever was measured', () => {
	const rate = fc.oneof(fc.constant(0), fc.double({min: 0.001, max: 2_000, noNaN: true}));
	const services = ['checkout', 'checkout-stable', 'checkout-canary', 'catalog'];
	const one = fc.record({
		service: fc.constantFrom(...services),
		viewpoint: fc.constantFrom('source', 'destination', 'waypoint'),
		requests: rate,
		failing: fc.double({min: 0, max: 1, noNaN: true}),
		counts: fc.array(rate, {minLength: bounds.length, maxLength: bounds.length}),
	});
	fc.assert(
		fc.property(fc.array(one, {maxLength: 8}), drawn => {
			const traffic = drawn.map(({service, viewpoint, requests, failing}) => ({
				...sample(service, requests, requests * failing),
				viewpoint,
			}));
			const latency = drawn.map(({counts}, at) => histogram(traffic[at] ?? sample('checkout', 0), counts));
			expectProven(deskWith(traffic, latency));
		}),
		{numRuns: 20},
	);
});

test('the series that are shown add up to the figures', () => {
	const desk = deskWith([sample('checkout-stable', 95, 0.5), sample('checkout-canary', 5, 0.25), sample('catalog', 7)]);
	for (const {what, proof} of allProven(desk)) {
		const [first, ...others] = proof.equations;
		if (proof.raw.kind !== 'series') continue;
		const {requestsPerSecond, failuresPerSecond} = proof.raw.sums;
		for (const equation of first ? [first, ...others] : []) {
			if (equation.kind !== 'sum') continue;
			expect(equation.perSecond, what).toBeCloseTo(
				equation.of === 'requests' ? requestsPerSecond : failuresPerSecond,
				9,
			);
		}
	}
});

test('what another viewpoint counts of the same requests is named, and never added', () => {
	const desk = deskWith([sample('catalog', 7, 1), {...sample('catalog', 6.5), viewpoint: 'destination'}]);
	const rows = allProven(desk).filter(({what}) => what.includes('catalog row errors'));
	expect(rows).toMatchObject([
		{
			proof: {
				equations: [{kind: 'ratio', requestsPerSecond: 7, failuresPerSecond: 1}, {}, {}],
				counting: {viewpoint: 'source'},
				leftOut: [{viewpoint: 'destination', requestsPerSecond: 6.5, series: 1}],
			},
		},
	]);
});

test('a quantile is proven by the instants that told histograms, which may be fewer than those of the rates', () => {
	const toldFromMs = readSituation(paused).nowMs + 60_000;
	const histograms = () => [taking(50, 10)('checkout-stable', 950), taking(50, 10)('checkout-canary', 50)];
	const desk = deskAt(paused, {
		size: narrow,
		world: {trafficAt: failing(1, 0.05), latencyAt: serverMs => (serverMs < toldFromMs ? null : histograms())},
	});
	desk.advance(110_000);
	const told = (desk.state().metrics.observed[checkout] ?? []).filter(({histograms: one}) => one !== undefined);
	const proofs = expectProven(desk).filter(({what}) => what.includes(' canary '));
	const atOf = (figure: string) => proofs.find(({what}) => what.endsWith(figure))?.proof.asked?.at;
	expect(told.length).toBeGreaterThan(5);
	expect(atOf('p95')).toEqual({
		kind: 'instants',
		count: told.length,
		fromMs: told[0]?.atMs,
		toMs: told.at(-1)?.atMs,
	});
	expect(atOf('errors')).toMatchObject({kind: 'instants', toMs: told.at(-1)?.atMs});
	expect(atOf('errors')).not.toEqual(atOf('p95'));
});
