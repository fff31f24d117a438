import type {RevisionKey} from '../domain/keys.ts';
import type {MeshId} from '../domain/mesh-id.ts';
import type {RowTraffic} from './row-traffic.ts';

/** Two meshes are scraped at different moments. */
const comparableFactor = 1.2;

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
	if (other.total.requestsPerSecond > comparableFactor * row.total.requestsPerSecond) return false;
	// One version alone cannot be confused with another.
	if (serving.size < 2) return true;
	const own = busyVersions(row);
	if (!busyVersions(other).every(key => own.includes(key))) return false;
	// Requests of unknown versions may be those that this mesh does not see. Without versions of its own nothing is
	// compared.
	return own.length === 0 || isAttributed(other) || [...serving].every(key => own.includes(key));
}

function busyVersions({split}: RowTraffic): readonly RevisionKey[] {
	if (split.kind === 'cannotTell') return [];
	return [...split.byRevision].flatMap(([key, {requestsPerSecond}]) => (requestsPerSecond > 0 ? [key] : []));
}

function isAttributed({split, total}: RowTraffic): boolean {
	if (split.kind === 'cannotTell') return false;
	const told = [...split.byRevision.values()].reduce((sum, {requestsPerSecond}) => sum + requestsPerSecond, 0);
	return told * comparableFactor >= total.requestsPerSecond;
}
