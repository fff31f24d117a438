import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';

/** One decimal below ten, none above: `0.4`, `5.2`, `41`, `1.2k`, `164k`. */
export function decimal(value: number): SafeText {
	if (!Number.isFinite(value)) return ident(String(value));
	const size = Math.abs(value);
	if (size >= 9_950_000) return ident(`${(value / 1_000_000).toFixed(0)}M`);
	if (size >= 995_000) return ident(`${(value / 1_000_000).toFixed(1)}M`);
	if (size >= 9950) return ident(`${(value / 1000).toFixed(0)}k`);
	if (size >= 995) return ident(`${(value / 1000).toFixed(1)}k`);
	return ident(size >= 9.95 ? value.toFixed(0) : value.toFixed(1));
}

/** A count that comes from rates, so that it is no whole number: `0`, `under 1`, `38`, `1.2k`. One that is above zero
 * never reads as none. */
export function countOf(value: number): SafeText {
	if (value > 0 && value < 0.5) return safe`under 1`;
	return value < 995 ? safe`${Math.round(value)}` : decimal(value);
}

/** Milliseconds as people say them: `8ms`, `1.2s`. */
export function milliseconds(value: number): SafeText {
	if (value >= 995) return ident(`${(value / 1000).toFixed(1)}s`);
	return ident(value >= 9.95 ? `${value.toFixed(0)}ms` : `${value.toFixed(1)}ms`);
}

/** A ratio (0–1) in percent, with as many decimals as one reads: `0.10 %`, `6.8 %`, `53 %`. One that is above zero never
 * reads as zero. */
export function percentOf(ratio: number): SafeText {
	const percent = ratio * 100;
	if (percent > 0 && percent < 0.005) return ident('<0.01 %');
	return ident(`${percent.toFixed(percent >= 9.95 ? 0 : percent >= 0.995 ? 1 : 2)} %`);
}

/** How much longer one takes than the other: `3×` from twice on, else `+79ms`. */
export function slowerBy(ms: number, thanMs: number): {readonly isTimes: boolean; readonly text: SafeText} {
	const isTimes = ms >= 1.95 * thanMs;
	return {isTimes, text: isTimes ? times(ms / thanMs) : safe`+${milliseconds(ms - thanMs)}`};
}

/** How many times as much: `1.4×`, `5×`, `120×`. */
export function times(factor: number): SafeText {
	const text = factor >= 9.95 || Math.abs(factor - Math.round(factor)) < 0.1 ? factor.toFixed(0) : factor.toFixed(1);
	return safe`${ident(text)}×`;
}
