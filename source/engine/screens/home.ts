import {type AnchorKey, isMetricsKey, type ReleaseKey} from '../../domain/keys.ts';
import type {LatencyReading, Reading, Tone} from '../../domain/reading.ts';
import {ambiguous} from '../../domain/reading.ts';
import type {Release} from '../../domain/release.ts';
import {type SafeText, safe} from '../../domain/safe-text.ts';
import {type Row, releaseName} from '../../traffic/rows.ts';
import {askedOf} from '../evidence/asked.ts';
import {comparisonText, harmOf, incomparableText, recentSidesOf} from '../evidence/comparison.ts';
import {readErrorRatio, readLatency, readRequestRate} from '../evidence/read-figures.ts';
import {measurement} from '../evidence/row-figures.ts';
import {trendOf} from '../evidence/trends.ts';
import {weightText} from '../evidence/weight-text.ts';
import {whichMeshOf} from '../evidence/which-mesh.ts';
import {stepped} from '../keys/navigation.ts';
import {askedText, attentionNow, unreadWhy, versionsText, whereText} from '../lists/attention.ts';
import {homeLists, homeOrder, levelOf, markedAt, markedRow} from '../lists/order.ts';
import {withSelected} from '../lists/selection.ts';
import {servicesOfRow, visibleRows} from '../lists/visible.ts';
import {unmatchedOf} from '../questions/poll.ts';
import type {SortColumn} from '../state/screen-state.ts';
import {serverTime} from '../state/server-time.ts';
import type {State} from '../state/state.ts';
import type {EngineContext, Screen} from '../world/context.ts';
import {shownState} from '../world/shown-state.ts';
import {onCopied, onEveryScreen, onLists, onReleases} from './actions-of-screens.ts';
import {chatText} from './copy/chat-text.ts';
import {emptyServices} from './empty.ts';
import {type FooterView, selectFooter} from './footer.ts';
import {type HeaderView, selectHeader} from './header.ts';
import {isLatencyRead, releasesRead, unreadFigure} from './what-is-read.ts';

/** The home screen: releases that need the operator, then every service. */
export interface HomeView {
	readonly header: HeaderView;
	/** All releases (those of the releases screen), counted by their attention; null before they were read. */
	readonly counts: Counts | null;
	/** The releases on top that fit, of `attentionTotal` after the filter. */
	readonly attention: readonly AttentionRow[];
	readonly attentionTotal: number;
	/** Only the rows that fit, from `offset` on, of `total` after the filter. */
	readonly services: readonly ServiceRow[];
	readonly offset: number;
	readonly total: number;
	readonly sort: {readonly column: SortColumn; readonly isDescending: boolean};
	/** Shown in place of the table: loading, nothing here, nothing matches, forbidden. Says what to do next. */
	readonly empty: SafeText | null;
	/** Series that fit no row. */
	readonly unmatchedSeries: number;
	readonly footer: FooterView;
}

export interface Counts {
	readonly needsYou: number;
	readonly moving: number;
	readonly quiet: number;
	/** Some kinds could not be read: there may be more releases. */
	readonly isPart: boolean;
}

/** One release that waits for the operator, fails or moves. */
export interface AttentionRow {
	readonly key: ReleaseKey;
	readonly isSelected: boolean;
	readonly tone: Tone;
	/** `✖ ABORTED`, `‖ HELD`, `▶ MOVING`: glyph, then the word. */
	readonly glyph: SafeText;
	readonly word: SafeText;
	/** `shop/checkout`, the host that callers use. */
	readonly name: SafeText;
	/** The tag of the canary, else of stable. */
	readonly tag: SafeText;
	/** `20% held 4m`, `5%→10% in 1m12s`. */
	readonly where: SafeText;
	/** `~41 extra/min · 5.2 vs 1.0 fail/1k`, or why it failed; null when nothing is known. */
	readonly comparison: SafeText | null;
	readonly controller: SafeText;
}

export interface ServiceRow {
	readonly key: AnchorKey;
	readonly isSelected: boolean;
	readonly name: SafeText;
	readonly requestsPerSecond: Reading;
	/** 0–1. */
	readonly errorRatio: Reading;
	readonly latencyP50Ms: LatencyReading;
	readonly latencyP95Ms: LatencyReading;
	readonly latencyP99Ms: LatencyReading;
	/** Error ratios, oldest first, evenly spaced over 15 minutes; null where nothing is known. */
	readonly errorTrend: readonly (number | null)[];
	/** Requests a second, likewise; for wide terminals. */
	readonly trafficTrend: readonly (number | null)[];
	/** `2.8.1 → 2.9.0 20%`, `7.1.0`; for wide terminals. */
	readonly versions: SafeText;
	readonly flags: readonly SafeText[];
}

export const home = {
	id: 'home',
	actions: [...onEveryScreen, ...onReleases, ...onCopied, ...onLists, 'sort', 'invertSort', 'quit'],
	// The home screen is the first: going back only clears its filter.
	unlisted: ['goBack'],
	list: {
		keys: homeOrder,
		releases(context, state) {
			const {attention} = homeLists(context, state);
			const {rows} = visibleRows(context, state);
			return [...attention.map(({key}) => key), ...rows.flatMap(({release}) => release ?? [])];
		},
		selected: ({homeSelected}) => homeSelected,
		withSelected: (screen, homeSelected, isMarkedInTable) => ({...screen, homeSelected, isMarkedInTable}),
	},
	services(context, state) {
		const rows = visibleRows(context, state).rows.map(({key}) => key);
		const onTop = homeLists(context, state).attention.map(({key}) => key);
		return [...new Set<AnchorKey>([...rows, ...onTop])].flatMap(key => servicesOfRow(context, state, key));
	},
	hasTrends: true,
	moved(context, state, by) {
		const shown = shownState(state);
		const order = homeOrder(context, shown);
		const to = stepped(order, markedAt(context, shown), by);
		return withSelected(context, state, order[to] ?? null, to >= homeLists(context, shown).attention.length);
	},
	chat: chatText,
	select: selectHome,
} satisfies Screen<'home'>;

