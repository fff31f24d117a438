import type {Tone} from '../../../domain/reading.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {Harm} from '../../evidence/harm/harm.ts';

/** The mark before a row or a sentence. */
export interface Sign {
	readonly glyph: SafeText;
	readonly tone: Tone;
}

export function signOfHarm({kind}: Harm): Sign {
	const {glyph, tone} = harmSigns[kind];
	return {glyph, tone};
}

/** They stand before the row, and before the sentence beneath it. */
export const harmSigns = {
	fails: {glyph: safe`✖`, tone: 'critical', word: safe`HURTS USERS`},
	slow: {glyph: safe`▲`, tone: 'warning', word: safe`SLOWER`},
} as const satisfies Readonly<Record<Harm['kind'], Sign & {readonly word: SafeText}>>;
