import type {ContradictionCode, Told} from '../../domain/release/told.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {RolloutObject} from '../../kinds/argo-rollouts/rollout.ts';
import {ENDPOINT_SLICES} from '../../kinds/endpoint-slice.ts';
import {revisionName} from '../common/revision-of.ts';
import {answerWithinMs} from '../common/silence.ts';
import type {ReturnFacts, ReturnState} from './return-to-stable.ts';
import {canaryServiceOf} from './services.ts';
import {canaryPods, hasCanary, isAbortAsked, keyOfHash} from './situation.ts';

export interface ContradictionFacts extends ReturnFacts {
	/** How far traffic is back on stable after an abort; null while the release is not aborted. */
	readonly returned: ReturnState | null;
}

type Contradiction = Told<ContradictionCode>;

/** The contradictions between what the cluster does and what the controller says, each with its evidence. */
export function contradictionsOf(facts: ContradictionFacts): readonly Contradiction[] {
	const {rollout, split, returned} = facts;
	if (!hasCanary(rollout)) return elsewhere(facts);
	if (isAbortAsked(rollout)) return [];
	const name = canaryName(facts);
	if (rollout.status.abort) {
		const share = split.configuredPercent === 'unknown' ? safe`` : safe`${split.configuredPercent}% still on ${name}: `;
		return returned?.kind === 'stuck'
			? [{code: 'not-reverted', text: safe`Argo says aborted, ${share}${returned.because}`}]
			: [];
	}
	// Routes follow the controller with a delay: a short disagreement is no contradiction.
	return isSettled(facts) ? [...ahead(facts), ...behind(facts), ...unserved(facts)] : unserved(facts);
}

/** Places that still send traffic to another version although no release is under way. */
function elsewhere(facts: ContradictionFacts): readonly Contradiction[] {
	const {rollout, split, revisions} = facts;
	const {configuredPercent, configuredBy} = split;
	if (configuredPercent === 'unknown' || configuredPercent === 0 || configuredBy === 'controller') return [];
	if (!isSettled(facts)) return [];
	const stable = revisionName(keyOfHash(rollout, rollout.status.stableHash), revisions);
	const service = rollout.blueGreen?.activeService;
	if (service) {
		const text = safe`${stable} is fully promoted, and service ${service} selects another version`;
		return [{code: 'still-elsewhere', text}];
	}
	return facts.routes.places
		.filter(({percent}) => percent !== 'unknown' && percent > 0)
		.map(({where, percent}) => ({
			code: 'still-elsewhere',
			text: safe`${stable} is fully promoted, and ${where} sends ${percentText(percent)} to another version`,
		}));
}

/** A route that sends more to the canary than Argo wants. */
function ahead({split: {desiredPercent, configuredPercent}, ...facts}: ContradictionFacts): readonly Contradiction[] {
	if (desiredPercent === 'unknown' || facts.rollout.canary?.router == null) return [];
	return facts.routes.places
		.filter(({percent}) => percent !== 'unknown' && percent - desiredPercent >= leastPoints)
		.filter(({percent}) => percent === configuredPercent)
		.slice(0, 1)
		.map(({where, percent}) => ({
			code: 'ahead-of-controller',
			text: safe`${where} sends ${percentText(percent)} to ${canaryName(facts)}, Argo wants ${desiredPercent}%`,
		}));
}

/**
 * A route that sends less to the canary than Argo wants. While pods are missing this is right: Argo waits with
 * the weight.
 */
function behind(facts: ContradictionFacts): readonly Contradiction[] {
	const {rollout, revisions, split, routes} = facts;
	const {desiredPercent, configuredPercent} = split;
	const {ready, desired} = canaryPods(rollout, revisions);
	if (desiredPercent === 'unknown' || ready === 'unknown' || ready === 0 || ready !== desired) return [];
	const has = safe`${canaryName(facts)} has ${ready} ready ${ready === 1 ? safe`pod` : safe`pods`}`;
	if (configuredPercent === 0 && desiredPercent > 0) {
		return [{code: 'no-traffic', text: safe`${has} and 0% of the traffic, ${desiredPercent}% is meant`}];
	}
	return routes.places
		.filter(({percent, isWritten}) => isWritten && percent !== 'unknown' && desiredPercent - percent >= leastPoints)
		.slice(0, 1)
		.map(({where, percent}) => ({
			code: 'behind-controller',
			text: safe`${has}, ${where} sends it ${percentText(percent)}, Argo wants ${desiredPercent}%`,
		}));
}

/** Traffic for a canary Service that has no ready endpoint. */
function unserved(facts: ContradictionFacts): readonly Contradiction[] {
	const {configuredPercent} = facts.split;
	const service = canaryServiceOf(facts.rollout);
	if (service === null || configuredPercent === 'unknown' || configuredPercent === 0) return [];
	if (!isWithoutEndpoints(facts, service)) return [];
	const text = safe`the route sends ${configuredPercent}% to ${service}, which has no ready endpoint`;
	return [{code: 'no-endpoint', text}];
}

/**
 * In percentage points: a weight may be rounded when it is written to the route, so smaller differences do not
 * count.
 */
const leastPoints = 1;

function percentText(percent: number | 'unknown'): SafeText {
	return percent === 'unknown' ? safe`an unknown share` : safe`${percent}%`;
}

function canaryName({rollout, revisions}: Pick<ContradictionFacts, 'rollout' | 'revisions'>): SafeText {
	return revisionName(keyOfHash(rollout, rollout.status.currentHash), revisions);
}

function isSettled({rollout, nowMs}: ContradictionFacts): boolean {
	return nowMs - lastChangeMs(rollout) > answerWithinMs;
}

/** When the controller last changed or updated a condition of this release, in ms; 0 if it never did. */
function lastChangeMs({status}: RolloutObject): number {
	const times = status.conditions.map(({changedAtMs, updatedAtMs}) => Math.max(changedAtMs ?? 0, updatedAtMs ?? 0));
	return Math.max(0, ...times);
}

function isWithoutEndpoints({rollout, snapshot}: ContradictionFacts, service: SafeText): boolean {
	const slices = snapshot.list(ENDPOINT_SLICES, rollout.metadata.namespace).filter(slice => slice.service === service);
	return slices.length > 0 && slices.every(({ready}) => ready === 0);
}
