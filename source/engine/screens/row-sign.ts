import type {Tone} from '../../domain/reading.ts';
import type {Release} from '../../domain/release.ts';
import {type SafeText, safe} from '../../domain/safe-text.ts';
import type {Harm} from '../evidence/harm.ts';
import {attentionNow} from '../lists/attention.ts';
import type {State} from '../state/state.ts';

export interface Sign {
	readonly glyph: SafeText;
	readonly tone: Tone;
}

/** The sign before a row: harm outranks what a controller reports. */
export function rowSign(state: State, release: Release | undefined, harm: Harm | null): Sign {
	if (harm) return signOfHarm(harm);
	if (!release) return noSign;
	const {level, glyph, tone} = attentionNow(state, release);
	return level === 'quiet' ? noSign : {glyph, tone};
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

const noSign: Sign = {glyph: safe` `, tone: 'quiet'};
