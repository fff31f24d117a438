import type {MeshId} from '../../domain/signals/mesh-id.ts';
import type {MetricSample} from '../../domain/signals/metric-sample.ts';
import {quoted} from '../../domain/signals/series-scope.ts';

/** A query of one mesh. `mustBeAlone`: its answer may hold native histograms. */
export interface MeshText {
	readonly mesh: MeshId;
	readonly promql: string;
	readonly mustBeAlone?: true;
}

/** One text to send, which asks for several meshes at once. */
export interface OneText<T extends MeshText> {
	readonly promql: string;
	readonly parts: readonly T[];
	/** The samples of the answer that are of this mesh. */
	samplesOf(part: T, samples: readonly MetricSample[]): readonly MetricSample[];
}

const meshLabel = 'perch_mesh';
/** A proxy that passes only GET refuses a longer URL. */
const longest = 6_000;

/** The queries of several meshes in as few texts as there can be, so that a poll costs the same whatever their number. */
export function inFewTexts<T extends MeshText>(queries: readonly T[]): readonly OneText<T>[] {
	const groups: T[][] = [];
	for (const query of queries) {
		const group = groups.find(some => canJoin(some, query));
		if (group) group.push(query);
		else groups.push([query]);
	}
	return groups.map(asOneText);
}

function canJoin(group: readonly MeshText[], query: MeshText): boolean {
	// Prometheus 2.42 makes 0 of a native histogram whose labels are replaced.
	if (query.mustBeAlone || group.some(({mustBeAlone}) => mustBeAlone)) return false;
	return [...group, query].reduce((sum, {promql}) => sum + promql.length, 0) <= longest;
}

function asOneText<T extends MeshText>(parts: readonly T[]): OneText<T> {
	const [only, ...others] = parts;
	if (only && others.length === 0) return {promql: only.promql, parts, samplesOf: (_part, samples) => samples};
	return {
		promql: parts.map(({mesh, promql}) => `label_replace(${promql},"${meshLabel}",${quoted(mesh)},"","")`).join(' or '),
		parts,
		samplesOf: ({mesh}, samples) =>
			samples
				.filter(({labels}) => labels[meshLabel] === mesh)
				.map(sample => ({...sample, labels: withoutMesh(sample)})),
	};
}

function withoutMesh({labels: {[meshLabel]: _, ...labels}}: MetricSample): MetricSample['labels'] {
	return labels;
}
