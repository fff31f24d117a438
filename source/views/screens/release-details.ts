import {safe} from '../../domain/safe-text.ts';
import type {ReleaseView} from '../../engine/screens/release.ts';
import {besideEachOther, type Line, span} from '../lines/line.ts';
import type {Size} from '../widgets/page.ts';
import {podLines} from '../widgets/pods.ts';
import {versionLines} from '../widgets/versions.ts';

/** Revisions and pods at the left, the timeline at the right; for tall terminals. */
export function detailLines(view: ReleaseView, room: Size): readonly Line[] {
	const isWide = room.columns >= 120;
	const width = isWide ? Math.floor((room.columns - gap) / 2) : room.columns;
	const revisions = view.revisions.length === 0 ? [] : versionLines(view.revisions, width);
	const pods =
		view.pods.length === 0
			? []
			: podLines(view.pods, view.morePods, {columns: width, rows: room.rows - revisions.length});
	const left = [...revisions, ...pods].slice(0, room.rows);
	if (!isWide) return [...left, ...timelineLines(view, room.rows - left.length)];
	const right = timelineLines(view, room.rows);
	if (left.length === 0 && right.length === 0) return [];
	return besideEachOther(
		[
			{lines: left, width},
			{lines: right, width: room.columns - width - gap},
		],
		gap,
	);
}

const gap = 2;

function timelineLines(view: ReleaseView, rows: number): readonly Line[] {
	if (view.timeline.length === 0 || rows < 2) return [];
	const moments = view.timeline.slice(0, rows - 1).map(({at, text, isWarning}): Line => {
		const sign = isWarning ? span(safe`⚠ `, 'warning') : span(safe`  `);
		return [span(safe` ${at} `, 'dim'), sign, span(text, isWarning ? 'warning' : 'text')];
	});
	return [[span(safe` TIMELINE UTC`, 'dim')], ...moments];
}
