import {cannotText} from '../../../backtest/cannot-text.ts';
import type {Backtest, BacktestedRelease} from '../../../backtest/report.ts';
import {limitsText, noneText, spanText} from '../../../backtest/report-text.ts';
import {tallyOf} from '../../../backtest/tally.ts';
import {tallyText} from '../../../backtest/tally-text.ts';
import {namedBy, type ReleaseKey} from '../../../domain/cluster/keys.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {stepped} from '../../keys/actions/navigation.ts';
import {said} from '../../keys/said.ts';
import {currentPlace, opened, releaseKeyOf, withPlace} from '../../lists/places.ts';
import {targetRelease} from '../../lists/selection.ts';
import type {BacktestState} from '../../state/past-state.ts';
import type {Place} from '../../state/screen-state.ts';
import {serverTime} from '../../state/server-time.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext, Screen} from '../../world/context.ts';
import {onEveryScreen} from '../actions-of-screens.ts';
import {releaseMissing} from '../empty.ts';
import {type FooterView, selectFooter} from '../footer.ts';
import {type HeaderView, selectHeader} from '../header.ts';
import {type BacktestRow, backtestRow, rowDetail} from './backtest-row.ts';
import type {ReplayPlace} from './replay.ts';

/** The past releases of one release object, the newest first, and what the judge would have said of each. */
export interface BacktestView {
	readonly header: HeaderView;
	/** `shop/checkout` */
	readonly name: SafeText;
	/** What was read so far, or the time that the report is about. */
	readonly head: SafeText;
	readonly isReading: boolean;
	readonly rows: readonly BacktestRow[];
	/** The selected row in a sentence; null without rows. */
	readonly detail: SafeText | null;
	/** Of all releases, once all are judged. */
	readonly tally: readonly SafeText[];
	/** What limits it. */
	readonly limits: readonly SafeText[];
	/** In place of rows. */
	readonly empty: SafeText | null;
	readonly footer: FooterView;
}

export const backtest = {
	id: 'backtest',
	opening: {
		keys: ['B'],
		label: safe`backtest`,
		help: safe`backtest: what the judge would have said of past releases, and when`,
		listed: 'help',
		from: ['home', 'panels', 'releases', 'release', 'service', 'events'],
		otherwise: safe`no release to backtest: mark a row that has one`,
		place: (context, state) => {
			const key = targetRelease(context, state);
			return key && {kind: 'backtest', key};
		},
	},
	actions: [...onEveryScreen, 'open', 'goBack', 'down', 'up', 'pageDown', 'pageUp', 'first', 'last'],
	services: () => [],
	readsBacktest: true,
	runs: {open: openedReplay},
	labels: () => ({open: safe`replay`}),
	moved(_context, state, by) {
		const {releases, at} = listed(state);
		const next = releases[stepped(releases, at, by)];
		if (!next) return state;
		return {...state, screen: withPlace(state.screen, {...currentPlace(state.screen), own: idOf(next)})};
	},
	select: (context, live, shown, place) => selectBacktest(context, live, shown, place),
} satisfies Screen<'backtest'>;

function openedReplay(_context: EngineContext, state: State): State {
	const {releases, at} = listed(state);
	const one = releases[at];
	const {key} = currentPlace(state.screen);
	if (!one || key === undefined) return said(state, 'info', safe`there is no judged release to replay`);
	if (!one.judged.ok || one.judged.value === null)
		return said(state, 'info', safe`it was not judged: there are no rows to replay`);
	const own: ReplayPlace = {one, at: 0};
	return {...state, screen: opened(state.screen, {kind: 'replay', key, own})};
}

/** A release may be tried again: when it began tells the attempts apart. */
function idOf({past}: BacktestedRelease): string {
	return `${past.fromMs} ${past.version}`;
}

function backtestAt({past}: State, {key}: Place): BacktestState | null {
	return past.backtests[releaseKeyOf(key)] ?? null;
}

/** The releases, the newest first, and the index of the marked one: the first where none is. */
function listed(state: State): {readonly releases: readonly BacktestedRelease[]; readonly at: number} {
	const place = currentPlace(state.screen);
	const releases = backtestAt(state, place)?.releases ?? [];
	return {
		releases,
		at: Math.max(
			0,
			releases.findIndex(one => idOf(one) === place.own),
		),
	};
}

/** What was read is of no moment: also a frozen display shows all of it. */
function selectBacktest(context: EngineContext, live: State, shown: State, place: Place): BacktestView {
	const key = releaseKeyOf(place.key);
	const known = backtestAt(live, place);
	const {namespace, name} = namedBy(key);
	const frame = {
		header: selectHeader(context, live, shown),
		name: ident(`${namespace}/${name}`),
		footer: selectFooter(context, live),
	};
	const none = {rows: [], detail: null, tally: [], limits: [], isReading: false, head: safe``};
	if (!known || known.result?.ok === false)
		return {...frame, ...none, empty: emptyText(context, live, shown, {key, known})};
	const {releases, result} = known;
	const report: Backtest | null = result?.ok ? result.value : null;
	const nowMs = report?.toMs ?? serverTime(live);
	const {at} = listed(live);
	const marked = releases[at];
	return {
		...frame,
		head: report ? spanText(report) : progressText(known),
		isReading: report === null,
		rows: releases.map((one, index) => backtestRow(one, nowMs, index === at)),
		detail: marked ? rowDetail(marked, nowMs) : null,
		tally: report && releases.length > 0 ? tallyText(tallyOf(report.releases)) : [],
		limits: report ? limitsText(report) : [],
		empty: report && releases.length === 0 ? noneText : null,
	};
}

function progressText({searched, releases, of}: BacktestState): SafeText {
	if (of !== null) return safe`reading: judged ${releases.length} of ${of} releases, the newest first …`;
	if (searched === null) return safe`reading what Prometheus kept of the last 90 days …`;
	const [done, all] = [searched.doneMs, searched.ofMs].map(ms => Math.round(ms / dayMs));
	return safe`reading: ${done ?? 0} of ${all ?? 0} days searched for releases, the oldest first …`;
}

const dayMs = 86_400_000;

function emptyText(
	context: EngineContext,
	live: State,
	shown: State,
	{key, known}: {readonly key: ReleaseKey; readonly known: BacktestState | null},
): SafeText {
	if (known?.result?.ok === false) {
		const {error} = known.result;
		const again = error.kind === 'metrics' ? safe` — esc, then B, reads again` : safe``;
		return safe`cannot backtest: ${cannotText(error)}${again}`;
	}
	if (!context.derive.releases(live).has(key)) return releaseMissing(context, shown);
	const {source, connectError} = live.metrics;
	return source === null && connectError ? safe`cannot backtest: ${connectError.message}` : safe`loading …`;
}
