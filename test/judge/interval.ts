import type {EvidenceRow} from '../../source/judge/counts/evidence-row.ts';

/** A row of the vectors, by their columns. */
export type IntervalTuple = readonly [
	endMs: number,
	seconds: number,
	kc: number | null,
	nc: number | null,
	ks: number | null,
	ns: number | null,
	phi: number,
	restart: boolean,
	warm: boolean,
];

export function rowOf([endMs, seconds, kc, nc, ks, ns, phi, isRestart, isWarm]: IntervalTuple): EvidenceRow {
	return {
		endMs,
		seconds,
		canaryFailures: kc,
		canaryRequests: nc,
		stableFailures: ks,
		stableRequests: ns,
		phi,
		isRestart,
		isWarm,
	};
}
