import {wayBackOf} from '../evidence/rows/way-back.ts';
import {servicesOfRow} from '../lists/visible.ts';
import type {LeftRelease} from '../state/interest.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';

/** Every release that was taken back, while it is being proved that it recovered, whether or not its canary is gone. */
export function leftReleases(context: EngineContext, state: State): readonly LeftRelease[] {
	const keys = new Set(state.intents.flatMap(({recovery, release}) => (recovery === null ? [] : [release.key])));
	return [...keys].flatMap(key => {
		const release = context.derive.releases(state).get(key);
		const row = context.derive.rows(state).byRelease.get(key);
		const intent = release ? wayBackOf(state, release) : null;
		if (row === undefined || !intent?.recovery || !('sinceMs' in intent.recovery)) return [];
		const services = servicesOfRow(context, state, row);
		return [{release: key, intentId: intent.id, services, sinceMs: intent.recovery.sinceMs}];
	});
}
