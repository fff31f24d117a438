import {type SafeText, safe} from '../../domain/safe-text.ts';
import type {IntentLines} from '../../engine/screens/intent-line.ts';
import {truncateEnd} from '../lines/cells.ts';
import {type Line, span} from '../lines/line.ts';

/** The same rows as on the release's own screen, so that an operator who acts from elsewhere sees the result. */
export function intentRows({progress, recovery}: IntentLines, columns: number): readonly Line[] {
	const row = (label: SafeText, {tone, text}: IntentLines['progress']): Line => [
		span(label, 'dim'),
		span(truncateEnd(text, columns - label.length), tone),
	];
	return [row(safe` sent   `, progress), ...(recovery === null ? [] : [row(safe`        `, recovery)])];
}
