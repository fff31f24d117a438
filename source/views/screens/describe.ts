import {safe} from '../../domain/safe-text.ts';
import type {Meaning} from '../../domain/theme.ts';
import type {DescribeRow, DescribeView} from '../../engine/screens/describe.ts';
import {joinTexts, truncateMiddle, wrap} from '../lines/cells.ts';
import {type Line, span} from '../lines/line.ts';
import {emptyLines, page, type Size} from '../widgets/page.ts';
import {scrolledText} from '../widgets/scrolled-text.ts';

/** One object as YAML, with its Events beneath. */
export function describePanel(view: DescribeView, size: Size): readonly Line[] {
	return page(
		view,
		size,
		room => {
			const parts = [
				view.position,
				view.readAt === '' ? safe`` : safe`read ${view.readAt}`,
				safe`private values are masked`,
			];
			const position: Line = [
				span(
					safe` ${joinTexts(
						parts.filter(part => part !== ''),
						safe` · `,
					)}`,
					'dim',
				),
			];
			const note: readonly Line[] =
				view.note === null ? [] : wrap(safe` ⚠ ${view.note}`, room.columns).map(row => [span(row, 'warning')]);
			if (view.empty !== null) return [...note, ...emptyLines(view.empty, room.columns)];
			const top = [position, ...note];
			return [...top, ...scrolledText(view.text, {...room, rows: room.rows - top.length}, rowLines)];
		},
		[span(truncateMiddle(view.name, Math.floor(size.columns / 2)), 'title')],
	);
}

function rowLines({kind, text}: DescribeRow, columns: number): readonly Line[] {
	if (kind === 'blank') return [[]];
	const sign = kind === 'warning' ? safe`⚠ warning ` : safe``;
	return wrap(safe` ${sign}${text}`, columns).map(row => [span(row, meanings[kind])]);
}

const meanings: Readonly<Record<DescribeRow['kind'], Meaning>> = {
	yaml: 'text',
	title: 'title',
	event: 'text',
	warning: 'warning',
	note: 'dim',
	blank: 'text',
};
