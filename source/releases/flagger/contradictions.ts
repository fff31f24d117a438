import type {Revision} from '../../domain/release/revision.ts';
import type {ContradictionCode, Told} from '../../domain/release/told.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import {revisionName, templateTag} from '../common/revision-of.ts';
import type {Roles} from './revisions.ts';
import {canaryServiceOf, type RouteRule, worstRule} from './route.ts';
import {countedRules, imagesOf, isUnderWay, isUnseen, type Situation, sinceMs, strategyOf} from './situation.ts';

type Contradiction = Told<ContradictionCode>;

/** In ms. Flagger changes status, pods and route at almost the same time: they may differ for this long. */
const settledAfterMs = 3_000;

/** The contradictions between what the cluster does and what Flagger says, each with its evidence. */
export function contradictionsOf(
	situation: Situation,
	roles: Roles,
	revisions: readonly Revision[],
): readonly Contradiction[] {
	const name = revisionName(roles.canary, revisions);
	const found = [
		notReverted(situation, name),
		otherWeight(situation),
		otherRule(situation),
		noTraffic(situation, name),
		isUnderWay(situation.canary) ? noPods(situation) : null,
		otherPrimary(situation),
		situation.canary.skipsAnalysis ? told('analysis-skipped', safe`skipAnalysis is on: releases go unanalysed`) : null,
	];
	return found.filter(one => one !== null);
}

function notReverted(situation: Situation, name: SafeText): Contradiction | null {
	const {canary} = situation;
	const worst = worstOf(situation);
	if (worst === null || worst.percent === 0 || isUnderWay(canary) || !isSettled(situation)) return null;
	const sends = safe`${worst.where} sends ${worst.percent}% to ${canaryServiceOf(canary)}`;
	return canary.status.phase === 'Failed'
		? told('not-reverted', safe`Flagger says Failed, ${worst.percent}% still on ${name}: ${sends}`)
		: told('still-elsewhere', safe`no release is under way, ${sends}`);
}

/**
 * While Flagger waits for a promotion its weight is zeroed and its iterations are negative. These figures are
 * known to be wrong: perch shows the route instead.
 */
function otherWeight(situation: Situation): Contradiction | null {
	const {canary, route} = situation;
	const {phase, weight, iterations} = canary.status;
	const isTold = phase === 'Progressing' && strategyOf(canary) === 'canary' && iterations >= 0;
	// In one tick Flagger writes the route first. Until it writes the status too, the status has the time of the
	// tick before.
	if (!isTold || route === null || route.percent === weight) return null;
	if (!isSettled(situation, canary.analysis.intervalMs + settledAfterMs)) return null;
	return told('other-weight', safe`Flagger says ${weight}%, ${route.name} sends ${route.percent}%`);
}

/** Flagger reads and writes one rule: a share that another rule gives the canary is no part of the release. */
function otherRule(situation: Situation): Contradiction | null {
	const {canary, route} = situation;
	const worst = worstOf(situation);
	if (route === null || worst === null || !isUnderWay(canary) || worst.percent <= route.percent) return null;
	if (!isSettled(situation)) return null;
	const sends = safe`${worst.where} sends ${worst.percent}% to ${canaryServiceOf(canary)}`;
	return told('other-rule', safe`${sends}, where Flagger moves ${route.percent}%`);
}

function worstOf({canary, route}: Situation): RouteRule | null {
	return route && worstRule(countedRules(canary, route));
}

function noTraffic(situation: Situation, name: SafeText): Contradiction | null {
	const {canary, route, target, nowMs} = situation;
	const isDue = strategyOf(canary) === 'canary' && canary.status.phase === 'Progressing' && !canary.isSuspended;
	const begunMs = sinceMs(canary);
	if (!isDue || canary.analysis.isMirrored || begunMs === null) return null;
	if (route === null || worstRule(route.rules).percent > 0) return null;
	// Flagger scales the target up in one tick and begins in the next.
	if (target === null || target.ready === 0 || nowMs - begunMs <= 3 * canary.analysis.intervalMs) return null;
	const pods = target.ready === 1 ? safe`pod` : safe`pods`;
	return told('no-traffic', safe`${name} has ${target.ready} ready ${pods} and 0% of the traffic`);
}

function noPods(situation: Situation): Contradiction | null {
	const {canary, target} = situation;
	const worst = worstOf(situation);
	if (worst === null || worst.percent === 0 || target === null || target.ready > 0 || !isSettled(situation))
		return null;
	const sends = safe`${worst.where} sends ${worst.percent}% to ${canaryServiceOf(canary)}`;
	return told('no-endpoint', safe`${sends}, which has no ready pod`);
}

/**
 * After a promotion the target keeps the version that Flagger gave the primary, so both should have the same
 * images.
 */
function otherPrimary(situation: Situation): Contradiction | null {
	const {canary, target, primary} = situation;
	const isOver = canary.status.phase === 'Succeeded' || canary.status.phase === 'Initialized';
	if (!isOver || target === null || primary === null || isUnseen(situation) || !isSettled(situation)) return null;
	if (imagesOf(target) === imagesOf(primary)) return null;
	const [says, runs] = [templateTag(target.template, primary.template), templateTag(primary.template, target.template)];
	if (says === null || runs === null) return null;
	const phase = canary.status.phase ?? safe``;
	return told('other-version-serves', safe`Flagger says ${phase}, the target has ${says} and the primary runs ${runs}`);
}

function told(code: ContradictionCode, text: SafeText): Contradiction {
	return {code, text};
}

function isSettled({canary, nowMs}: Situation, afterMs = settledAfterMs): boolean {
	return nowMs - (canary.status.lastTransitionMs ?? 0) > afterMs;
}
