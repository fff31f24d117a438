import {describe, test} from 'vitest';
import type {SliceDimension} from '../../source/domain/signals/slice-sample.ts';
import {countOf, type Increase} from '../../source/judge/counts/count-of.ts';
import {type PodCounts, phiNow, phiOfPods, phiOverTime} from '../../source/judge/counts/dispersion.ts';
import {latencyThresholds} from '../../source/judge/counts/latency-thresholds.ts';
import {podMargin, podVariation} from '../../source/judge/counts/pod-margin.ts';
import {pastBound, switchAfter, switchedOff} from '../../source/judge/evidence/known-level.ts';
import {type Estimate, pressOrWait} from '../../source/judge/verdict/press-or-wait.ts';
import {whereItFails} from '../../source/judge/where-it-fails.ts';
import {type QuantileBound, quantileInterval} from '../../source/statistics/quantile-interval.ts';
import {expectLike, readVectors} from './vectors.ts';

test.each(readVectors<Increase, number>('count-of'))(
	'counts from an increase are the reference’s: $input',
	({input, output}) => {
		expectLike(countOf(input), output);
	},
);

type PhiInput =
	| {readonly kind: 'phiTime'; readonly failures: readonly number[]; readonly requests: readonly number[]}
	| ({readonly kind: 'phiPods'} & PodCounts)
	| ({readonly kind: 'phiNow'; readonly levels: readonly number[]; readonly base: number} & PodCounts)
	| ({readonly kind: 'podMargin'; readonly phi: number; readonly canaryPods: number} & PodCounts);

describe('how much counts vary is the reference’s', () => {
	test.each(numbered<PhiInput, unknown>('phi'))('%i', (_index, {input, output}) => {
		expectLike(variationOf(input), output);
	});
});

function variationOf(input: PhiInput): unknown {
	switch (input.kind) {
		case 'phiTime':
			return phiOverTime(input.failures, input.requests);
		case 'phiPods':
			return phiOfPods(input);
		case 'phiNow':
			return phiNow(input, {levels: input.levels, phi: input.base});
		case 'podMargin': {
			const variation = podVariation(input, input.phi);
			const stablePods = input.requests[0]?.length ?? 0;
			return {cv: variation, extraRelative: podMargin({variation, canaryPods: input.canaryPods, stablePods})};
		}
	}
}

type Buckets = readonly (readonly [upperMs: number | null, cumulative: number])[];

interface ThresholdInput {
	readonly past: Buckets;
	readonly sloMs: number | null;
}

describe('the thresholds of latency are the reference’s', () => {
	test.each(numbered<ThresholdInput, unknown>('choose-thresholds'))('%i', (_index, {input: {past, sloMs}, output}) => {
		expectLike(latencyThresholds(countsIn(past), sloMs), output);
	});
});

interface QuantileInput {
	readonly buckets: Buckets;
	readonly q: number;
	readonly phi: number;
}

describe('a quantile’s interval is the reference’s', () => {
	test.each(numbered<QuantileInput, unknown>('quantile-interval'))(
		'%i',
		(_index, {input: {buckets, q, phi}, output}) => {
			const interval = quantileInterval(countsIn(buckets), {quantile: q, phi});
			const said = (bound: QuantileBound) =>
				bound.kind === 'value' ? {valueMs: bound.valueMs, aboveMs: null} : {valueMs: null, aboveMs: bound.boundMs};
			expectLike(
				interval === null
					? null
					: {estimate: said(interval.estimate), low: said(interval.low), high: said(interval.high)},
				output,
			);
		},
	);
});

test.each(readVectors<{readonly k: number; readonly n: number; readonly phi: number}, number>('past-bound'))(
	'the bound of the past is the reference’s: $input',
	({input: {k, n, phi}, output}) => {
		expectLike(pastBound({failures: k, requests: n, phi}), output);
	},
);

interface SwitchInput {
	readonly p0: number;
	readonly need: number;
	readonly phi: number;
	readonly rows: readonly (readonly [failures: number, requests: number])[];
}

describe('a switch beside a known ratio is the reference’s', () => {
	test.each(numbered<SwitchInput, unknown>('switch-against-known'))(
		'%i',
		(_index, {input: {p0, need, phi, rows}, output}) => {
			let state = switchedOff;
			const positions = rows.map(([failures, requests]) => {
				state = switchAfter(state, {failures, requests, phi}, {ratio: p0, need});
				return state.isOn;
			});
			expectLike(positions, output);
		},
	);
});

interface WhereInput {
	readonly total: {readonly kc: number; readonly nc: number; readonly ks: number; readonly ns: number};
	readonly slices: readonly {
		readonly dim: SliceDimension;
		readonly value: string;
		readonly kc: number;
		readonly nc: number | null;
		readonly ks: number;
		readonly ns: number | null;
	}[];
	readonly phi: number;
}

describe('where the extra failures are is the reference’s', () => {
	test.each(numbered<WhereInput, unknown>('where'))('%i', (_index, {input: {total, slices, phi}, output}) => {
		const whole = {
			canaryFailures: total.kc,
			canaryRequests: total.nc,
			stableFailures: total.ks,
			stableRequests: total.ns,
			phi,
		};
		const where = whereItFails([
			{
				whole,
				slices: slices.map(({dim, value, kc, nc, ks, ns}) => ({
					dimension: dim,
					value,
					canaryFailures: kc,
					stableFailures: ks,
					requests: nc === null || ns === null ? null : {canary: nc, stable: ns},
				})),
			},
		]);
		expectLike(
			where === null
				? null
				: {
						parts: where.parts.map(({dimension, ...part}) => ({dim: dimension, ...part})),
						likelyNotCode: where.isLikelyNotCode,
					},
			output,
		);
	});
});

interface PressInput {
	readonly excess: Estimate;
	readonly canaryRps: number;
	readonly totalRps: number;
	readonly nextWeight: number | null;
	readonly backSeconds: readonly number[];
	readonly waitSeconds: number;
}

describe('press or wait is the reference’s', () => {
	test.each(numbered<PressInput, unknown>('press-or-wait'))('%i', (_index, {input, output}) => {
		const {canaryRps, totalRps, ...rest} = input;
		expectLike(pressOrWait({...rest, canaryRequestsPerSecond: canaryRps, totalRequestsPerSecond: totalRps}), output);
	});
});

function numbered<Input, Output>(name: string) {
	return readVectors<Input, Output>(name).map((vector, index) => [index, vector] as const);
}

function countsIn(buckets: Buckets) {
	return buckets.map(([upperMs, cumulative]) => ({upperMs: upperMs ?? Number.POSITIVE_INFINITY, cumulative}));
}
