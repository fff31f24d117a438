import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {CentreView, FanView, NeighbourView} from '../../engine/screens/topology/topology-nodes.ts';
import type {TopologyView} from '../../engine/screens/topology/topology-view.ts';
import {padEnd, truncateMiddle, wrap} from '../lines/cells.ts';
import {latencyCell, latencyText, percentCell, rateCell} from '../lines/figures.ts';
import {
	besideEachOther,
	blankLine,
	fitLine,
	type Line,
	lineCells,
	type Span,
	selectedLine,
	span,
} from '../lines/line.ts';
import {boxed, titleCells} from '../widgets/box.ts';
import type {Size} from '../widgets/page.ts';
import {joints} from './topology-joints.ts';

/** Lines, and at which of them an edge reaches the box nearest to the service in the middle. */
interface Block {
	readonly lines: readonly Line[];
	readonly at: number;
	/** The lines of the marked box; null where it is not in here. */
	readonly marked: {readonly from: number; readonly to: number} | null;
}

type Side = 'callers' | 'callees';

interface Widths {
	readonly box: number;
	readonly gutter: number;
}

/** Callers left, the service, those that it calls right: boxes with lines between them. Wide terminals have room for two
 * levels on each side. */
export function topologyGraph(view: TopologyView, room: Size): readonly Line[] {
	const levels = Math.min(view.depth, room.columns >= wideColumns ? 2 : 1);
	const columns = 1 + levels * [view.callers, view.callees].filter(fan => fan !== null).length;
	const gutter = room.columns < 70 ? 3 : 5;
	const box = Math.min(mostBoxCells, Math.floor((room.columns - gutter * (columns - 1)) / columns));
	if (box < leastBoxCells) return [[span(safe` no room for boxes: g shows the tree`, 'dim')]];
	const widths = {box, gutter};
	const middle = centreBlock(view.centre, widths);
	const whole = (['callers', 'callees'] as const).reduce<Block>((block, side) => {
		const fan = view[side];
		return fan === null ? block : beside(fanBlock(fan, side, levels, widths), block, side, widths, levels);
	}, middle);
	const isLess = view.depth > levels;
	const drawn = aroundMarked(whole, room.rows - (isLess ? 1 : 0));
	return isLess
		? [...drawn, [span(safe` boxes have room for ${levels} of ${view.depth} levels: g shows the tree`, 'dim')]]
		: drawn;
}

const wideColumns = 140;
const leastBoxCells = 14;
const mostBoxCells = 34;

/** The blocks of a fan, one below the other, each with the line at which its edge begins. */
interface Stack {
	readonly lines: readonly Line[];
	readonly ats: readonly number[];
	readonly marked: Block['marked'];
}

function fanBlock(fan: FanView, side: Side, levels: number, widths: Widths): Stack {
	const nodes = fan.nodes.map(node => nodeBlock(node, side, levels, widths));
	const width = sideCells(levels, widths);
	const told = [fan.note, ...fan.routed].flatMap(text => (text === null ? [] : noteLines(text, side, width, widths)));
	const more = fan.more === null ? [] : [moreLine(fan.more, side, width, widths)];
	const lines: Line[] = [];
	const ats: number[] = [];
	let marked: Block['marked'] = null;
	for (const block of nodes) {
		ats.push(lines.length + block.at);
		if (block.marked) marked = {from: lines.length + block.marked.from, to: lines.length + block.marked.to};
		lines.push(...block.lines);
	}
	if (fan.more?.isSelected) marked = {from: lines.length, to: lines.length};
	return {lines: [...lines, ...more, ...told], ats, marked};
}

/** A box, and on its far side the boxes that it leads to. */
function nodeBlock(node: NeighbourView, side: Side, levels: number, widths: Widths): Block {
	const box = nodeBox(node, widths.box);
	const own: Block = {lines: box, at: 1, marked: node.isSelected ? {from: 0, to: box.length - 1} : null};
	if (levels <= 1) return own;
	return beside(fanBlock(node.next, side, levels - 1, widths), own, side, widths, levels - 1);
}

/** Puts a stack beside a block, with lines between them. */
function beside(stack: Stack, block: Block, side: Side, widths: Widths, levels: number): Block {
	const height = Math.max(stack.lines.length, block.lines.length);
	// The block stands in the middle of what leads to it.
	const ends = [stack.ats[0] ?? 0, stack.ats.at(-1) ?? 0] as const;
	const wanted = Math.floor((ends[0] + ends[1]) / 2) - block.at;
	const top = Math.max(0, Math.min(height - block.lines.length, wanted));
	const at = top + block.at;
	const placed = [...Array.from({length: top}, () => blankLine), ...block.lines];
	const width = sideCells(levels, widths);
	const blockWidth = Math.max(...block.lines.map(lineCells));
	const [lefts, rights] = side === 'callers' ? [stack.ats, [at]] : [[at], stack.ats];
	const gutter = joints({height, lefts, rights, width: widths.gutter});
	const parts = [
		{lines: stack.lines, width},
		{lines: gutter, width: widths.gutter},
		{lines: placed, width: blockWidth},
	];
	const below = block.marked && {from: top + block.marked.from, to: top + block.marked.to};
	return {
		lines: besideEachOther(side === 'callers' ? parts : parts.toReversed(), 0),
		at,
		marked: below ?? stack.marked,
	};
}

