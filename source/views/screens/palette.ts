import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {PaletteView} from '../../engine/screens/help/palette.ts';
import {padEnd, truncateMiddle} from '../lines/cells.ts';
import {type Line, span} from '../lines/line.ts';
import {boxed, titleCells} from '../widgets/box.ts';
import type {Size} from '../widgets/page.ts';

/** More rows would cover the screen that the commands act on. */
const leastShown = 12;

/** The list of commands: the typed line, and below it the commands that match. */
export function paletteBox(view: PaletteView, size: Size): readonly Line[] {
	const width = Math.min(size.columns, Math.max(40, Math.min(90, size.columns - 4)));
	const room = Math.max(1, Math.min(Math.max(leastShown, Math.floor(size.rows / 2)), size.rows - 4));
	const selected = view.commands.findIndex(({isSelected}) => isSelected);
	const listed = view.commands.length > room ? Math.max(1, room - 1) : room;
	const from = Math.max(0, Math.min(selected - listed + 1, view.commands.length - listed));
	const rows = view.commands.slice(from, from + listed).map(commandLine);
	const below = view.commands.length - from - rows.length;
	if (from + below > 0 && room > 1) rows.push([span(hiddenText(from, below), 'dim')]);
	const empty: Line = [span(safe`nothing of that name`, 'dim')];
	const title: Line = [
		span(safe`:`, 'key'),
		...(view.about === null ? [] : [span(safe` `), span(truncateMiddle(view.about, titleCells(width) - 2), 'title')]),
	];
	const typed: Line = [span(safe`> `, 'key'), span(view.text, 'title'), span(safe`▏`, 'key')];
	return boxed(title, [typed, ...(rows.length === 0 ? [empty] : rows)], width);
}

function hiddenText(above: number, below: number): SafeText {
	if (above === 0) return safe`         … ${below} more below`;
	return below === 0 ? safe`         … ${above} more above` : safe`        … ${above} more above, ${below} below`;
}

function commandLine({text, key, isSelected, disabledBecause}: PaletteView['commands'][number]): Line {
	const name = span(safe`${isSelected ? safe`> ` : safe`  `}${text}`, disabledBecause === null ? 'text' : 'dim');
	return [
		span(safe` ${padEnd(key ?? safe``, 6)}`, 'key'),
		{...name, ...(isSelected ? {isSelected} : {})},
		...(disabledBecause === null ? [] : [span(safe`  ${disabledBecause}`, 'dim')]),
	];
}
