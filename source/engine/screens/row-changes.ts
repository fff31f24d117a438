import type {ReleaseKey} from '../../domain/keys.ts';
import {type SafeText, safe} from '../../domain/safe-text.ts';
import {releaseName} from '../../traffic/rows.ts';
import {comparisonText, harmOf, recentSidesOf} from '../evidence/comparison.ts';
import {clusterFreshness, type FreshnessView, metricsFreshness} from '../evidence/freshness.ts';
import {attentionNow, versionsText, whereText} from '../lists/attention.ts';
import {serverTime} from '../state/server-time.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';

/** What a line is written about when it changes. */
export interface Standing {
	readonly rows: ReadonlyMap<ReleaseKey, RowStanding>;
	readonly sources: readonly SourceStanding[];
}

interface RowStanding {
	readonly name: SafeText;
	readonly word: SafeText;
	readonly isHarmful: boolean;
	readonly isQuiet: boolean;
	/** The whole line, without its time. */
	readonly text: SafeText;
}

interface SourceStanding {
	readonly name: SafeText;
	readonly isAnswering: boolean;
	readonly problem: SafeText | null;
}

/** Before anything was read: what is quiet from the start makes no line. */
export const nothingStands: Standing = {rows: new Map(), sources: []};

export function standingOf(context: EngineContext, state: State): Standing {
	const rows = [...context.derive.releases(state).values()].map((release): [ReleaseKey, RowStanding] => {
		const {glyph, word, level} = attentionNow(state, release);
		const harm = harmOf(context, state, release);
		const sign = harm === null ? glyph : safe`✖`;
		const told = release.contradictions[0]?.text ?? release.why?.text;
		const why = harm === null ? told : comparisonText(recentSidesOf(context, state, release), harm);
		const name = releaseName(release);
		const detail = why ? safe`: ${why}` : safe``;
		return [
			release.key,
			{
				name,
				word,
				isHarmful: harm !== null,
				isQuiet: level === 'quiet' && harm === null,
				text:
					level === 'quiet'
						? safe`${sign} ${word}  ${name} ${versionsText(release)}${detail}`
						: safe`${sign} ${word}  ${name} ${versionsText(release)}  ${whereText(release, serverTime(state))}${detail}`,
			},
		];
	});
	const source = (name: SafeText, {state: is, problem}: FreshnessView): SourceStanding => ({
		name,
		isAnswering: is !== 'failed' && is !== 'red' && is !== 'none',
		problem,
	});
	return {
		rows: new Map(rows),
		sources: [source(safe`k8s`, clusterFreshness(state)), source(safe`metrics`, metricsFreshness(state))],
	};
}

/** A line for each source that fell silent or answers again, and for each release whose word or harm changed, that
 * came with something to tell, or is gone. */
export function changesBetween(before: Standing, now: Standing): readonly SafeText[] {
	const sources = now.sources.flatMap(({name, isAnswering, problem}, at) => {
		if ((before.sources[at]?.isAnswering ?? true) === isAnswering) return [];
		return [isAnswering ? safe`· ${name} answers again` : safe`✖ ${name} DOWN: ${problem ?? safe`no answer`}`];
	});
	const rows = [...now.rows].flatMap(([key, row]) => {
		const was = before.rows.get(key);
		const isNews = was ? was.word !== row.word || was.isHarmful !== row.isHarmful : !row.isQuiet;
		return isNews ? [row.text] : [];
	});
	const gone = [...before.rows].flatMap(([key, {name}]) => (now.rows.has(key) ? [] : [safe`· gone  ${name}`]));
	return [...sources, ...rows, ...gone];
}
