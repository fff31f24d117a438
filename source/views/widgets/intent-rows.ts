import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {IntentLines} from '../../engine/screens/intent-line.ts';
import {truncateEnd} from '../lines/cells.ts';
import {type Line, span} from '../lines/line.ts';

/** The same rows as on the release's own screen, so that an operator who acts from another screen sees the result. */
export function intentRows(intent: IntentLines | null, columns: number): readonly Line[] {
	if (intent === null) return [];
	const {progress, recovery} = intent;
	const row = (label: SafeText, {tone, text}: IntentLines['progress']): Line => [
		span(label, 'dim'),
		span(truncateEnd(text, columns - label.length), tone),
	];
	return [row(safe` sent   `, progress), ...(recovery === null ? [] : [row(safe`        `, recovery)])];
}
