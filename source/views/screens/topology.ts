import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {TopologyView} from '../../engine/screens/topology/topology-view.ts';
import {truncateMiddle, wrap} from '../lines/cells.ts';
import {blankLine, type Line, span} from '../lines/line.ts';
import {sentenceRows} from '../lines/sentence-rows.ts';
import {emptyLines, page, type Size} from '../widgets/page.ts';
import {topologyGraph} from './topology-graph.ts';
import {topologyTree} from './topology-tree.ts';

/** Who calls a service, and whom it calls: as a tree, or in boxes and lines. */
export function topologyPanel(view: TopologyView, size: Size): readonly Line[] {
	return page(
		view,
		size,
		room => {
			if (view.empty !== null) return emptyLines(view.empty, room.columns);
			const top = [...toldLines(view, room), ...failureLines(view, room)];
			const bottom = legendLines(view.legend, room);
			const middle: Size = {columns: room.columns, rows: Math.max(1, room.rows - top.length - bottom.length)};
			const drawn = view.isGraph ? topologyGraph(view, middle) : topologyTree(view, middle);
			const rest = Array.from({length: Math.max(0, middle.rows - drawn.length)}, () => blankLine);
			return [...top, ...drawn, ...rest, ...bottom];
		},
		[span(truncateMiddle(view.name, Math.floor(size.columns / 2)), 'title'), span(safe`  topology`, 'dim')],
		[span(truncateMiddle(view.name, Math.floor(size.columns / 2)), 'title')],
	);
}

function toldLines({told}: TopologyView, {columns, rows}: Size): readonly Line[] {
	const isWarning = told.tone === 'warning';
	return sentenceRows(safe` ${told.text}`, columns, rows < fewRows ? 1 : 3).map(row => [
		span(row, isWarning ? 'warning' : 'dim'),
	]);
}

function failureLines({failures}: TopologyView, {columns, rows}: Size): readonly Line[] {
	if (failures === null) return [];
	return sentenceRows(safe` ${failures}`, columns, rows < fewRows ? 2 : 3).map(row => [span(row, 'critical')]);
}

/** Where room is short, what is drawn goes before what its blanks mean. */
function legendLines(legend: SafeText, {columns, rows}: Size): readonly Line[] {
	return rows < lowRows ? [] : wrap(safe` ${legend}`, columns).map(row => [span(row, 'dim')]);
}

const fewRows = 12;
const lowRows = 16;
