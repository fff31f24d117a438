import type {Origins} from '../../meshes/contract.ts';

/** The origins of several meshes as one. A label that a mesh does not have says nothing of that mesh's cluster. */
export function mergedOrigins(all: readonly Origins[]): Origins {
	const byLabel = Map.groupBy(
		all.flatMap(({clusters}) => clusters),
		({label}) => label,
	);
	return {
		found: all.reduce((sum, {found}) => sum + found, 0),
		clusters: [...byLabel].map(([label, told]) => ({
			label,
			values: [...new Set(told.flatMap(({values}) => values))].sort(),
		})),
		copiesBy: [...new Set(all.flatMap(({copiesBy}) => copiesBy))],
	};
}
