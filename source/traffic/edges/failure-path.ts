import type {AnchorKey} from '../../domain/cluster/keys.ts';
import type {FoldedEdges} from './edge.ts';

/** Whose failures those of a row can be: the row itself first, then the one that it calls, and so on. */
export interface FailurePath {
	/** At least two. */
	readonly rows: readonly AnchorKey[];
	/** For each step the share of the caller's failures that are failed calls of it to the next row, at most 1. */
	readonly shares: readonly number[];
}

/** From this share on, the failures of a row can be those of its calls to another. */
const leastShare = 0.8;

/**
 * Follows failures to where they can come from. A step leads from a row that fails to a row that it calls and that fails
 * as well, where its failed calls to that one are at least `leastShare` of its own failures. The path ends where no
 * callee explains the failures. Null where nothing explains those of the first row, and where the way is not clear: two
 * callees explain the same failures, or the way leads in a circle.
 * `fails`: whether a row fails more than it should. `failuresOf`: its own failures a second.
 */
export function failurePath(
	edges: FoldedEdges,
	first: AnchorKey,
	about: {readonly fails: (key: AnchorKey) => boolean; readonly failuresOf: (key: AnchorKey) => number},
): FailurePath | null {
	if (!about.fails(first)) return null;
	const rows: AnchorKey[] = [first];
	const shares: number[] = [];
	for (let at = first; ; ) {
		const explaining = explainingOf(edges, at, about);
		const [step, other] = explaining;
		if (other) return null;
		if (!step) break;
		if (rows.includes(step.callee)) return null;
		rows.push(step.callee);
		shares.push(step.share);
		at = step.callee;
	}
	return rows.length < 2 ? null : {rows, shares};
}

function explainingOf(
	edges: FoldedEdges,
	key: AnchorKey,
	{fails, failuresOf}: Parameters<typeof failurePath>[2],
): readonly {readonly callee: AnchorKey; readonly share: number}[] {
	// The edges and the row's figures may be of different polls, and edges may leave out callers: the larger count asks
	// for the better proof.
	const told = (edges.into.get(key)?.edges ?? []).reduce((sum, {figures}) => sum + figures.errorsPerSecond, 0);
	const failures = Math.max(told, failuresOf(key));
	if (failures === 0) return [];
	return (edges.from.get(key) ?? [])
		.filter(({callee, figures}) => callee !== key && fails(callee) && figures.errorsPerSecond >= leastShare * failures)
		.map(({callee, figures}) => ({callee, share: Math.min(1, figures.errorsPerSecond / failures)}));
}
