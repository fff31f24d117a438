import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {Meaning} from '../../domain/text/theme.ts';
import type {HomeView} from '../../engine/screens/home/home.ts';
import type {ServiceRow} from '../../engine/screens/home/service-row.ts';
import {cells, padEnd, padStart, truncateEnd, truncateMiddle} from '../lines/cells.ts';
import {failuresCell, percentCell, rateCell, restingWord, shortLatencyCell} from '../lines/figures.ts';
import {fitLine, type Line, ofRow, type Span, selectedLine, span} from '../lines/line.ts';
import {sparkline} from '../lines/sparkline.ts';

/** The widths of the columns; 0 leaves a column out. Figures have fixed widths, so that rows stay aligned while names
 * and figures change. */
interface Widths {
	readonly name: number;
	readonly failures: number;
	readonly errors: number;
	readonly latency: number;
	readonly rate: number;
	/** Of each small chart. */
	readonly chart: number;
	readonly release: number;
}

/** One line for each service: its sign, its figures with their small charts, its release. */
export function homeTable(view: Pick<HomeView, 'rows' | 'sort'>, columns: number): readonly Line[] {
	const widths = widthsFor(columns, view.rows);
	return [heading(view.sort, widths), ...view.rows.map(row => ofRow(row.key, rowLine(row, widths, columns)))];
}

const signCells = 2;

function widthsFor(columns: number, rows: readonly ServiceRow[]): Widths {
	const longest = Math.max(12, ...rows.map(({name}) => cells(name)));
	const figures = {failures: 6, errors: 5, latency: 5, rate: 5};
	if (columns < 54) {
		const rest = columns - signCells - 7 - 6 - (columns < 46 ? 0 : 6);
		return {...figures, latency: columns < 46 ? 0 : 5, rate: 0, chart: 0, release: 0, name: Math.max(8, rest)};
	}
	// Name, release and three charts share what the figures leave.
	const fixed = signCells + 7 + 6 + 6 + 6;
	const chart = columns < 72 ? 0 : columns < 100 ? 7 : 11;
	const rest = columns - fixed - (chart === 0 ? 0 : 3 * (chart + 1)) - 1;
	const release = columns < 96 ? 11 : Math.min(22, Math.max(11, rest - longest));
	return {...figures, chart, release, name: Math.min(Math.max(longest, 17), Math.max(8, rest - release))};
}

function heading(sort: HomeView['sort'], widths: Widths): Line {
	const sign = sort.isDescending ? safe`▾` : safe`▴`;
	const titled = (text: SafeText, column: HomeView['sort']['column']) =>
		sort.column === column ? safe`${sign}${text}` : text;
	const chart = chartTitle(widths.chart);
	const parts = [
		padEnd(safe`  ${sort.column === 'name' ? safe`SERVICE${sign}` : safe`SERVICE`}`, signCells + widths.name),
		right(safe`FAIL/m`, widths.failures),
		right(titled(safe`ERR%`, 'errors'), widths.errors),
		chart,
		right(titled(safe`P95`, 'p95'), widths.latency),
		widths.latency === 0 ? safe`` : chart,
		right(titled(safe`RPS`, 'rps'), widths.rate),
		widths.rate === 0 ? safe`` : chart,
		widths.release === 0 ? safe`` : safe` ${padEnd(safe`RELEASE`, widths.release)}`,
	];
	return [
		span(
			parts.reduce((text, part) => safe`${text}${part}`),
			'dim',
		),
	];
}

function chartTitle(width: number): SafeText {
	return width === 0 ? safe`` : padEnd(safe``, width + 1);
}

function right(text: SafeText, width: number): SafeText {
	return width === 0 ? safe`` : safe` ${padStart(text, width)}`;
}

function rowLine(row: ServiceRow, widths: Widths, columns: number): Line {
	const failing: Meaning = row.harm?.kind === 'fails' ? 'critical' : 'text';
	const slow: Meaning = row.harm?.kind === 'slow' ? 'warning' : 'text';
	const {errors, latencyP95Ms, requestsPerSecond} = row.trend;
	const line: Line = [
		span(row.glyph, row.tone),
		span(row.isSelected ? safe`>` : row.isPinned ? safe`*` : safe` `, 'title'),
		span(padEnd(truncateMiddle(row.name, widths.name), widths.name), 'title'),
		...figure(failuresCell(row), widths.failures, failing),
		...figure(percentCell(row.errorRatio), widths.errors, failing),
		...chart(
			sparkline(errors, widths.chart, row.trend.leastErrors),
			widths.chart,
			failing === 'text' ? 'dim' : failing,
		),
		...figure(shortLatencyCell(row.latencyP95Ms), widths.latency, slow),
		...(widths.latency === 0
			? []
			: chart(sparkline(latencyP95Ms, widths.chart, 0), widths.chart, slow === 'text' ? 'dim' : slow)),
		...figure(rateCell(row.requestsPerSecond), widths.rate, 'text'),
		...(widths.rate === 0 ? [] : chart(sparkline(requestsPerSecond, widths.chart, 0), widths.chart, 'dim')),
		...releaseSpans(row, widths.release),
	];
	return row.isSelected ? selectedLine(fitLine(line, columns)) : line;
}

function figure({text, meaning}: ReturnType<typeof rateCell>, width: number, usual: Meaning): Line {
	if (width === 0) return [];
	return [span(safe` ${padStart(truncateEnd(text, width), width)}`, meaning === 'text' ? usual : meaning)];
}

function chart(signs: SafeText, width: number, meaning: Meaning): Line {
	return width === 0 ? [] : [span(safe` ${padStart(signs, width)}`, meaning)];
}

/** The version on its way and where it stands, as far as there is room; where nothing is under way, what else there is
 * to notice. A version is cut only where not even its share fits beside it. */
function releaseSpans(row: ServiceRow, width: number): readonly Span[] {
	if (width === 0) return [];
	const {tag, share, where, isAtRest} = row.release;
	const word = restingWord(row);
	if (isAtRest && word !== null) return [span(safe` ${truncateEnd(word, width)}`, 'dim')];
	if (isAtRest) return width >= 16 ? [span(safe` ${truncateMiddle(tag, width)}`, 'dim')] : [];
	if (tag === '') return [span(safe` ${where.find(text => cells(text) <= width) ?? share}`)];
	const rest = where.find(text => cells(tag) + 1 + cells(text) <= width) ?? share;
	const tagCells = rest === '' ? width : Math.max(4, width - cells(rest) - 1);
	return [
		span(safe` ${truncateMiddle(tag, tagCells)}`, 'canary'),
		span(truncateEnd(safe` ${rest}`, width - Math.min(cells(tag), tagCells))),
	];
}
