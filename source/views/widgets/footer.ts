import {safe} from '../../domain/safe-text.ts';
import type {FooterView, KeyView} from '../../engine/select/footer.ts';
import {type Line, lineCells, type Span, span} from '../lines/line.ts';

/** The last line: what is being typed, else what just happened for as long as that stands, else the keys. */
export function footerLine(footer: FooterView, columns: number): Line {
	const filter = footer.filter;
	if (filter?.isEditing === true) {
		const input = [span(safe` /`, 'key'), span(filter.text), span(safe`▏`, 'key')];
		return [...input, span(safe`   enter keep · esc clear`, 'dim')];
	}
	if (footer.message !== null) {
		const {glyph, meaning} = messages[footer.message.tone];
		return [span(safe` ${glyph} `, meaning), span(footer.message.text, meaning)];
	}
	const inForce =
		filter === null ? [] : [span(safe` filter `, 'dim'), span(filter.text, 'title'), span(safe` ·`, 'dim')];
	return [...inForce, ...keysLine(footer.keys, columns - lineCells(inForce))];
}

/** The reasons leave first, then the keys at the end. The way back and help stay. */
function keysLine(keys: readonly KeyView[], columns: number): Line {
	const withReasons = joined(keys.map(key => keySpans(key, true)));
	if (lineCells(withReasons) <= columns) return withReasons;
	let shown = keys;
	let line = joined(shown.map(key => keySpans(key, false)));
	while (lineCells(line) > columns) {
		const last = shown.findLast(({key}) => key !== 'x' && key !== '?');
		if (last === undefined) break;
		shown = shown.filter(key => key !== last);
		line = joined(shown.map(key => keySpans(key, false)));
	}
	return line;
}

function keySpans(view: KeyView, withReason: boolean): Line {
	if (view.disabledBecause === null) return [span(view.key, 'key'), span(safe` ${view.label}`)];
	const reason = withReason ? safe`: ${view.disabledBecause}` : safe``;
	return [span(safe`(${view.key} ${view.label}${reason})`, 'dim')];
}

function joined(keys: readonly Line[]): Line {
	const spans: Span[] = [span(safe` `)];
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
