import type {Next, Phase, Release} from '../../domain/release/release.ts';
import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {clockTimeSince} from '../../domain/time.ts';
import {silentSince} from '../common/silence.ts';
import {leadsTo} from './named-entries.ts';
import type {Acceptance} from './route-kind.ts';
import type {Situation} from './situation.ts';
import {isSplit, sharesText} from './split.ts';

/**
 * The phase of a route. A split waits for no one: it may be meant to last. What the controllers say of the
 * route comes first.
 */
export function phaseOf(
	situation: Situation,
	acceptance: Acceptance,
	changedAtMs: number | null,
	nowMs: number,
): Phase {
	switch (acceptance.kind) {
		case 'refused':
			return {kind: 'degraded', code: 'route-refused', because: acceptance.because};
		case 'pending': {
			const sinceMs = silentSince(changedAtMs, nowMs);
			return sinceMs === null
				? {kind: 'progressing', code: 'route-not-taken', because: acceptance.because}
				: {
						kind: 'silent',
						code: 'controller-silent',
						because: safe`${acceptance.because} since ${ident(clockTimeSince(sinceMs, nowMs))}`,
					};
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
		code: 'weights-stay',
		text: isSplit(situation.entries, situation.candidates)
			? safe`nothing by itself: ${shares}`
			: safe`nothing: ${shares}`,
	};
}

export function whyOf(situation: Situation, acceptance: Acceptance): Release['why'] {
	if (acceptance.kind !== 'accepted') return {code: 'route-not-followed', text: acceptance.because};
	const {roles, backings, entries} = situation;
	const {canary, doubt} = roles;
	if (doubt !== null) return {code: 'roles-unknown', text: doubt};
	if (canary === null) return null;
	const ready = backings.find(({name}) => name === canary)?.pods.ready ?? 'unknown';
	if (entries.some(entry => leadsTo(entry, canary)) || ready === 'unknown' || ready === 0) return null;
	const pods = ready === 1 ? safe`pod` : safe`pods`;
	return {code: 'no-weight', text: safe`${canary} has ${ready} ready ${pods} and no traffic: its weight is 0`};
}

/** Why measurements do not compare the versions: another rule sends other requests to stable or to the canary. */
export function incomparableBy({entries, leading, roles}: Situation): SafeText | null {
	const other = entries.find(
		entry => entry !== leading && (leadsTo(entry, roles.canary) || leadsTo(entry, roles.stable)),
	);
	return other && leading && roles.canary !== null ? safe`${other.title} routes other requests there` : null;
}
