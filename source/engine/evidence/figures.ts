import {ident, type SafeText} from '../../domain/safe-text.ts';

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

/** With its sign: `+4.2`, `-0.3`, `0.0`. */
export function signed(value: number): SafeText {
	const text = decimal(value);
	return value > 0 && Number(value.toFixed(1)) !== 0 ? ident(`+${text}`) : text;
}

/** Milliseconds as people say them: `8ms`, `1.2s`. */
export function milliseconds(value: number): SafeText {
	if (value >= 995) return ident(`${(value / 1000).toFixed(1)}s`);
	return ident(value >= 9.95 ? `${value.toFixed(0)}ms` : `${value.toFixed(1)}ms`);
}

/** A ratio (0–1) in percent: `0.31 %`, `12.4 %`, `100 %`. */
export function percent(ratio: number): SafeText {
	const value = ratio * 100;
	if (value > 0 && value < 0.005) return ident('<0.01 %');
	return ident(`${value.toFixed(value < 10 ? 2 : value < 99.95 ? 1 : 0)} %`);
}
