import type {Next, Phase} from '../../domain/release.ts';
import {ident, type SafeText, safe} from '../../domain/safe-text.ts';
import {clockTimeSince} from '../../domain/time.ts';
import {silentSince} from '../common/silence.ts';
import {leadsTo} from './named-entries.ts';
import type {Acceptance} from './route-kind.ts';
import type {Situation} from './situation.ts';
import {isSplit, sharesText} from './split.ts';

/** A split waits for nobody: it may be meant to last. What its controllers say of the route comes before that. */
export function phaseOf(
	situation: Situation,
	acceptance: Acceptance,
	changedAtMs: number | null,
	nowMs: number,
): Phase {
	switch (acceptance.kind) {
		case 'refused':
			return {kind: 'degraded', because: acceptance.because};
		case 'pending': {
			const sinceMs = silentSince(changedAtMs, nowMs);
			return sinceMs === null
				? {kind: 'progressing', because: acceptance.because}
				: {kind: 'silent', because: safe`${acceptance.because} since ${ident(clockTimeSince(sinceMs, nowMs))}`};
		}
		default:
			return isSplit(situation.entries, situation.candidates)
				? {kind: 'split', sinceMs: changedAtMs}
				: {kind: 'stable'};
	}
}

export function nextOf(situation: Situation): Next {
	const shares = sharesText(situation);
	return {
		kind: 'nothing',
		text: isSplit(situation.entries, situation.candidates)
			? safe`nothing moves by itself: ${shares}`
			: safe`nothing: ${shares}`,
	};
}

export function whyOf(situation: Situation, acceptance: Acceptance): SafeText | null {
	if (acceptance.kind !== 'accepted') return acceptance.because;
	const {roles, backings, entries} = situation;
	const {canary, doubt} = roles;
	if (doubt !== null || canary === null) return doubt;
	const ready = backings.find(({name}) => name === canary)?.pods.ready ?? 'unknown';
	if (entries.some(entry => leadsTo(entry, canary)) || ready === 'unknown' || ready === 0) return null;
	return safe`${canary} has ${ready} ready ${ready === 1 ? safe`pod` : safe`pods`} and no traffic: its weight is 0`;
}

/** Another rule sends other requests to one of the two: what is measured of them is not of the same traffic. */
export function incomparableBy({entries, leading, roles}: Situation): SafeText | null {
	const other = entries.find(
		entry => entry !== leading && (leadsTo(entry, roles.canary) || leadsTo(entry, roles.stable)),
	);
	return other && leading && roles.canary !== null ? safe`${other.title} routes other requests there` : null;
}
