import {ident, type SafeText, safe} from '../../domain/safe-text.ts';
import type {Equation, Figure} from '../../engine/evidence/proof.ts';
import {exactText, signedText} from '../lines/exact.ts';
import {latencyText, percentText, rateText} from '../lines/figures.ts';

/** An equation in words, the result first, as the row shows it. The second row holds where a term comes from. */
export function equationTexts(equation: Equation, figure: Figure): readonly SafeText[] {
	switch (equation.kind) {
		case 'sum':
			return [sumText(equation)];
		case 'mean': {
			const {of, perSecond, instants} = equation;
			return [safe`${rate(perSecond, of)} = the mean of ${count(instants, 'instant')}`];
		}
		case 'ratio': {
			const {ratio, failuresPerSecond, requestsPerSecond} = equation;
			if (ratio === null) return [safe`no ratio: 0 requests/s were counted, and nothing can be divided by 0`];
			return [
				safe`${percentText(ratio)} % = ${rate(failuresPerSecond, 'failures')} ÷ ${rate(requestsPerSecond, 'requests')}`,
			];
		}
		case 'perMinute': {
			const {perMinute, perSecond} = equation;
			return [safe`${rateText(perMinute)} failed/min = ${rate(perSecond, 'failures')} × 60`];
		}
		case 'quantile':
			return quantileTexts(equation, figure);
		case 'sampleSize': {
			const {requests, perSecond, seconds, needed} = equation;
			const enough = requests < needed ? safe`TOO FEW, ${figure} needs` : safe`${figure} needs`;
			return [
				safe`${exactText(requests)} requests = ${exactText(perSecond)}/s × ${exactText(seconds)} s · ${enough} ${needed}`,
			];
		}
		case 'wilson': {
			const {side, tally, ratio, interval} = equation;
			const {failures, requests} = tally;
			return [
				safe`${side} ${percent(ratio)} % = ${exactText(failures)} of ~${exactText(Math.round(requests))} requests · ${percent(interval.low)} to ${percent(interval.high)} % (Wilson, 95 %)`,
			];
		}
		case 'difference':
			return differenceTexts(equation);
		case 'chance':
			return [chanceText(equation)];
		case 'extra': {
			const {perMinute, low, high, difference, canaryPerSecond} = equation;
			return [
				safe`${signedText(Number(perMinute.toFixed(1)))} failed/min = ${signedPercent(difference)} % × ${exactText(canaryPerSecond)} requests/s × 60`,
				safe`95 % interval ${signedText(Number(low.toFixed(1)))} to ${signedText(Number(high.toFixed(1)))} failed/min`,
			];
		}
		case 'slower': {
			const {byMs, canaryMs, stableMs} = equation;
			return [safe`${signedText(byMs)} ms = ${exactText(canaryMs)} ms − ${exactText(stableMs)} ms`];
		}
		case 'share': {
			const {share, canaryPerSecond: canary, stablePerSecond: stable} = equation;
			if (share === null) return [safe`no share: neither version got a request`];
			return [
				safe`${percentText(share)} % = ${exactText(canary)} ÷ (${exactText(canary)} + ${exactText(stable)}) requests/s`,
			];
		}
	}
}

type Of<Kind extends Equation['kind']> = Extract<Equation, {kind: Kind}>;

function sumText({of, perSecond, series}: Of<'sum'>): SafeText {
	if (series === 0 && of === 'failures') return safe`0 failed/s: no series counts a failure`;
	const of1 = series === 1 ? safe`one series` : safe`the sum of ${count(series, 'series')}`;
	return safe`${rate(perSecond, of)} = ${of1}`;
}

/** Linear within the bucket, as Prometheus' `histogram_quantile`. */
function quantileTexts({quantile, place, valueMs}: Of<'quantile'>, figure: Figure): readonly SafeText[] {
	if (place === null) return [safe`no ${figure}: no histogram, or one without requests`];
	const {total, rank, before, bucket} = place;
	const ranked = safe`rank ${exactText(rank)} = ${exactText(quantile)} × ${exactText(total)} requests/s`;
	const [from, to] = [exactText(before.upperMs), exactText(bucket.upperMs)];
	const [below, within] = [exactText(before.cumulative), exactText(bucket.cumulative)];
	if (valueMs === null) {
		return [
			safe`above ${from} ms: ${below} requests/s are at most that slow, fewer than the rank`,
			safe`${ranked} · the histogram has no higher bound`,
		];
	}
	return [
		safe`${latencyText(valueMs)} = ${from} + (${to} − ${from}) × (${exactText(rank)} − ${below}) ÷ (${within} − ${below}) ms`,
		safe`${ranked} · ${below}/s take at most ${from} ms, ${within}/s at most ${to} ms`,
	];
}

/** Newcombe's hybrid score: the distances of both Wilson intervals, at a right angle. */
function differenceTexts({difference, canary, stable, interval}: Of<'difference'>): readonly SafeText[] {
	const [d, c, s] = [percent(difference), percent(canary.ratio), percent(stable.ratio)];
	const [cLow, cHigh] = [percent(canary.interval.low), percent(canary.interval.high)];
	const [sLow, sHigh] = [percent(stable.interval.low), percent(stable.interval.high)];
	return [
		safe`${signedPercent(difference)} % = ${c} % − ${s} % · 95 % interval ${signedPercent(interval.low)} to ${signedPercent(interval.high)} % (Newcombe)`,
		safe`low  = ${d} − √((${c} − ${cLow})² + (${sHigh} − ${s})²) = ${signedPercent(interval.low)} %`,
		safe`high = ${d} + √((${cHigh} − ${c})² + (${s} − ${sLow})²) = ${signedPercent(interval.high)} %`,
	];
}

function chanceText({isBeyond, low, windows, windowsNeeded}: Of<'chance'>): SafeText {
	const over = safe`${count(windows, 'window')} that ${windows === 1 ? safe`does` : safe`do`} not overlap`;
	if (isBeyond) return safe`beyond chance: the whole interval lies above 0, over ${over} (needs ${windowsNeeded})`;
	if (low > 0) return safe`too early to tell from chance: over ${over}, needs ${windowsNeeded}`;
	return safe`may be chance: the interval reaches down to ${signedPercent(low)} %`;
}

function rate(perSecond: number, of: 'requests' | 'failures'): SafeText {
	return of === 'requests' ? safe`${exactText(perSecond)} requests/s` : safe`${exactText(perSecond)} failed/s`;
}

function count(number: number, noun: 'series' | 'instant' | 'window'): SafeText {
	const plural = noun === 'series' || number === 1 ? '' : 's';
	return ident(`${number} ${noun}${plural}`);
}

/** In percent, without the sign `%`. */
function percent(ratio: number): SafeText {
	return exactText(Number((ratio * 100).toPrecision(4)));
}

function signedPercent(ratio: number): SafeText {
	return signedText(Number((ratio * 100).toPrecision(4)));
}
