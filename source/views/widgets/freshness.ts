import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {Meaning} from '../../domain/text/theme.ts';
import {formatDuration} from '../../domain/time.ts';
import type {FreshnessView} from '../../engine/evidence/freshness.ts';
import {joinTexts} from '../lines/cells.ts';
import {type Line, span} from '../lines/line.ts';

/** `k8s 1s`, `metrics 75s late`, `k8s DOWN 20s`: an age, and a word unless the source is fresh. */
export function freshnessSpans(source: SafeText, freshness: FreshnessView): Line {
	const age = freshness.ageSeconds === null ? null : ident(formatDuration(freshness.ageSeconds * 1000));
	const word = words[freshness.state];
	const known = [...(word === '' ? [] : [word]), ...(age === null ? [] : [age])];
	const shown = known.length === 0 ? safe`?` : joinTexts(known, safe` `);
	const meaning = meaningOf[freshness.state];
	return [span(safe`${source} `, meaning === 'text' ? 'dim' : meaning), span(shown, meaning)];
}

const words = {
	waiting: safe`wait`,
	fresh: safe``,
	amber: safe`late`,
	red: safe`STALE`,
	failed: safe`DOWN`,
	none: safe`none`,
} satisfies Record<FreshnessView['state'], SafeText>;

const meaningOf = {
	waiting: 'moving',
	fresh: 'text',
	amber: 'warning',
	red: 'critical',
	failed: 'critical',
	none: 'warning',
} as const satisfies Record<FreshnessView['state'], Meaning>;
