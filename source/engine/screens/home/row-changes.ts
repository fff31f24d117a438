import type {AnchorKey, ReleaseKey} from '../../../domain/cluster/keys.ts';
import type {Release} from '../../../domain/release/release.ts';
import type {Verdict} from '../../../domain/release/verdict.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {type Row, releaseName} from '../../../traffic/rows.ts';
import {clusterFreshness, type FreshnessView, metricsFreshness} from '../../evidence/freshness.ts';
import {type Harm, lastHarms} from '../../evidence/harm/harm.ts';
import {troubleOfRows} from '../../evidence/harm/trouble.ts';
import {evidenceParts} from '../../evidence/text/evidence-text.ts';
import {decimal, percentOf} from '../../evidence/text/figures.ts';
import {verdictOf} from '../../evidence/verdict.ts';
import {attentionNow, versionsText, whereText} from '../../lists/attention.ts';
import {serverTime} from '../../state/server-time.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {harmSigns} from './harm-sign.ts';
import {measuredText} from './harm-text.ts';

/** What a line is written about when it changes. */
export interface Standing {
	readonly releases: ReadonlyMap<ReleaseKey, ReleaseStanding>;
	/** The services that have no release and harm users, or may: a burst, or after a time that nobody measured. */
	readonly services: ReadonlyMap<AnchorKey, ServiceStanding>;
	readonly sources: readonly SourceStanding[];
}

interface ServiceStanding {
	readonly name: SafeText;
	readonly harm: Harm['kind'] | null;
	/** The whole line, without its time. */
	readonly text: SafeText;
}

interface ReleaseStanding extends ServiceStanding {
	readonly word: SafeText;
	readonly isQuiet: boolean;
}

interface SourceStanding {
	readonly name: SafeText;
	readonly isAnswering: boolean;
	readonly problem: SafeText | null;
}

/** Before anything was read: what is quiet from the start makes no line. */
export const nothingStands: Standing = {releases: new Map(), services: new Map(), sources: []};

export function standingOf(context: EngineContext, state: State): Standing {
	// Figures that are too old end no harm: that the metrics are down has its own line.
	const harms = lastHarms(context, state);
	const {derive} = context;
	const rows = derive.rows(state);
	const releases = [...derive.releases(state).values()].map((release): [ReleaseKey, ReleaseStanding] => {
		const row = rows.byRelease.get(release.key);
		return [release.key, releaseStanding(context, state, release, (row && harms.get(row)) ?? null)];
	});
	const {fails, slow} = troubleOfRows(context, state);
	const troubled = new Set([...harms.keys(), ...Object.keys(fails), ...Object.keys(slow)] as AnchorKey[]);
	const services = [...troubled].flatMap((key): [AnchorKey, ServiceStanding][] => {
		const row = rows.rows.get(key);
		return row && row.release === null ? [[key, serviceStanding(context, state, row, harms.get(key) ?? null)]] : [];
	});
	const source = (name: SafeText, {state: is, problem}: FreshnessView): SourceStanding => ({
		name,
		isAnswering: is !== 'failed' && is !== 'red' && is !== 'none',
		problem,
	});
	return {
		releases: new Map(releases),
		services: new Map(services),
		sources: [source(safe`k8s`, clusterFreshness(state)), source(safe`metrics`, metricsFreshness(state))],
	};
}

function releaseStanding(context: EngineContext, state: State, release: Release, harm: Harm | null): ReleaseStanding {
	const {glyph, word, level} = attentionNow(state, release);
	const isQuiet = level === 'quiet';
	const sign = harm ? harmSigns[harm.kind] : {glyph, word};
	const name = releaseName(release);
	const where = isQuiet ? safe`` : safe`  ${whereText(release, serverTime(state))}`;
	const why = harm ? harmText(context, state, release, harm) : (release.contradictions[0]?.text ?? release.why?.text);
	return {
		name,
		word,
		harm: harm?.kind ?? null,
		isQuiet: isQuiet && harm === null,
		text: safe`${sign.glyph} ${isQuiet ? sign.word : word}  ${name} ${versionsText(release)}${where}${why ? safe`: ${why}` : safe``}`,
	};
}

function serviceStanding(context: EngineContext, state: State, {key, name}: Row, harm: Harm | null): ServiceStanding {
	if (!harm) return {name, harm: null, text: name};
	const {glyph, word} = harmSigns[harm.kind];
	const text = safe`${glyph} ${word}  ${name}: ${measuredText(context, state, key, harm)}`;
	return {name, harm: harm.kind, text};
}

/** `+38 failed/min · 0.53 % vs 0.10 %`, `p99 3× slower`: what the verdict rests on, or the row beside its own past. */
function harmText(context: EngineContext, state: State, release: Release, harm: Harm): SafeText | null {
	const row = context.derive.rows(state).byRelease.get(release.key);
	const ofRow = harm.against === 'stable' || !row ? [] : [measuredText(context, state, row, harm)];
	const parts = [...ofRow, ...verdictTexts(verdictOf(context, state, release))];
	return parts.length === 0 ? null : parts.reduce((text, part) => safe`${text} · ${part}`);
}

function verdictTexts(verdict: Verdict | null): readonly SafeText[] {
	if (verdict?.kind !== 'worse') return [];
	const {errors, latency} = verdict;
	// Put the harm first: where room is short, the end is cut.
	const {ratios} = errors ?? {};
	return [
		...(errors ? [safe`+${decimal(errors.extraPerMinute.estimate)} failed/min`] : []),
		...(ratios ? [safe`${percentOf(ratios.canary)} vs ${percentOf(ratios.stable)}`] : []),
		...evidenceParts(null, latency),
	];
}

/** A line for each source that fell silent or answers again, for each release whose word or harm changed, that came
 * with something to tell, or is gone, and for each other service that begins or ceases to harm users. */
export function changesBetween(before: Standing, now: Standing): readonly SafeText[] {
	const sources = now.sources.flatMap(({name, isAnswering, problem}, at) => {
		if ((before.sources[at]?.isAnswering ?? true) === isAnswering) return [];
		return [isAnswering ? safe`· ${name} answers again` : safe`✖ ${name} DOWN: ${problem ?? safe`no answer`}`];
	});
	const releases = [...now.releases].flatMap(([key, row]) => {
		const was = before.releases.get(key);
		const isNews = was ? was.word !== row.word || was.harm !== row.harm : !row.isQuiet;
		return isNews ? [row.text] : [];
	});
	const gone = [...before.releases].flatMap(([key, {name}]) => (now.releases.has(key) ? [] : [safe`· gone  ${name}`]));
	const services = [...now.services].flatMap(([key, {harm, text}]) =>
		harm === null || before.services.get(key)?.harm === harm ? [] : [text],
	);
	const calm = [...before.services].flatMap(([key, {name, harm}]) =>
		harm === null || now.services.has(key) ? [] : [safe`· no harm seen any more  ${name}`],
	);
	return [...sources, ...releases, ...gone, ...services, ...calm];
}
