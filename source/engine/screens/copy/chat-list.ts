import {prose} from '../../../domain/markdown.ts';
import type {Release} from '../../../domain/release.ts';
import {type SafeText, safe} from '../../../domain/safe-text.ts';
import {harmOf} from '../../evidence/comparison.ts';
import {decimal} from '../../evidence/figures.ts';
import {isTrusted, metricsFreshness} from '../../evidence/freshness.ts';
import {named} from '../../intents/intents.ts';
import {attentionNow, whereText} from '../../lists/attention.ts';
import {levelOf} from '../../lists/urgency.ts';
import {serverTime} from '../../state/server-time.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {clusterOfRun, footerOf, item, titleOf} from './chat-item.ts';

/** A chat reads so many lines; the others are counted. */
const shownReleases = 8;

/** Every release that waits for a person, the most harmful first; null where none does. */
export function listText(context: EngineContext, live: State, shown: State): SafeText | null {
	const waiting = [...context.derive.releases(shown).values()]
		.filter(release => levelOf(context, shown, release) === 'needsYou')
		.map(release => ({
			release,
			harm: harmOf(context, shown, release) ?? 0,
			rank: attentionNow(shown, release).rank,
		}))
		.toSorted((one, other) => other.harm - one.harm || one.rank - other.rank);
	if (waiting.length === 0) return null;
	const more = waiting.length - shownReleases;
	const lines = [
		safe`**${waiting.length} ${waiting.length === 1 ? safe`release waits` : safe`releases wait`} for a person**`,
		item(safe`where`, clusterOfRun(shown)),
		...waiting.slice(0, shownReleases).map(({release, harm}) => releaseLine(context, shown, release, harm)),
		...(more > 0 ? [safe`- and ${more} more`] : []),
		footerOf(live, shown),
	];
	return named(lines.reduce((text, line) => safe`${text}\n${line}`));
}

function releaseLine(context: EngineContext, state: State, release: Release, harm: number): SafeText {
	const stale = isTrusted(metricsFreshness(state)) ? safe`` : safe` (**STALE**)`;
	const extra = harm === 0 ? safe`` : safe`, about ${decimal(harm)} extra failed requests a minute${stale}`;
	return safe`- ${titleOf(context, state, release)}, ${prose(whereText(release, serverTime(state)))}${extra}`;
}
