import {safe} from '../../domain/text/safe-text.ts';
import type {Meaning} from '../../domain/text/theme.ts';
import type {DescribeRow, DescribeView} from '../../engine/screens/objects/describe.ts';
import {joinTexts, truncateMiddle, wrap} from '../lines/cells.ts';
import {type Line, span} from '../lines/line.ts';
import {emptyLines, page, type Size} from '../widgets/page.ts';
import {type LongText, scrolledText, wrappedRows} from '../widgets/scrolled-text.ts';

/** One object as YAML, with its Events beneath. */
export function describePanel(view: DescribeView, size: Size): readonly Line[] {
	return page(view, size, room => scrolledText(describeText(view, room), view.text.at, room), [
		span(truncateMiddle(view.name, Math.floor(size.columns / 2)), 'title'),
	]);
}

export function describeText(view: DescribeView, {columns}: Size): LongText {
	const parts = [
		view.position,
		view.readAt === '' ? safe`` : safe`read ${view.readAt}`,
		safe`private values are masked`,
	];
	const shown = joinTexts(
		parts.filter(part => part !== ''),
		safe` · `,
	);
	const position: Line = [span(safe` ${shown}`, 'dim')];
	const note: readonly Line[] =
		view.note === null ? [] : wrap(safe` ⚠ ${view.note}`, columns).map(row => [span(row, 'warning')]);
	if (view.empty !== null) return {top: note, lines: emptyLines(view.empty, columns)};
	return {top: [position, ...note], lines: wrappedRows(view.text, columns, rowLines)};
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
