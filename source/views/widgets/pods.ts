import {ident, safe} from '../../domain/text/safe-text.ts';
import type {PodRow} from '../../engine/screens/release/service.ts';
import {type Line, span} from '../lines/line.ts';
import {type Column, cell, tableLines} from '../lines/table.ts';
import type {Size} from './page.ts';

/** Pods, and the number of hidden ones. */
export function podLines(pods: readonly PodRow[], more: number, room: Size): readonly Line[] {
	if (room.rows < 2 || pods.length === 0) return [];
	const isCut = pods.length + 1 > room.rows || more > 0;
	if (isCut && room.rows === 2) return [[span(safe` ${pods.length + more} pods`, 'dim')]];
	const shown = pods.slice(0, isCut ? Math.max(1, room.rows - 2) : room.rows - 1);
	const lines = tableLines(
		shown.map(pod => ({...pod, isSelected: false})),
		columns,
		room.columns,
	);
	const hidden = pods.length - shown.length + more;
	return hidden > 0 && lines.length < room.rows ? [...lines, [span(safe`   and ${hidden} more pods`, 'dim')]] : lines;
}

const columns: readonly Column<PodRow & {readonly isSelected: boolean}>[] = [
	{title: safe`POD`, cell: pod => cell(pod.name), align: 'left', min: 14, max: 44, rank: 0, cut: 'middle'},
	{title: safe`VERSION`, cell: pod => cell(pod.tag), align: 'left', min: 7, max: 14, rank: 1, cut: 'middle'},
	{
		title: safe`STATE`,
		cell: pod => cell(safe`${pod.isReady ? safe`●` : safe`○`} ${pod.state}`, pod.isReady ? 'good' : 'warning'),
		align: 'left',
		min: 11,
		max: 24,
		rank: 0,
	},
	{
		title: safe`RESTARTS`,
		cell: pod => cell(ident(String(pod.restarts)), pod.restarts > 0 ? 'warning' : 'text'),
		align: 'right',
		min: 8,
		max: 8,
		rank: 2,
	},
	{title: safe`AGE`, cell: pod => cell(pod.age), align: 'right', min: 4, max: 6, rank: 3},
	{
		title: safe`NODE`,
		cell: pod => cell(pod.node ?? safe``, 'dim'),
		align: 'left',
		min: 8,
		max: 30,
		rank: 4,
		cut: 'common',
	},
];
