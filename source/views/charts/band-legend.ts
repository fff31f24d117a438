import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {ChartView} from '../../engine/screens/charts.ts';
import {type Line, span} from '../lines/line.ts';
import type {TerminalStyle} from '../lines/terminal-style.ts';

/** ` past 5 ` in the chart's border, with the band's sign where there is no braille. */
export function bandLegend({pastCanaries}: ChartView, look: TerminalStyle): Line {
	if (pastCanaries === null) return [];
	const mark = look.charset === 'ascii' ? safe`. ` : safe``;
	return [span(safe` ${mark}${pastText(pastCanaries)} `, 'dim')];
}

/** Of how many earlier canaries the band is. */
export function pastText({count}: NonNullable<ChartView['pastCanaries']>): SafeText {
	return safe`past ${count}`;
}
