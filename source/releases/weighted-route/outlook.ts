import type {Next, Phase} from '../../domain/release.ts';
import {ident, line, type SafeText, safe} from '../../domain/safe-text.ts';
import {clockTime} from '../../domain/time.ts';
import {silentSince} from '../common/silence.ts';
import type {Situation} from './assemble.ts';
import {rulesDiffer} from './contradictions.ts';
import {sharesOf} from './named-entries.ts';
import type {Acceptance} from './route-kind.ts';

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
				: {kind: 'silent', because: safe`${acceptance.because} since ${ident(clockTime(sinceMs))}`};
		}
		default:
			return isSplit(situation) ? {kind: 'split', sinceMs: changedAtMs} : {kind: 'stable'};
	}
}

export function nextOf(situation: Situation): Next {
	const shares = sharesText(situation);
	return {
		kind: 'nothing',
		text: isSplit(situation) ? safe`nothing moves by itself: ${shares}` : safe`nothing: ${shares}`,
	};
}

export function whyOf(situation: Situation, acceptance: Acceptance): SafeText | null {
	if (acceptance.kind !== 'accepted') return acceptance.because;
	const {roles, backings, leading} = situation;
	if (roles.doubt !== null) return roles.doubt;
	const canary = leading?.destinations.find(({name}) => name === roles.canary);
	const ready = backings.find(({name}) => name === roles.canary)?.pods.ready ?? 'unknown';
	if (canary?.effectiveWeight !== 0 || ready === 'unknown' || ready === 0) return rulesDiffer(situation);
	return safe`${canary.name} has ${ready} ready ${ready === 1 ? safe`pod` : safe`pods`} and no traffic: its weight is 0`;
}

/** Another rule sends other requests to one of the two: what is measured of them is not of the same traffic. */
export function incomparableBy({entries, leading, roles}: Situation): SafeText | null {
	const other = entries.find(
		entry =>
			entry !== leading &&
			!entry.isDiverted &&
			entry.destinations.some(
				({name, effectiveWeight}) => effectiveWeight > 0 && (name === roles.canary || name === roles.stable),
			),
	);
	return other && leading && roles.canary !== null ? safe`${other.title} routes other requests there` : null;
}

function isSplit({leading}: Situation): boolean {
	return (leading?.destinations.filter(({effectiveWeight}) => effectiveWeight > 0).length ?? 0) > 1;
}

/** `v1 90%, v2 10%` */
function sharesText({leading}: Situation): SafeText {
	const shares = sharesOf(leading?.destinations.map(({effectiveWeight}) => effectiveWeight) ?? []);
	const texts = leading?.destinations.map(({name}, at) => `${name} ${shares[at] ?? 0}%`) ?? [];
	return line(texts.join(', '));
}
