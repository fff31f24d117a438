import {ident, type SafeText} from '../../domain/text/safe-text.ts';

/** A term of an equation: five significant digits, so that the printed terms give the printed result. */
export function exactText(value: number): SafeText {
	if (!Number.isFinite(value)) return ident(String(value));
	return ident(String(Math.abs(value) >= 99_999.5 ? Math.round(value) : Number(value.toPrecision(5))));
}

/** With its sign: `+0.43`, `-0.02`. */
export function signedText(value: number): SafeText {
	const text = exactText(value);
	return value > 0 ? ident(`+${text}`) : text;
}