function sideCells(levels: number, {box, gutter}: Widths): number {
	return levels * box + (levels - 1) * gutter;
}

function centreBlock(centre: CentreView, {box}: Widths): Block {
	const {versions, isSelected, release} = centre;
	const lines = [
		...(release === '' ? [] : [[span(truncateMiddle(release, box - 4), 'canary')]]),
		...figuresLines(centre, box),
		...latencyLines(centre),
		...versions.flatMap(version => [
			[span(truncateMiddle(version.name, box - 4), version.isCanary ? 'canary' : 'text')] as Line,
			...figuresLines(version, box, safe` `),
		]),
	];
	const drawn = asMarked(boxed(titleOf(centre, box), lines, box), isSelected);
	return {lines: drawn, at: 1, marked: isSelected ? {from: 0, to: drawn.length - 1} : null};
}

function nodeBox(node: NeighbourView, box: number): readonly Line[] {
	const {missing, meanMs, canary, note, isSelected} = node;
	const lines = [
		...figuresLines(node, box),
		...(meanMs === null ? [] : [[span(safe`mean ${latencyText(meanMs)}`, 'dim')] as Line]),
		...(missing === '' ? [] : [[span(missing, 'warning')] as Line]),
		...(canary === null
			? []
			: [[span(safe`to `, 'dim'), span(canary.name, 'canary')] as Line, ...figuresLines(canary, box, safe` `)]),
		...(note === '' ? [] : [[span(note, 'dim')] as Line]),
	];
	return asMarked(boxed(titleOf(node, box), lines, box), isSelected);
}

function titleOf(
	{glyph, tone, name, isSelected}: Pick<CentreView, 'glyph' | 'tone' | 'name' | 'isSelected'>,
	box: number,
): Line {
	const signs: readonly Span[] = [
		...(isSelected ? [span(safe`>`, 'title')] : []),
		...(glyph.trim() === '' ? [] : [span(safe`${glyph} `, tone)]),
	];
	const room = titleCells(box) - lineCells(signs);
	return [...signs, span(truncateMiddle(name, room), 'title')];
}

/** None where there are no figures. */
function figuresLines(
	figures: Pick<NeighbourView, 'requestsPerSecond' | 'errorRatio'>,
	box: number,
	indent = safe``,
): readonly Line[] {
	const [rate, errors] = [rateCell(figures.requestsPerSecond), percentCell(figures.errorRatio)];
	if (rate.text.trim() === '') return [];
	const isCounted = figures.errorRatio.kind === 'value' || figures.errorRatio.kind === 'stale';
	const unit = box < 20 ? safe`/s ` : safe` rps · `;
	const told = span(isCounted ? safe`${errors.text} %` : errors.text, errors.meaning);
	return [[span(safe`${indent}${rate.text}`, rate.meaning), span(unit, 'dim'), told]];
}

function latencyLines({latencyP95Ms}: CentreView): readonly Line[] {
	const {text, meaning} = latencyCell(latencyP95Ms);
	return text === '' ? [] : [[span(safe`p95 `, 'dim'), span(text, meaning)]];
}

function asMarked(lines: readonly Line[], isSelected: boolean): readonly Line[] {
	return isSelected ? lines.map(selectedLine) : lines;
}

function moreLine({text, isSelected}: NonNullable<FanView['more']>, side: Side, width: number, {box}: Widths): Line {
	const line: Line = [span(isSelected ? safe`>${text}` : safe` ${text}`, 'dim')];
	return nearest(isSelected ? selectedLine(fitLine(line, box)) : line, side, width, box);
}

function noteLines(text: SafeText, side: Side, width: number, {box}: Widths): readonly Line[] {
	return wrap(text, box).map(row => nearest([span(row, 'dim')], side, width, box));
}

/** In the column of boxes that is nearest to the service in the middle. */
function nearest(line: Line, side: Side, width: number, box: number): Line {
	return side === 'callers' ? [span(padEnd(safe``, width - box)), ...fitLine(line, box)] : fitLine(line, box);
}

/** As many lines as there is room for, the marked box among them. */
function aroundMarked({lines, marked, at}: Block, rows: number): readonly Line[] {
	if (lines.length <= rows) return lines;
	const {from, to} = marked ?? {from: at, to: at};
	const wanted = Math.floor((from + to + 1 - rows) / 2);
	const offset = Math.max(0, Math.min(lines.length - rows, Math.min(wanted, from)));
	return lines.slice(offset, offset + rows);
}
