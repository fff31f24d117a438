import {safe} from '../../domain/text/safe-text.ts';
import type {FailedView} from '../../engine/screens/failed.ts';
import {wrap} from '../lines/cells.ts';
import {blankLine, type Line, span} from '../lines/line.ts';
import {page, type Size} from '../widgets/page.ts';

/** In place of a screen that perch cannot show. */
export function failedPanel(view: FailedView, size: Size): readonly Line[] {
	return page(view, size, ({columns}) => failedLines(view.text, columns));
}

export function failedLines(text: FailedView['text'], columns: number): readonly Line[] {
	const what = safe`PERCH FAILED here (${text}): this is a bug of perch, and the cluster goes on without it.`;
	const then = safe`Go back to another screen, or restart perch; --debug writes the place to its log.`;
	const rows = [what, then].flatMap(sentence => wrap(sentence, Math.max(1, columns - 6)));
	return [blankLine, ...rows.map(row => [span(safe`   ${row}`, 'critical')])];
}
