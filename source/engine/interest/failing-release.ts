import type {AnchorKey} from '../../domain/cluster/keys.ts';
import {evidenceOf} from '../evidence/rows/signals-now.ts';
import {convictedErrors} from '../evidence/where/convicted-errors.ts';
import {releaseBehind} from '../lists/places.ts';
import {servicesOfRow} from '../lists/visible.ts';
import type {FailingRelease} from '../state/interest.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';

/** The open release, if its canary is convicted of failures. */
export function failingRelease(context: EngineContext, state: State, open: AnchorKey | null): FailingRelease | null {
	const {derive} = context;
	const key = open && releaseBehind(context, state, open);
	const release = key === null ? undefined : derive.releases(state).get(key);
	const convicted = release && convictedErrors(context, state, release);
	const row = key === null ? undefined : derive.rows(state).byRelease.get(key);
	if (!convicted || row === undefined) return null;
	const {uid, canary, stable} = release;
	return {
		release: release.key,
		uid,
		canary,
		stable,
		services: servicesOfRow(context, state, row),
		sinceMs: Math.max(convicted.sinceMs, convicted.changedMs),
		rule: evidenceOf(state, release)?.failures?.rule ?? null,
	};
}
