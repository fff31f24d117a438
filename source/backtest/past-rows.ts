import type {MeshId} from '../domain/mesh-id.ts';
import type {SafeText} from '../domain/safe-text.ts';
import type {LatencySample, TrafficSample} from '../domain/signals.ts';
import {countsOf, type Windows} from '../engine/evidence/rows/counted-rows.ts';
import type {Measured} from '../engine/state/metrics-state.ts';
import type {CountedRow} from '../engine/state/release-evidence.ts';
import {foldVersions} from '../traffic/versions/fold-versions.ts';
import type {VersionNames} from '../traffic/versions/version-names.ts';

/** Which two versions are compared, by the names that the series give them. */
export interface Compared {
	readonly names: VersionNames;
	readonly order: readonly MeshId[] | null;
	readonly version: SafeText;
	readonly beside: SafeText;
}

export interface RowsRead extends Windows {
	readonly fromMs: number;
	readonly toMs: number;
	readonly stepSeconds: number;
	readonly traffic: readonly Measured<readonly TrafficSample[]>[];
	readonly latency: readonly Measured<readonly LatencySample[]>[];
}

/** The counts of both versions, one row for each step between the times, oldest first; null where nothing was told. */
export function pastRows(read: RowsRead, {names, order, version, beside}: Compared): readonly CountedRow[] {
	const trafficAt = new Map(read.traffic.map(({atMs, value}) => [atMs, value]));
	const latencyAt = new Map(read.latency.map(({atMs, value}) => [atMs, value]));
	const stepMs = read.stepSeconds * 1000;
	return Array.from({length: Math.round((read.toMs - read.fromMs) / stepMs)}, (_, at) => {
		const endMs = read.fromMs + (at + 1) * stepMs;
		const traffic = trafficAt.get(endMs);
		const figures = traffic ? foldVersions(names, traffic, latencyAt.get(endMs), order) : null;
		if (figures === null) return {endMs, stable: null, canary: null};
		return {endMs, stable: countsOf(figures.get(beside), read), canary: countsOf(figures.get(version), read)};
	});
}
