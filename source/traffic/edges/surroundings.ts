import type {AnchorKey} from '../../domain/cluster/keys.ts';
import {callerId, type Edge, type FoldedEdges} from './edge.ts';

/** Who calls a row, or whom it calls, as a tree: a row that is reached on two ways is in it twice. */
export interface Fan {
	/** The most requests first. */
	readonly nodes: readonly Neighbour[];
	/** How many more there are, with fewer requests. */
	readonly more: number;
}

export interface Neighbour {
	/** The ways from the row to here: one text for each node of both trees. */
	readonly path: string;
	/** Its row; null for a caller that is no row. */
	readonly key: AnchorKey | null;
	/** The calls between it and the node before it. */
	readonly edge: Edge;
	/** It is on the way to itself: a circle of calls, which is not followed further. */
	readonly isAgain: boolean;
	readonly next: Fan;
}

export type Direction = 'callers' | 'callees';

/** One of the two trees around a row, to this depth: 1 is the row's own neighbours. `widest` and `widestDeeper`: how many
 * neighbours of the row, and of each other node, are listed. */
export function surroundings(
	edges: FoldedEdges,
	centre: AnchorKey,
	about: {
		readonly direction: Direction;
		readonly depth: number;
		readonly widest: number;
		readonly widestDeeper: number;
	},
): Fan {
	const {direction, depth, widest, widestDeeper} = about;
	const next = (key: AnchorKey) =>
		direction === 'callers' ? (edges.into.get(key)?.edges ?? []) : (edges.from.get(key) ?? []);

	function fanOf(key: AnchorKey, path: string, before: readonly AnchorKey[], left: number): Fan {
		if (left === 0) return none;
		const all = next(key);
		const shown = all.slice(0, before.length === 1 ? widest : widestDeeper);
		return {nodes: shown.map(edge => neighbourOf(edge, path, before, left)), more: all.length - shown.length};
	}

	function neighbourOf(edge: Edge, path: string, before: readonly AnchorKey[], left: number): Neighbour {
		const key = direction === 'callers' ? edge.caller.key : edge.callee;
		const own = `${path} ${direction === 'callers' ? callerId(edge.caller) : edge.callee}`;
		const isAgain = key !== null && before.includes(key);
		const further = key === null || isAgain ? none : fanOf(key, own, [...before, key], left - 1);
		return {path: own, key, edge, isAgain, next: further};
	}

	return fanOf(centre, direction, [centre], depth);
}

const none: Fan = {nodes: [], more: 0};
