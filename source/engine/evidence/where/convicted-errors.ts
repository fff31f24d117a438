import type {Release} from '../../../domain/release/release.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {lastChange} from '../../world/last-change.ts';
import {evidenceOf} from '../rows/signals-now.ts';
import {verdictOf} from '../verdict.ts';

export interface ConvictedErrors {
	/** Since when it fails more, and when the weight last changed, as far as that is known; the server's clock. */
	readonly sinceMs: number;
	readonly changedMs: number;
	/** The variance of its counts over that of independent requests. */
	readonly phi: number;
}

/** What is known of a canary that the verdict calls worse by its failures; null of any other. */
export function convictedErrors(context: EngineContext, state: State, release: Release): ConvictedErrors | null {
	const verdict = verdictOf(context, state, release);
	if (verdict?.kind !== 'worse' || verdict.errors === null) return null;
	const judging = evidenceOf(state, release)?.judging;
	const phi = judging?.signals.find(({rules}) => rules.signal === 'errors')?.phi;
	if (phi === undefined) return null;
	return {sinceMs: verdict.errors.sinceMs, changedMs: lastChange(state, release) ?? 0, phi};
}
