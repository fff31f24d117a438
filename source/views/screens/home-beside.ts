import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {HomeView} from '../../engine/screens/home/home.ts';
import type {ReleaseView} from '../../engine/screens/release/release.ts';
import {chartsStacked} from '../charts/charts-row.ts';
import {truncateEnd, truncateMiddle} from '../lines/cells.ts';
import {blankLine, type Line, span} from '../lines/line.ts';
import type {TerminalStyle} from '../lines/terminal-style.ts';
import type {Size} from '../widgets/page.ts';
import {comparisonLines} from './release-comparison.ts';
import {detailLines} from './release-details.ts';
import {urgentLines} from './release-facts.ts';
import {serviceLines} from './service.ts';

/** The selected row beside the list: a release with its verdict, or a service, each with its charts. */
export function besideLines(beside: NonNullable<HomeView['beside']>, room: Size, look: TerminalStyle): readonly Line[] {
	if (beside.kind === 'release') return releaseLines(beside.view, room, look);
	const {view} = beside;
	const body = serviceLines(view, {...room, rows: room.rows - 1, isTall: true}, look);
	return [titleLine(view.name, safe``, room.columns), ...body];
}

const leastChartRows = 15;

function releaseLines(view: ReleaseView, room: Size, look: TerminalStyle): readonly Line[] {
	const facts = [
		titleLine(view.name, versionsOf(view), room.columns),
		...urgentLines(view, room),
		blankLine,
		...(view.comparison === null ? [] : comparisonLines(view.comparison, room.columns)),
	];
	const left = room.rows - facts.length;
	if (left < leastChartRows) return facts.slice(0, room.rows);
	const spare = Math.max(0, left - leastChartRows - 3);
	const details = detailLines(view, {columns: room.columns, rows: Math.min(spare, 10)});
	return [...facts, ...chartsStacked(view, {columns: room.columns, rows: left - details.length}, look), ...details];
}

function versionsOf({versions, revisionNumbers}: ReleaseView): SafeText {
	return revisionNumbers === '' ? versions : safe`${versions} ${revisionNumbers}`;
}

function titleLine(name: SafeText, versions: SafeText, columns: number): Line {
	const title = truncateMiddle(name, Math.floor(columns / 2));
	return [span(title, 'title'), span(truncateEnd(safe`  ${versions}`, columns - title.length), 'canary')];
}
