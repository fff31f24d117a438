import type {Release} from '../../domain/release/release.ts';
import type {SafeText} from '../../domain/text/safe-text.ts';
import type {Intent} from '../state/intent.ts';
import type {State} from '../state/state.ts';

/** A request that the API server accepted and the controller has not answered yet: what the release tells is
 * from before it, or follows from the request alone. */
export interface Asked {
	/** What this session asked for; null where another client asked. */
	readonly what: SafeText | null;
	/** When it was asked, by the server's clock; null where that is not known. */
	readonly sinceMs: number | null;
	/** A minute has passed without an effect. */
	readonly isOverdue: boolean;
	/** The contradictions that were there already when it was asked. */
	readonly contradictions: Release['contradictions'];
}

/** The request to the release that is not answered; null once the watch shows that the controller took it up. */
export function askedOf({intents}: State, release: Release): Asked | null {
	const last = lastByRelease(intents).get(`${release.key} ${release.uid}`);
	if (last && isUnanswered(last, release)) {
		const {plan, sentAtMs, phase} = last;
		const isOverdue = phase.kind === 'accepted' && phase.isOverdue;
		const {contradictions} = last.release;
		return {what: plan?.headline ?? null, sinceMs: sentAtMs, isOverdue, contradictions};
	}
	// A controller that is silent for long is shown as silent instead.
	const isOthers = release.isAnswerAwaited === true && release.phase.kind !== 'silent';
	return isOthers ? {what: null, sinceMs: null, isOverdue: false, contradictions: []} : null;
}

const byRelease = new WeakMap<State['intents'], ReadonlyMap<string, Intent>>();

/** The last intent of each release of which a step was carried out. Thousands of releases are looked up for a list. */
function lastByRelease(intents: State['intents']): ReadonlyMap<string, Intent> {
	const known = byRelease.get(intents);
	if (known) return known;
	const carriedOut = intents.filter(({stepsDone}) => stepsDone > 0);
	const found = new Map(carriedOut.map(intent => [`${intent.release.key} ${intent.release.uid}`, intent]));
	byRelease.set(intents, found);
	return found;
}

function isUnanswered({phase, release: before}: Intent, now: Release): boolean {
	// `effective` may only mean that the written value is there: the controller has not acted on it yet.
	if (now.isAnswerAwaited && phase.kind === 'effective') return now.phase.kind !== 'silent';
	if (phase.kind !== 'accepted' || phase.effect.kind !== 'pending' || phase.effect.isUnderWay) return false;
	return now.isAnswerAwaited === true || answerOf(before) === answerOf(now);
}

/** What a controller says and does when it takes a request up; no request of perch writes these values itself. */
function answerOf({phase, split}: Release): string {
	const because = phase.kind === 'paused' ? phase.because : '';
	return `${phase.kind} ${because} ${split.configuredPercent}`;
}
