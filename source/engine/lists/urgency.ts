import type {ReleaseKey} from '../../domain/cluster/keys.ts';
import type {Release} from '../../domain/release/release.ts';
import {isWorse} from '../evidence/verdict.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {type Attention, attentionNow} from './attention.ts';

export type Urgency = Pick<Attention, 'level' | 'rank'>;

/** How urgently each release needs the operator. The same object while nothing that it follows from changes, so that
 * thousands of rows are not ranked after every event. */
export function urgencies(context: EngineContext, state: State): ReadonlyMap<ReleaseKey, Urgency> {
	const releases = context.derive.releases(state);
	const worse = worseSplits(context, state);
	return context.derive.rememberWhile(state, 'urgencies', [releases, state.intents, worse.join(' ')], () => {
		const harmful = new Set(worse);
		return new Map(
			[...releases].map(([key, release]): [ReleaseKey, Urgency] => {
				const {level, rank} = attentionNow(state, release);
				return [key, {level: harmful.has(key) ? 'needsYou' : level, rank}];
			}),
		);
	});
}

export function levelOf(context: EngineContext, state: State, {key}: Release): Urgency['level'] {
	return urgencies(context, state).get(key)?.level ?? 'quiet';
}

/** A split may be meant to last: it is quiet until the canary is measurably worse. */
function worseSplits(context: EngineContext, state: State): readonly ReleaseKey[] {
	const {derive} = context;
	const releases = derive.releases(state);
	const splits = derive.rememberWhile(state, 'splits', [releases], () =>
		[...releases.values()].filter(({phase}) => phase.kind === 'split'),
	);
	return derive.remember(state, 'worseSplits', () =>
		splits.filter(release => isWorse(context, state, release)).map(({key}) => key),
	);
}
