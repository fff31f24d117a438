import {safe} from '../../domain/text/safe-text.ts';
import type {ReleaseView} from '../../engine/screens/release/release.ts';
import {truncateEnd} from '../lines/cells.ts';
import {type Line, span} from '../lines/line.ts';
import type {Size} from '../widgets/page.ts';
import {podLines} from '../widgets/pods.ts';
import {versionLines} from '../widgets/versions.ts';
import {fact, whereLines} from './release-facts.ts';

/** Revisions, pods and the timeline below each other, for tall terminals that are not wide. */
export function detailLines(view: ReleaseView, room: Size): readonly Line[] {
	const revisions = view.revisions.length === 0 ? [] : versionLines(view.revisions, view.revisionsOver, room.columns);
	const pods = podLines(view.pods, view.morePods, {columns: room.columns, rows: room.rows - revisions.length});
	const left = [...revisions, ...pods].slice(0, room.rows);
	return [...left, ...timelineLines(view, {...room, rows: room.rows - left.length})];
}

/** What else is known, for the right half of wide terminals: what changed, what the controller measures, what
 * happened, then versions and pods. */
export function sideLines(view: ReleaseView, room: Size): readonly Line[] {
	const changed = view.changed.flatMap((text, at) => fact(at === 0 ? safe`CHANGE` : safe``, text, room, 'text', 2));
	const controller = truncateEnd(view.controller.toUpperCase() as typeof view.controller, 6);
	const measured = view.analyses.flatMap((text, at) => fact(at === 0 ? controller : safe``, text, room, 'text', 3));
	const where = view.where === null ? [] : whereLines(safe`WHERE`, view.where, room, 3);
	const above = [...changed.slice(0, 5), ...where, ...measured.slice(0, 5)];
	const revisions = view.revisions.length === 0 ? [] : versionLines(view.revisions, view.revisionsOver, room.columns);
	const spare = room.rows - above.length - revisions.length;
	const podRows = Math.min(view.pods.length + 1, Math.max(3, Math.floor(spare / 2)));
	const pods = podLines(view.pods, view.morePods, {columns: room.columns, rows: Math.min(podRows, spare)});
	const happened = timelineLines(view, {...room, rows: spare - pods.length});
	return [...above, ...happened, ...revisions, ...pods].slice(0, room.rows);
}

function timelineLines(view: ReleaseView, room: Size): readonly Line[] {
	if (view.timeline.length === 0 || room.rows < 2) return [];
	const moments = view.timeline.slice(0, room.rows - 1).map(({at, text, isWarning}): Line => {
		const sign = isWarning ? span(safe`⚠ `, 'warning') : span(safe`  `);
		const told = truncateEnd(text, Math.max(1, room.columns - 14));
		return [span(safe`  ${at} `, 'dim'), sign, span(told, isWarning ? 'warning' : 'text')];
	});
	return [[span(safe`  EVENTS UTC`, 'dim')], ...moments];
}
