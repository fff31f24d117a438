import {afterStep} from '../lists/after-step.ts';
import {matches} from '../lists/filter.ts';
import type {Step} from '../state/screen-state.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';

/** Where a long text stands: how many of its lines are scrolled away at the top, which may be more than there are; or
 * at its end. */
export type ScrollAt = number | 'end';

/** A long text; the view wraps its rows to lines. */
export interface Scrolled<Row> {
	readonly rows: readonly Row[];
	readonly at: ScrollAt;
}

/** Where the text of the screen stands after a step. A page keeps the last line that was read. */
export function scrolledBy(
	context: EngineContext,
	{screen: {size}}: State,
	screen: Parameters<EngineContext['extentOf']>[0],
	at: ScrollAt,
	by: Step,
): ScrollAt {
	const {lines, room} = context.extentOf(screen, size);
	const last = Math.max(0, lines - room);
	const from = at === 'end' ? last : Math.min(at, last);
	const to = afterStep(from, by, {page: Math.max(1, room - 1), last});
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
