import type {ShopService, ShopVersion} from '../../contract.ts';
import type {Accumulated} from './traffic-curve.ts';

/** How a version answers the requests that reach it. */
export interface Behaviour {
	readonly errorRatio: number;
	readonly latencyMedianMs: number;
	readonly tail: {readonly share: number; readonly medianMs: number};
	/** A share (0–1) of the failures that is of one caller's requests, given as `namespace/name`. */
	readonly concentrated?: {readonly caller: string; readonly share: number};
}

/** How many requests ended in which way. */
export interface Outcomes {
	readonly failed: number;
	readonly slow: number;
	readonly usual: number;
}

/** Splits requests by the behaviour. The three counts add up to the requests, and none of them ever falls: the
 * drifts move requests between them, in proportion to the requests left on the other side. Of the failures that are
 * inherited, those of requests that fail anyway are no further ones. */
export const outcomesOf = (
	{errorRatio, tail}: Behaviour,
	{requests, errorDrift, tailDrift, inherited}: Accumulated,
): Outcomes => {
	const answered = 1 - errorRatio;
	const body = 1 - tail.share;
	return {
		failed: errorRatio * (requests + answered * body * errorDrift) + answered * inherited,
		slow: answered * tail.share * (requests + body * tailDrift),
		usual: answered * (body * (requests - errorRatio * errorDrift - tail.share * tailDrift) - inherited),
	};
};

/** No pod answers: the caller's proxy returns 503 at once. */
export const noPods: Behaviour = {errorRatio: 1, latencyMedianMs: 0.4, tail: {share: 0, medianMs: 0.4}};

export interface Phase {
	readonly fromMs: number;
	readonly toMs: number;
	readonly behaviour: Behaviour;
}

/** The behaviour of an image tag over time. A tag that the shop does not list behaves like the oldest version. */
export const phasesOf = (service: ShopService, tag: string, startMs: number): readonly Phase[] => {
	const {incident} = service;
	const usual = usualPhases(service, tag, startMs);
	if (incident === undefined || (incident.tag !== undefined && incident.tag !== tag)) return usual;
	const [fromMs, toMs] = [startMs + incident.fromSeconds * 1000, startMs + incident.toSeconds * 1000];
	return usual
		.flatMap((phase): readonly Phase[] => [
			{...phase, toMs: Math.min(phase.toMs, fromMs)},
			{
				fromMs: Math.max(phase.fromMs, fromMs),
				toMs: Math.min(phase.toMs, toMs),
				behaviour: {...phase.behaviour, errorRatio: incident.errorRatio},
			},
			{...phase, fromMs: Math.max(phase.fromMs, toMs)},
		])
		.filter(phase => phase.fromMs < phase.toMs);
};

const usualPhases = ({versions}: ShopService, tag: string, startMs: number): readonly Phase[] => {
	const version = versions.find(known => known.tag === tag) ?? versions[0];
	if (version === undefined) throw new Error('a shop service has at least one version');
	const always = {fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY};
	const {turnsAfterSeconds, turnsFor, before} = version;
	if (turnsAfterSeconds === undefined || before === undefined) return [{...always, behaviour: later(version)}];
	const concentrated = turnsFor !== undefined && {
		concentrated: {caller: turnsFor, share: 1 - before.errorRatio / version.errorRatio},
	};
	const turnsMs = startMs + turnsAfterSeconds * 1000;
	const earlier = {...later(version), errorRatio: before.errorRatio, tail: before.tail};
	return [
		{...always, toMs: turnsMs, behaviour: earlier},
		{...always, fromMs: turnsMs, behaviour: {...later(version), ...concentrated}},
	];
};

const later = ({errorRatio, latencyMedianMs, tail}: ShopVersion): Behaviour => ({errorRatio, latencyMedianMs, tail});
