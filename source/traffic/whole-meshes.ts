import type {RevisionKey} from '../domain/cluster/keys.ts';
import type {MeshId} from '../domain/signals/mesh-id.ts';
import type {RowTraffic} from './row-traffic.ts';

/** Two meshes are scraped at different moments. */
const comparableFactor = 1.2;
/** Where a version without requests may be hidden in the difference. */
const equalFactor = 1.05;
/** Requests a second below which a difference is one of rounding. */
const leastRate = 0.001;
/** Failures a second below which two meshes differ by chance. */
const fewErrors = 0.1;

/**
 * Those of several meshes that count all that any of them counts of a row. A mesh that counts a part, such as the
 * requests through a gateway or those to one version, must never stand for the row. `serving`: the revisions that may
 * serve it.
 */
export function wholeMeshes(
	byMesh: ReadonlyMap<MeshId, RowTraffic>,
	serving: ReadonlySet<RevisionKey>,
): readonly MeshId[] {
	const rows = [...byMesh.values()];
	const isWhole = (row: RowTraffic) => rows.every(other => other === row || countsAllOf(row, other, serving));
	return [...byMesh].flatMap(([mesh, row]) => (isWhole(row) ? [mesh] : []));
}

function countsAllOf(row: RowTraffic, other: RowTraffic, serving: ReadonlySet<RevisionKey>): boolean {
	const isAsMuch = (own: number, theirs: number) => theirs <= comparableFactor * own + leastRate;
	if (!isAsMuch(row.total.requestsPerSecond, other.total.requestsPerSecond)) return false;
	// Failures that only the other mesh counts are those of requests that this one does not see.
	if (other.total.errorsPerSecond > 2 * row.total.errorsPerSecond + fewErrors) return false;
	const [own, theirs] = [versionsOf(row), versionsOf(other)];
	const told = new Set([...own.byKey, ...theirs.byKey].map(([key]) => key));
	// One version alone cannot be confused with another.
	if (serving.size < 2 && told.size < 2) return true;
	// A mesh that counts all versions together says nothing of them but their sum.
	if (other.split.kind === 'cannotTell' && row.split.kind === 'known') {
		const tellsAll = [...serving].every(key => own.byKey.has(key));
		const most = (tellsAll ? comparableFactor : equalFactor) * row.total.requestsPerSecond + leastRate;
		return other.total.requestsPerSecond <= most;
	}
	// Requests of unknown versions may be those of the version that this mesh does not see.
	return (
		isAsMuch(own.untold, theirs.untold) &&
		[...theirs.byKey].every(([key, perSecond]) => isAsMuch(own.byKey.get(key) ?? 0, perSecond))
	);
}

/** Requests a second by version, and those of no known version. */
function versionsOf({split, total}: RowTraffic): {
	readonly byKey: ReadonlyMap<RevisionKey, number>;
	readonly untold: number;
} {
	if (split.kind === 'cannotTell') return {byKey: new Map(), untold: total.requestsPerSecond};
	const busy = [...split.byRevision].filter(([, {requestsPerSecond}]) => requestsPerSecond > 0);
	const byKey = new Map(busy.map(([key, {requestsPerSecond}]) => [key, requestsPerSecond] as const));
	const told = [...byKey.values()].reduce((sum, perSecond) => sum + perSecond, 0);
	return {byKey, untold: Math.max(0, total.requestsPerSecond - told)};
}
