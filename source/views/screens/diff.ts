import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {Meaning} from '../../domain/text/theme.ts';
import type {DiffView} from '../../engine/screens/objects/diff.ts';
import type {DiffRow} from '../../engine/screens/objects/diff-rows.ts';
import {truncateMiddle, wrap} from '../lines/cells.ts';
import {type Line, span, spread} from '../lines/line.ts';
import {emptyLines, page, type Size} from '../widgets/page.ts';
import {type LongText, scrolledText, wrappedRows} from '../widgets/scrolled-text.ts';

/** The changes in words, then the YAML of both revisions with what was removed and added. */
export function diffPanel(view: DiffView, size: Size): readonly Line[] {
	return page(view, size, room => scrolledText(diffText(view, room), view.text.at, room), [
		span(truncateMiddle(view.name, Math.floor(size.columns / 2)), 'title'),
		span(safe`  diff`, 'dim'),
	]);
}

export function diffText(view: DiffView, {columns}: Size): LongText {
	const readAt = view.readAt === '' ? safe`` : safe`  read ${view.readAt} `;
	const pair = spread([span(safe` ${view.pair}`, 'title')], [span(readAt, 'dim')], columns);
	const note: readonly Line[] = view.note === null ? [] : wrapped(safe`⚠ ${view.note}`, 'warning', columns);
	const top = view.pair === '' ? note : [pair, ...note];
	const lines = view.empty === null ? wrappedRows(view.text, columns, rowLines) : emptyLines(view.empty, columns);
	return {top, lines};
}

function rowLines({kind, text}: DiffRow, columns: number): readonly Line[] {
	const {sign, meaning} = looks[kind];
	if (kind === 'blank') return [[]];
	const isHeading = text.startsWith('---') || text.startsWith('+++');
	return wrapped(isHeading ? text : safe`${sign}${text}`, meaning, columns);
}

/** The sides have the colours of stable and canary: red and green would judge them. */
const looks: Readonly<Record<DiffRow['kind'], {readonly sign: SafeText; readonly meaning: Meaning}>> = {
	title: {sign: safe``, meaning: 'title'},
	word: {sign: safe``, meaning: 'text'},
	note: {sign: safe``, meaning: 'dim'},
	warning: {sign: safe`⚠ `, meaning: 'warning'},
	same: {sign: safe`  `, meaning: 'dim'},
	removed: {sign: safe`- `, meaning: 'stable'},
	added: {sign: safe`+ `, meaning: 'canary'},
	folded: {sign: safe`  `, meaning: 'dim'},
	blank: {sign: safe``, meaning: 'text'},
};

function wrapped(text: SafeText, meaning: Meaning, columns: number): readonly Line[] {
	return wrap(safe` ${text}`, columns).map(row => [span(row, meaning)]);
}
