import type {EventObject} from './cluster-objects.ts';

/** A change that a controller reported in an Event. */
export interface Change<Value> {
	readonly atMs: number;
	/** The object that was changed, by name. */
	readonly subject: string;
	readonly from: Value;
	readonly to: Value;
}

/** The past changes that the Events of one namespace report, oldest first. */
export interface PastChanges {
	/** Canary weights in percent, by Rollout or Canary name. */
	readonly weights: readonly Change<number>[];
	/** Pod-template hashes that Services select; empty for no hash. */
	readonly selectors: readonly Change<string>[];
	/** Sizes of ReplicaSets. */
	readonly replicas: readonly Change<number>[];
}

export const changesToldBy = (events: readonly EventObject[], namespace: string): PastChanges => {
	const ordered = events
		.filter(event => event.metadata.namespace === namespace && event.lastTimestamp !== null)
		.map(event => ({event, atMs: Date.parse(event.lastTimestamp ?? '')}))
		.sort((a, b) => a.atMs - b.atMs);
	return {
		weights: ordered.flatMap(({event, atMs}) => {
			const subject = event.involvedObject.name;
			const flagged = event.involvedObject.kind === 'Canary' ? flaggerWeight(event.message) : undefined;
			// Flagger does not report the weight before; a release begins at 0.
			if (flagged !== undefined) return [{atMs, subject, from: 0, to: flagged}];
			// The controller also writes `updated to 0`, and only `updated ` when it changed no weight.
			const [, from = '0', to] = /^Traffic weight updated (?:from (\d+) )?to (\d+)$/.exec(event.message) ?? [];
			if (event.reason !== 'TrafficWeightUpdated' || to === undefined) return [];
			return [{atMs, subject, from: Number(from), to: Number(to)}];
		}),
		selectors: ordered.flatMap(({event, atMs}) => {
			const [, subject, from, to] =
				/^Switched selector for service '(.+)' from '(.*)' to '(.*)'$/.exec(event.message) ?? [];
			return subject === undefined || from === undefined || to === undefined ? [] : [{atMs, subject, from, to}];
		}),
		replicas: ordered.flatMap(({event, atMs}) => {
			const [, subject, from, to] =
				/^Scaled (?:up|down) (?:replica set|ReplicaSet) (\S+)(?: \(revision \d+\))? from (\d+) to (\d+)$/.exec(
					event.message,
				) ?? [];
			return subject === undefined ? [] : [{atMs, subject, from: Number(from), to: Number(to)}];
		}),
	};
};

/** The canary's percentage of the split requests, from Flagger's message. */
const flaggerWeight = (message: string): number | undefined => {
	const weight = /^Advance \S+ canary weight (\d+)$/.exec(message)?.[1];
	if (weight !== undefined) return Number(weight);
	if (/^Advance \S+ canary iteration|^Routing all traffic to canary$/.test(message)) return 100;
	return /^(New revision detected!|Canary failed!|Routing all traffic to primary$)/.test(message) ? 0 : undefined;
};

/** The value at a time in the past, if the changes tell it; else `otherwise`. */
export const valueAt = <Value>(
	changes: readonly Change<Value>[],
	{subject, atMs, otherwise}: {readonly subject: string; readonly atMs: number; readonly otherwise: Value},
): Value => {
	const about = changes.filter(change => change.subject === subject);
	const last = about.findLast(change => change.atMs <= atMs);
	return last === undefined ? (about[0]?.from ?? otherwise) : last.to;
};
