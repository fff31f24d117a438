import {afterStep} from '../lists/after-step.ts';
import {matches} from '../lists/filter.ts';
import {listRows} from '../lists/layout.ts';
import type {Step} from '../state/screen-state.ts';
import type {State} from '../state/state.ts';

/** Where a long text stands: the index of its first line on screen, or its end. */
export type ScrollAt = number | 'end';

/** The lines that may fit, from the place where the text stands. */
export interface Scrolled<Row> {
	readonly rows: readonly Row[];
	/** Index of the first of these rows. */
	readonly from: number;
	readonly total: number;
	/** The last row is the one that must be seen. */
	readonly isAtEnd: boolean;
}

export function scrolled<Row>(state: State, rows: readonly Row[], at: ScrollAt): Scrolled<Row> {
	const room = listRows(state);
	const last = Math.max(0, rows.length - room);
	const from = at === 'end' ? last : Math.min(at, last);
	return {rows: rows.slice(from, from + room), from, total: rows.length, isAtEnd: from === last};
}

/** Where a text of `total` lines stands after a step. */
export function scrolledBy(state: State, at: ScrollAt, by: Step, total: number): ScrollAt {
	const room = listRows(state);
	const last = Math.max(0, total - room);
	const from = at === 'end' ? last : Math.min(at, last);
	const page = Math.max(1, room - 1);
	const to = afterStep(from, by, {page, last});
	return to >= last ? 'end' : to;
}

/** The rows whose text matches, each with the lines that it stands under by its indentation, and with those that
 * stand under it. */
export function filteredRows<Row extends {readonly text: string}>(
	rows: readonly Row[],
	filter: string,
): readonly Row[] {
	if (filter === '' || filter.startsWith('!')) return rows.filter(({text}) => matches(text, filter));
	const kept = new Set<Row>();
	const above: {readonly row: Row; readonly depth: number}[] = [];
	let matched = Number.POSITIVE_INFINITY;
	for (const row of rows) {
		const depth = depthOf(row.text);
		while ((above.at(-1)?.depth ?? -1) >= depth) above.pop();
		if (depth <= matched) matched = Number.POSITIVE_INFINITY;
		const isMatch = matches(row.text, filter);
		if (isMatch) matched = Math.min(matched, depth);
		if (isMatch || depth > matched) for (const {row: one} of [...above, {row}]) kept.add(one);
		above.push({row, depth});
	}
	return rows.filter(row => kept.has(row));
}

/** An item of a list stands under the field that is as far indented as its dash. */
function depthOf(text: string): number {
	const indent = text.search(/\S|$/);
	return text.startsWith('- ', indent) ? indent + 1 : indent;
}
