import {cannotText} from '../../../backtest/cannot-text.ts';
import {type Replayed, replayed} from '../../../backtest/replayed.ts';
import type {BacktestedRelease} from '../../../backtest/report.ts';
import {namedBy} from '../../../domain/cluster/keys.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {clockTime, formatDuration, formatTime} from '../../../domain/time.ts';
import {byRole} from '../../../traffic/versions/version-names.ts';
import {said} from '../../keys/said.ts';
import {afterStep} from '../../lists/after-step.ts';
import {currentPlace, releaseKeyOf, withPlace} from '../../lists/places.ts';
import type {Place} from '../../state/screen-state.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext, Screen} from '../../world/context.ts';
import {onEveryScreen, onReleases} from '../actions-of-screens.ts';
import type {ChartView} from '../charts.ts';
import {type FooterView, selectFooter} from '../footer.ts';
import {type HeaderView, type ReplayMoment, selectHeader} from '../header.ts';
import {type ComparisonView, sidesRows} from '../release/comparison-rows.ts';
import {type Headline, headlineOfVerdict} from '../release/release-headline.ts';
import {versionsOf} from './backtest-row.ts';
import {type ReplayAt, replayAt} from './replay-at.ts';
import {replayCharts} from './replay-charts.ts';
import {momentsAt, type ReplayFact, replayFacts} from './replay-facts.ts';

/** A past release as it was known at the end of one of its rows. */
export interface ReplayView {
	readonly header: HeaderView;
	/** `shop/checkout` */
	readonly name: SafeText;
	/** `2.8.1 → 2.9.0` */
	readonly versions: SafeText;
	/** Null before its rows are read. */
	readonly shown: ReplayShown | null;
	/** The chart that is shown alone; null while all three are. */
	readonly chartIndex: 0 | 1 | 2 | null;
	readonly empty: SafeText | null;
	readonly footer: FooterView;
}

export interface ReplayShown {
	readonly headline: Headline;
	readonly facts: readonly ReplayFact[];
	/** Null where no row of the last minutes was read. */
	readonly comparison: ComparisonView | null;
	readonly charts: readonly [ChartView, ChartView, ChartView];
	readonly range: SafeText;
}

/** Which release is replayed, and the index of the row that is shown. */
export interface ReplayPlace {
	readonly one: BacktestedRelease;
	readonly at: number;
}

const largeStep = 10;

export const replay = {
	id: 'replay',
	actions: [
		...onEveryScreen,
		...onReleases,
		'goBack',
		'rowBefore',
		'rowAfter',
		'rowsBefore',
		'rowsAfter',
		'pageDown',
		'pageUp',
		'first',
		'last',
		'chartErrors',
		'chartLatency',
		'chartThroughput',
	],
	namedFirst: ['rowBefore', 'rowsBefore', 'goBack', 'promote'],
	services: () => [],
	readsBacktest: true,
	replays: (_state, place) => {
		const {past, scheme} = ownOf(place).one;
		return {release: releaseKeyOf(place.key), past, scheme};
	},
	isPast: true,
	runs: {
		rowBefore: (context, state) => movedBy(context, state, -1),
		rowAfter: (context, state) => movedBy(context, state, 1),
		rowsBefore: (context, state) => movedBy(context, state, -largeStep),
		rowsAfter: (context, state) => movedBy(context, state, largeStep),
	},
	moved(context, state, by) {
		return movedTo(context, state, (at, last) => afterStep(at, by, {page: largeStep, last}));
	},
	select: (context, live, shown, place) => selectReplay(context, live, shown, place),
} satisfies Screen<'replay'>;

function ownOf({own}: Place): ReplayPlace {
	return own as ReplayPlace;
}

function movedBy(context: EngineContext, state: State, by: number): State {
	return movedTo(context, state, (at, last) => Math.max(0, Math.min(last, at + by)));
}

function movedTo(context: EngineContext, state: State, to: (at: number, last: number) => number): State {
	const place = currentPlace(state.screen);
	const read = replayedAt(context, state, place);
	if (!read) return said(state, 'info', safe`its rows are not read yet`);
	const own = ownOf(place);
	const at = to(own.at, read.rows.length - 1);
	return at === own.at ? state : {...state, screen: withPlace(state.screen, {...place, own: {...own, at}})};
}

/** Null before the rows of this very release are read, and where they cannot be. */
function replayedAt({derive}: EngineContext, state: State, place: Place): Replayed | null {
	const {replay: read} = state.past;
	const {one} = ownOf(place);
	if (!read?.result?.ok || read.asked.past.fromMs !== one.past.fromMs || read.asked.past.version !== one.past.version)
		return null;
	const {value} = read.result;
	return derive.rememberWhile(state, 'replayed', [value], () => replayed(value, one.outcome));
}

/** The past is of no moment: also a frozen display shows it. */
function selectReplay(context: EngineContext, live: State, shown: State, place: Place): ReplayView {
	const {one, at} = ownOf(place);
	const {namespace, name} = namedBy(releaseKeyOf(place.key));
	const read = replayedAt(context, live, place);
	const now = read && context.derive.rememberWhile(live, 'replay at', [read, at], () => replayAt(read, at));
	return {
		header: {...selectHeader(context, live, shown), replay: momentOf(one, now, read, at)},
		name: ident(`${namespace}/${name}`),
		versions: versionsOf(one),
		shown: read &&
			now && {...context.derive.rememberWhile(live, 'replay shown', [now], () => shownAt(one, read, at, now))},
		chartIndex: live.screen.chartIndex,
		empty: now ? null : emptyText(live),
		footer: selectFooter(context, live),
	};
}

function momentOf(one: BacktestedRelease, now: ReplayAt | null, read: Replayed | null, at: number): ReplayMoment {
	const atMs = now?.atMs ?? one.past.fromMs;
	return {
		date: ident(formatTime(atMs).slice(0, 10)),
		time: ident(clockTime(atMs)),
		place: read ? safe`${at + 1} of ${read.rows.length}` : safe``,
	};
}

function shownAt(one: BacktestedRelease, read: Replayed, at: number, now: ReplayAt): ReplayShown {
	const {version, beside} = one;
	const {sides, verdict, atMs} = now;
	const took = (read.rows.at(-1)?.endMs ?? read.fromMs) - read.fromMs;
	return {
		headline:
			verdict === null
				? {tone: 'quiet', glyph: safe`·`, parts: [safe`NOT JUDGED YET: no row was read so far`]}
				: headlineOfVerdict(verdict, atMs),
		facts: replayFacts(one, read, now),
		comparison: sides && {
			window: sides.label,
			stable: tagOf(beside),
			canary: tagOf(version),
			rows: sidesRows(sides, verdict),
		},
		charts: replayCharts(read, at, {stable: beside, canary: version, moments: momentsAt(one, atMs)}),
		range: ident(formatDuration(took)),
	};
}

/** Where Services alone tell versions apart a version is called by its role, which stands beside it. */
function tagOf(version: SafeText): SafeText {
	return version === byRole.stable || version === byRole.canary ? safe`` : version;
}

function emptyText({past}: State): SafeText {
	const result = past.replay?.result ?? null;
	if (result === null) return safe`reading its rows …`;
	if (result.ok) return safe`no row holds requests to both versions: there is nothing to replay`;
	return safe`cannot replay: ${cannotText(result.error)} — esc, then enter, reads again`;
}
