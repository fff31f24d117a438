import type {DescribeView} from '../../engine/screens/objects/describe.ts';
import type {DiffView} from '../../engine/screens/objects/diff.ts';
import type {ProveView} from '../../engine/screens/prove/prove.ts';
import {roomOf, type Size} from '../widgets/page.ts';
import {roomFor} from '../widgets/scrolled-text.ts';
import {describeText} from './describe.ts';
import {diffText} from './diff.ts';
import {proofRoom, proveText} from './prove.ts';

interface Extent {
	readonly lines: number;
	readonly room: number;
}

/** The lines of a screen's long text, and how many of them have room, as the screen is drawn. */
export function extentOf({kind, view}: {readonly kind: string; readonly view: unknown}, size: Size): Extent {
	const extent = extents[kind];
	if (!extent) throw new Error(`the screen ${kind} has no long text`);
	return extent(view as never, size);
}

const extents: Readonly<Record<string, (view: never, size: Size) => Extent>> = {
	diff(view: DiffView, size) {
		const room = roomOf(view, size);
		const text = diffText(view, room);
		return {lines: text.lines.length, room: roomFor(text, room)};
	},
	describe(view: DescribeView, size) {
		const room = roomOf(view, size);
		const text = describeText(view, room);
		return {lines: text.lines.length, room: roomFor(text, room)};
	},
	prove(view: ProveView, size) {
		const room = roomOf(view, size);
		const {top, lines} = proveText(view, room);
		return {lines: lines.length, room: proofRoom(top, room)};
	},
};