function selectHome(context: EngineContext, live: State, shown: State): HomeView {
	const lists = homeLists(context, shown);
	const visible = visibleRows(context, shown);
	const marked = markedRow(context, shown);
	return {
		header: selectHeader(context, live, shown),
		counts: countsOf(context, shown),
		attention: lists.attention.map(release => attentionRow(context, shown, release, marked < 0)),
		attentionTotal: lists.attentionTotal,
		services: visible.rows.map((row, at) => serviceRow(context, shown, row, visible.offset + at === marked)),
		offset: visible.offset,
		total: visible.total,
		sort: shown.screen.sort,
		empty: visible.total === 0 ? emptyServices(context, shown, lists.attention.length) : null,
		unmatchedSeries: unmatchedOf(shown.metrics) + (context.derive.traffic(shown)?.unmatched ?? 0),
		footer: selectFooter(context, live),
	};
}

function countsOf(context: EngineContext, state: State): Counts | null {
	const read = releasesRead(context, state);
	if (read === 'nothing') return null;
	const levels = Map.groupBy(context.derive.releases(state).values(), release => levelOf(context, state, release));
	const count = (level: 'needsYou' | 'moving' | 'quiet') => levels.get(level)?.length ?? 0;
	return {needsYou: count('needsYou'), moving: count('moving'), quiet: count('quiet'), isPart: read === 'part'};
}

function attentionRow(context: EngineContext, state: State, release: Release, isMarkOnTop: boolean): AttentionRow {
	const {tone, glyph, word} = attentionNow(state, release);
	const asked = askedOf(state, release);
	const sides = recentSidesOf(context, state, release);
	// A canary without a share of the traffic gets no requests: that is no news.
	const isAsked = release.split.configuredPercent !== 0 || (sides?.canary.requestsPerSecond ?? 0) > 0;
	const harm = harmOf(context, state, release);
	const canary = release.revisions.find(revision => revision.key === (release.canary ?? release.stable));
	return {
		key: release.key,
		isSelected: isMarkOnTop && state.screen.homeSelected === release.key,
		tone: harm === null ? tone : 'critical',
		glyph: harm === null ? glyph : safe`✖`,
		word,
		name: releaseName(release),
		tag: canary?.tag ?? safe`–`,
		where: asked ? weightText(release) : whereText(release, serverTime(state)),
		comparison:
			unreadWhy(release) ??
			(asked && askedText(asked, release, serverTime(state))) ??
			release.contradictions[0]?.text ??
			incomparableText(release) ??
			whichMeshOf(context, state, release.key) ??
			(isAsked ? comparisonText(sides, harm) : null) ??
			release.why?.text ??
			null,
		controller: release.controller,
	};
}

/** One row with its figures of the last poll. */
export function serviceRow(context: EngineContext, state: State, row: Row, isSelected: boolean): ServiceRow {
	const measured = measurement(state);
	const figures = context.derive.traffic(state)?.rows.get(row.key)?.total;
	const trend = trendOf(context, state, row.key);
	const release = row.release === null ? undefined : context.derive.releases(state).get(row.release);
	const unread = unreadFigure(state);
	const isAmbiguous = context.derive.traffic(state)?.ambiguous.has(row.key) === true;
	const isLatencyKnown = !figures || figures.buckets !== null || isLatencyRead(context, state, row);
	const quantile = (q: number): LatencyReading => {
		if (!measured) return unread;
		if (isAmbiguous) return ambiguous;
		return isLatencyKnown ? readLatency(figures, q, measured) : {kind: 'notRead', isAwaited: true};
	};
	return {
		key: row.key,
		isSelected,
		name: row.name,
		requestsPerSecond: isAmbiguous ? ambiguous : measured ? readRequestRate(figures, measured) : unread,
		errorRatio: isAmbiguous ? ambiguous : measured ? readErrorRatio(figures, measured) : unread,
		latencyP50Ms: quantile(0.5),
		latencyP95Ms: quantile(0.95),
		latencyP99Ms: quantile(0.99),
		errorTrend: trend.errors,
		trafficTrend: trend.traffic,
		versions: release ? versions(release) : safe``,
		flags: flags(state, row, release, measured === null ? undefined : figures?.requestsPerSecond),
	};
}

function versions(release: Release): SafeText {
	return release.canary === null ? versionsText(release) : safe`${versionsText(release)} ${weightText(release)}`;
}

/** Flags only what the operator should notice. */
function flags(
	state: State,
	row: Row,
	release: Release | undefined,
	requestsPerSecond: number | undefined,
): readonly SafeText[] {
	const found: SafeText[] = [];
	if (isMetricsKey(row.key)) found.push(safe`metrics only`);
	if (release) {
		const {level, word} = attentionNow(state, release);
		if (level !== 'quiet') found.push(word);
		const restarts = release.pods.reduce((sum, pod) => sum + pod.restarts, 0);
		if (restarts > 0) found.push(safe`${restarts} restarts`);
	}
	if (requestsPerSecond === 0) found.push(safe`no traffic`);
	return found;
}
