import type {FailureRule} from '../domain/settings/failure-rule.ts';
import type {MeshId} from '../domain/signals/mesh-id.ts';
import type {SafeText} from '../domain/text/safe-text.ts';
import {countsOf, type Windows} from '../engine/evidence/rows/counted-rows.ts';
import {type StepsRead, toldSteps, type VersionsRead} from '../engine/queries/read-steps.ts';
import type {CountedRow} from '../engine/state/release-evidence.ts';
import {foldVersions} from '../traffic/versions/fold-versions.ts';
import type {VersionNames} from '../traffic/versions/version-names.ts';

/** Which two versions are compared, by the names that the series give them. */
export interface Compared {
	readonly names: VersionNames;
	readonly order: readonly MeshId[] | null;
	/** What counts as a failure; null where that is the mesh's own rule. */
	readonly rule: FailureRule | null;
	readonly version: SafeText;
	readonly beside: SafeText;
}

export interface RowsRead extends Windows, StepsRead, VersionsRead {}

/** The counts of both versions, one row for each step between the times, oldest first; null where nothing was told. */
export function pastRows(read: RowsRead, {names, order, rule, version, beside}: Compared): readonly CountedRow[] {
	return toldSteps(read).map(({endMs, traffic, latency}) => {
		const figures = traffic ? foldVersions(names, traffic, latency, order, rule) : null;
		if (figures === null) return {endMs, stable: null, canary: null};
		return {endMs, stable: countsOf(figures.get(beside), read), canary: countsOf(figures.get(version), read)};
	});
}
