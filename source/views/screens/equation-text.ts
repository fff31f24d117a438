import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {Equation, Figure} from '../../engine/evidence/proof/proof.ts';
import {exactText, signedText} from '../lines/exact.ts';
import {latencyText, percentText, rateText} from '../lines/figures.ts';

/** A row of an equation. The label says what it gives; blank where it explains a term of the rows above. */
export interface EquationRow {
	readonly label: SafeText;
	readonly text: SafeText;
}

/** An equation in words, the result first, as the grid shows it. */
export function equationRows(equation: Equation, figure: Figure): readonly EquationRow[] {
	switch (equation.kind) {
		case 'sum':
			return [term(sumText(equation))];
		case 'mean': {
			const {of, perSecond, instants} = equation;
			return [term(safe`${rate(perSecond, of)} = the mean of ${count(instants, 'instant')}`)];
		}
		case 'ratio': {
			const {ratio, failuresPerSecond, requestsPerSecond} = equation;
			if (ratio === null) return [result(safe`no ratio: 0 requests/s were counted, and nothing can be divided by 0`)];
			const [failed, requests] = [rate(failuresPerSecond, 'failures'), rate(requestsPerSecond, 'requests')];
			return [result(safe`${percentText(ratio)} % = ${failed} ÷ ${requests}`)];
		}
		case 'perMinute': {
			const {perMinute, perSecond} = equation;
			if (perMinute === null) return [result(safe`no failures: 0 requests/s were counted, and none of them can fail`)];
			return [result(safe`${rateText(perMinute)} failed/min = ${rate(perSecond, 'failures')} × 60`)];
		}
		case 'quantile':
			return quantileRows(equation, figure);
		case 'sampleSize': {
			const {requests, perSecond, seconds, needed} = equation;
			const text = safe`${whole(requests)} requests = ${exactText(perSecond)}/s × ${exactText(seconds)} s`;
			const enough = safe`${ident(figure)} needs ${needed}`;
			return [{label: safe`sample`, text: safe`${text} · ${requests < needed ? safe`TOO FEW, ` : safe``}${enough}`}];
		}
		case 'wilson': {
			const {side, tally, ratio, interval} = equation;
			const counts = safe`${failuresText(tally.failures)} of ~${whole(tally.requests)} requests`;
			const between = safe`${percent(interval.low)} to ${percent(interval.high)} (Wilson)`;
			return [{label: ident(side), text: safe`${percent(ratio)} % = ${counts} · ${between}`}];
		}
		case 'difference':
			return differenceRows(equation, figure);
		case 'extra': {
			const {perMinute, low, high} = equation;
			return [
				result(safe`${signedTenths(perMinute)} failed/min more than stable would, by the rows of the evidence below`),
				{label: safe`interval`, text: safe`${signedTenths(low)} to ${signedTenths(high)} failed/min`},
			];
		}
		case 'slower': {
			const {byMs, canaryMs, stableMs} = equation;
			return [result(safe`${signedText(byMs)} ms = ${exactText(canaryMs)} ms − ${exactText(stableMs)} ms`)];
		}
		case 'share': {
			const {share, canaryPerSecond, stablePerSecond} = equation;
			if (share === null) return [result(safe`no share: neither version got a request`)];
			const [canary, stable] = [exactText(canaryPerSecond), exactText(stablePerSecond)];
			return [result(safe`${percentText(share)} % = ${canary} ÷ (${canary} + ${stable}) requests/s`)];
		}
	}
}

/** Rates make fractions of a failure; only none is 0. */
function failuresText(failures: number): SafeText {
	return failures > 0 && failures < 0.05 ? safe`<0.1` : exactText(Number(failures.toFixed(1)));
}

function result(text: SafeText): EquationRow {
	return {label: safe`figure`, text};
}

function term(text: SafeText): EquationRow {
	return {label: safe``, text};
}

type Of<Kind extends Equation['kind']> = Extract<Equation, {kind: Kind}>;

function sumText({of, perSecond, series}: Of<'sum'>): SafeText {
	if (series === 0 && of === 'failures') return safe`0 failed/s: no series counts a failure`;
	const of1 = series === 1 ? safe`one series` : safe`the sum of ${count(series, 'series')}`;
	return safe`${rate(perSecond, of)} = ${of1}`;
}

/** Linear within the bucket, as Prometheus' `histogram_quantile`. */
function quantileRows({quantile, place, valueMs}: Of<'quantile'>, figure: Figure): readonly EquationRow[] {
	if (place === null) return [result(safe`no ${ident(figure)}: no histogram, or one without requests`)];
	const {total, rank, before, bucket} = place;
	const ranked = {
		label: safe`rank`,
		text: safe`${exactText(rank)} = ${exactText(quantile)} × ${exactText(total)} requests/s`,
	};
	const [from, to] = [exactText(before.upperMs), exactText(bucket.upperMs)];
	const [below, within] = [exactText(before.cumulative), exactText(bucket.cumulative)];
	if (valueMs === null && bucket.upperMs !== Number.POSITIVE_INFINITY) {
		return [
			result(safe`below ${to} ms: the histogram has no lower bound`),
			ranked,
			term(safe`${within} requests/s take at most ${to} ms, no fewer than the rank`),
		];
	}
	if (valueMs === null) {
		return [
			result(safe`above ${from} ms: the histogram has no higher bound`),
			ranked,
			term(safe`${below} requests/s take at most ${from} ms, fewer than the rank`),
		];
	}
	const width = safe`(${to} − ${from})`;
	return [
		result(
			safe`${latencyText(valueMs)} = ${from} + ${width} × (${exactText(rank)} − ${below}) ÷ (${within} − ${below})`,
		),
		ranked,
		term(safe`${below} requests/s take at most ${from} ms, ${within} at most ${to} ms`),
	];
}

/** Newcombe's hybrid score: the distances of both Wilson intervals, at a right angle. */
function differenceRows(
	{difference, canary, stable, interval}: Of<'difference'>,
	figure: Figure,
): readonly EquationRow[] {
	const [d, c, s] = [percent(difference), percent(canary.ratio), percent(stable.ratio)];
	const [cLow, cHigh] = [percent(canary.interval.low), percent(canary.interval.high)];
	const [sLow, sHigh] = [percent(stable.interval.low), percent(stable.interval.high)];
	const [low, high] = [signedPercent(interval.low), signedPercent(interval.high)];
	return [
		{
			...result(safe`${signedPercent(difference)} % = ${c} % − ${s} %`),
			...(figure === 'errors' ? {} : {label: safe`errors`}),
		},
		{label: safe`interval`, text: safe`${low} to ${high} %, 95 % (Newcombe)`},
		term(safe`${low} = ${d} − sqrt((${c} − ${cLow})^2 + (${sHigh} − ${s})^2)`),
		term(safe`${high} = ${d} + sqrt((${cHigh} − ${c})^2 + (${s} − ${sLow})^2)`),
	];
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
	return ident((ratio * 100).toFixed(3));
}

function signedPercent(ratio: number): SafeText {
	return ident(`${ratio > 0 ? '+' : ''}${percent(ratio)}`);
}

function signedTenths(value: number): SafeText {
	return ident(`${value > 0 ? '+' : ''}${value.toFixed(1)}`);
}

function whole(requests: number): SafeText {
	return ident(String(Math.round(requests)));
}
