import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {FooterView, KeyView} from '../../engine/screens/footer.ts';
import {wrap} from '../lines/cells.ts';
import {type Line, lineCells, type Span, span} from '../lines/line.ts';

/** The last lines: the current message, and always below it the keys or the typed input. A message gets a second
 * row before it is cut, as its end says what to do next. */
export function footerLines(
	footer: FooterView,
	size: {readonly columns: number; readonly rows: number},
): readonly Line[] {
	return [...messageLines(footer.message, size), keysOrInput(footer, size.columns)];
}

function messageLines(message: FooterView['message'], size: {readonly columns: number; readonly rows: number}) {
	if (message === null) return [];
	const {glyph, meaning} = messages[message.tone];
	const rows = size.rows < roomyRows ? [message.text] : wrap(message.text, size.columns - 4);
	const [first = message.text] = rows;
	const rest = message.text.slice(first.length).trimStart() as SafeText;
	const lines: readonly Line[] = [[span(safe` ${glyph} `, meaning), span(first, meaning)]];
	return rest === '' ? lines : [...lines, [span(safe`   `), span(rest, meaning)]];
}

const roomyRows = 20;

function keysOrInput(footer: FooterView, columns: number): Line {
	const filter = footer.filter;
	if (filter?.isEditing === true) {
		const input = [span(safe` /`, 'key'), span(filter.text), span(safe`▏`, 'key')];
		return [...input, span(safe`   enter keep · esc clear`, 'dim')];
	}
	const inForce =
		filter === null ? [] : [span(safe` filter `, 'dim'), span(filter.text, 'title'), span(safe` · `, 'dim')];
	return [...inForce, ...keysLine(footer.keys, columns - lineCells(inForce))];
}

/** Leaves out what there is no room for: the reasons first, then keys that do nothing now, then keys that are not
 * named first; then labels become short. */
function keysLine(keys: readonly KeyView[], columns: number): Line {
	const withReasons = joined(keys.map(key => keySpans(key, true)));
	if (lineCells(withReasons) <= columns) return withReasons;
	const named = shortened(fewer(fewer(keys, columns, isIdle), columns, isRest), columns);
	// What is off goes last: an operator who looks for it must see that it is.
	return lineOf(
		fewer(
			fewer(named, columns, key => isFirst(key) && !key.isOff),
			columns,
			isFirst,
		),
	);
}

const isIdle = (key: KeyView) => key.disabledBecause !== null && key.named !== 'always' && !key.isOff;
const isRest = (key: KeyView) => key.named === 'rest';
const isFirst = (key: KeyView) => key.named === 'first';

/** Without as many of such keys, from the end, as have no room. */
function fewer(keys: readonly KeyView[], columns: number, isSuch: (key: KeyView) => boolean): readonly KeyView[] {
	const last = lineCells(lineOf(keys)) <= columns ? -1 : keys.findLastIndex(isSuch);
	return last < 0 ? keys : fewer(keys.toSpliced(last, 1), columns, isSuch);
}

/** With short labels, from the end, until all has room. */
function shortened(keys: readonly KeyView[], columns: number): readonly KeyView[] {
	const last = lineCells(lineOf(keys)) <= columns ? -1 : keys.findLastIndex(({label, short}) => label !== short);
	return last < 0
		? keys
		: shortened(
				keys.map((key, at) => (at === last ? {...key, label: key.short} : key)),
				columns,
			);
}

function lineOf(keys: readonly KeyView[]): Line {
	return joined(keys.map(key => keySpans(key, false)));
}

function keySpans(view: KeyView, withReason: boolean): Line {
	if (view.disabledBecause === null)
		return view.label === '' ? [span(view.key, 'key')] : [span(view.key, 'key'), span(safe` ${view.label}`)];
	const reason = withReason ? safe`: ${view.disabledBecause}` : safe``;
	return [span(safe`(${view.key} ${view.label}${reason})`, 'dim')];
}

function joined(keys: readonly Line[]): Line {
	const spans: Span[] = [];
	for (const [index, key] of keys.entries()) {
		if (index > 0) spans.push(span(safe` · `, 'dim'));
		spans.push(...key);
	}
	return spans;
}

const messages = {
	info: {glyph: safe`·`, meaning: 'moving'},
	warning: {glyph: safe`⚠`, meaning: 'warning'},
	critical: {glyph: safe`✖`, meaning: 'critical'},
} as const;
