import type {Release} from '../../../domain/release/release.ts';
import {bold, code, prose} from '../../../domain/text/markdown.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {Row} from '../../../traffic/rows.ts';
import {isTrusted, metricsFreshness} from '../../evidence/freshness.ts';
import {type Harm, lastHarms} from '../../evidence/harm/harm.ts';
import {decimal} from '../../evidence/text/figures.ts';
import {named} from '../../intents/intents.ts';
import {whereText} from '../../lists/attention.ts';
import {rowsByHarm} from '../../lists/order.ts';
import {levelOf} from '../../lists/urgency.ts';
import {serverTime} from '../../state/server-time.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {harmSigns} from '../home/harm-sign.ts';
import {measuredText} from '../home/harm-text.ts';
import {staleText} from '../release/outlook.ts';
import {clusterOfRun, footerOf, item, titleOf} from './chat-item.ts';

/** A chat reads so many lines; the others are counted. */
const shownRows = 8;

/** A row that harms users, or whose release waits for a person. */
interface Needing {
	readonly harm: Harm | null;
	readonly line: SafeText;
}

/** Every row that harms users or waits for a person, in the order of the first screen; null where none does. */
export function listText(context: EngineContext, live: State, shown: State): SafeText | null {
	const harms = lastHarms(context, shown);
	const releases = context.derive.releases(shown);
	const needing = rowsByHarm(context, shown).flatMap((row): readonly Needing[] => {
		const harm = harms.get(row.key) ?? null;
		const release = row.release === null ? undefined : releases.get(row.release);
		const level = release ? levelOf(context, shown, release) : 'quiet';
		if (harm && (!release || (release.canary === null && level === 'quiet')))
			return [{harm, line: harmLine(context, shown, row, harm)}];
		return release && (harm || level === 'needsYou')
			? [{harm, line: releaseLine(context, shown, row, release, harm)}]
			: [];
	});
	if (needing.length === 0) return null;
	const more = needing.length - shownRows;
	const lines = [
		bold(countsText(shown, needing)),
		item(safe`where`, clusterOfRun(shown)),
		...needing.slice(0, shownRows).map(({line}) => line),
		...(more > 0 ? [safe`- and ${more} more`] : []),
		footerOf(live, shown),
	];
	return named(lines.reduce((text, line) => safe`${text}\n${line}`));
}

/** `2 services hurt users, 1 slower, 3 releases wait for a person`: each row once, as the first screen counts them. */
function countsText(state: State, needing: readonly Needing[]): SafeText {
	const count = (kind: Harm['kind'] | null) => needing.filter(({harm}) => (harm?.kind ?? null) === kind).length;
	const [hurting, slower, waiting] = [count('fails'), count('slow'), count(null)];
	const age = staleText(state);
	const parts = [
		...(hurting > 0 ? [safe`${age}${hurting} ${hurting === 1 ? safe`service hurts` : safe`services hurt`} users`] : []),
		...(slower > 0 ? [safe`${age}${slower} slower`] : []),
		...(waiting > 0
			? [safe`${waiting} ${waiting === 1 ? safe`release waits` : safe`releases wait`} for a person`]
			: []),
	];
	return parts.reduce((text, part) => safe`${text}, ${part}`);
}

function harmLine(context: EngineContext, state: State, {key, name}: Row, harm: Harm): SafeText {
	const {glyph, word} = harmSigns[harm.kind];
	return safe`- ${glyph} ${bold(word)} ${code(name)}, ${prose(measuredText(context, state, key, harm))}`;
}

function releaseLine(context: EngineContext, state: State, row: Row, release: Release, harm: Harm | null): SafeText {
	const where = prose(whereText(release, serverTime(state)));
	const told =
		harm && harm.against !== 'stable'
			? safe`, ${prose(measuredText(context, state, row.key, harm))}`
			: extraText(state, harm);
	return safe`- ${titleOf(context, state, release)}, ${where}${told}`;
}

/** Beside the title, which has the verdict. */
function extraText(state: State, harm: Harm | null): SafeText {
	if (harm?.kind !== 'fails') return safe``;
	const stale = isTrusted(metricsFreshness(state)) ? safe`` : safe` (**STALE**)`;
	return safe`, about ${decimal(harm.extraPerMinute)} extra failed requests a minute${stale}`;
}
