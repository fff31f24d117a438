import type {ReleaseKey} from '../../../domain/cluster/keys.ts';
import type {Release} from '../../../domain/release/release.ts';
import {type AskedRelease, type EvidenceRows, toldRows, withoutRows} from '../../questions/evidence-rows.ts';
import type {MetricsState} from '../../state/metrics-state.ts';
import {
	type CountedRow,
	isSameJudged,
	type Judging,
	type ReleaseEvidence,
	type VersionCounts,
} from '../../state/release-evidence.ts';
import {actedAtMs} from '../../state/server-time.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {lastChange} from '../../world/last-change.ts';
import {settingsFor} from './chosen-for.ts';
import {countedBeside, countedRow, foldedSteps} from './counted-rows.ts';
import {noSums, summedWith} from './evidence-sums.ts';
import {judgedRow, judgingBy, type Marks} from './judged-row.ts';
import {judgedSignals, type PodsOfVersions} from './judged-signals.ts';
import {rowsSinceBack} from './rows-since-back.ts';
import {wayBackOf} from './way-back.ts';

/** Judges the rows that an answer brought. */
export function followEvidence(context: EngineContext, before: MetricsState, state: State): State {
	const {metrics} = state;
	const told = toldRows(metrics);
	if (!told || told === toldRows(before)) return state;
	const releases = context.derive.releases(state);
	const keys = context.derive.rows(state).byRelease;
	const steps = foldedSteps(context, state, told);
	const changed = told.releases.flatMap(asked => {
		const release = releases.get(asked.release);
		if (!release || !isSameJudged(asked, release)) return [];
		// Before it is known where its requests are counted they would be taken for missing.
		const key = keys.get(release.key);
		if (key === undefined) return [];
		const evidence = evidenceBefore(context, state, {told, asked}, release);
		const {failures} = evidence;
		const at = {key, failures, windows: told, changedAtMs: lastChange(state, release)};
		const {canary} = asked;
		const rows = steps.map(step => ({
			...countedRow(step, at, release),
			beside: canary === null ? null : countedBeside(step, at, canary),
		}));
		return [[release.key, evidenceAfter(state, evidence, {told, rows}, release)] as const];
	});
	// Of a canary that is gone nothing is shown any more.
	const kept = Object.entries(metrics.evidence).filter(([key, known]) => {
		const release = releases.get(key as ReleaseKey);
		return release !== undefined && isSameJudged(known, release);
	});
	return {
		...state,
		metrics: {
			...withoutRows(metrics),
			evidence: Object.fromEntries([...kept, ...changed]),
			sinceBack: rowsSinceBack(context, state, {told, steps}),
		},
	};
}

interface RowOfAll extends CountedRow {
	/** All requests that did not go to the canary. */
	readonly beside: VersionCounts | null;
}

/** What these rows continue, or what begins with them. */
function evidenceBefore(
	context: EngineContext,
	state: State,
	{told, asked}: {readonly told: EvidenceRows; readonly asked: AskedRelease},
	release: Release,
): ReleaseEvidence {
	const {uid, stable, canary, isFromLater} = asked;
	const {windowSeconds, stepSeconds} = told;
	const known = state.metrics.evidence[release.key];
	const isNext = known?.upToMs === told.fromMs && known.stepSeconds === stepSeconds && isSameJudged(known, asked);
	if (isNext) return known;
	return {
		...{uid, canary, stable, windowSeconds, stepSeconds, isFromLater},
		fromMs: asked.canaryFromMs,
		upToMs: told.fromMs,
		isCaughtUp: false,
		meanwhile:
			known?.isCaughtUp && isSameJudged(known, asked) ? {...known, meanwhile: null} : (known?.meanwhile ?? null),
		...settingsFor(context, state, release, asked),
		past: [],
		sums: noSums,
		judging: null,
	};
}

function evidenceAfter(
	state: State,
	before: ReleaseEvidence,
	{told, rows}: {readonly told: EvidenceRows; readonly rows: readonly RowOfAll[]},
	release: Release,
): ReleaseEvidence {
	const marks = marksOf(state, release);
	const wayBack = wayBackOf(state, release);
	// What came after a way back is to be compared with what was before it.
	const leftAtMs = wayBack ? actedAtMs(wayBack, state) : Number.POSITIVE_INFINITY;
	const after = rows.reduce(
		(evidence, row) => withRow(row.endMs > leftAtMs ? evidence : withSums(evidence, row), row, release, marks),
		before,
	);
	const isCaughtUp = after.isCaughtUp || told.isToNow;
	return {...after, isCaughtUp, meanwhile: isCaughtUp ? null : after.meanwhile};
}

function withSums(evidence: ReleaseEvidence, {endMs, beside, canary}: RowOfAll): ReleaseEvidence {
	const row = endMs <= evidence.fromMs ? {before: beside} : {beside, canary};
	return {...evidence, sums: summedWith(evidence.sums, row)};
}

function withRow(evidence: ReleaseEvidence, row: CountedRow, release: Release, marks: Marks): ReleaseEvidence {
	const upToMs = row.endMs;
	if (upToMs <= evidence.fromMs) {
		const isAsked = row.stable !== null && row.stable.requests > 0;
		return {...evidence, upToMs, past: isAsked ? [...evidence.past, row.stable] : evidence.past};
	}
	const judging = comparedNow(
		evidence.judging ?? judgingBy(judgedSignals(podsOf(release), evidence.past, evidence.chosen.settings)),
		release,
	);
	// What got different requests is no evidence, and does not end what was seen before.
	if (release.incomparable !== undefined)
		return {...evidence, upToMs, past: [], judging: {...judging, skippedRows: judging.skippedRows + 1}};
	return {...evidence, upToMs, past: [], judging: judgedRow(judging, row, evidence.stepSeconds, marks)};
}

function podsOf({canary, stable, pods, podsBehind}: Release): PodsOfVersions {
	const count = (key: Release['canary']) => (podsBehind ?? pods).filter(({revision}) => revision === key).length;
	return {canary: count(canary), stable: count(stable)};
}

/** Whether versions can be compared changes on the way: a route by header may come and go. */
function comparedNow(judging: Judging, {incomparable}: Release): Judging {
	const code = incomparable === undefined ? null : 'different-requests';
	if (judging.signals.every(({rules}) => rules.incomparable === code)) return judging;
	return {
		...judging,
		signals: judging.signals.map(judged => ({...judged, rules: {...judged.rules, incomparable: code}})),
	};
}

/** Changes of the weight that perch saw, and those that events tell of; canary pods by when they were created. */
function marksOf({cluster}: State, {key, canary, pods, split, timeline}: Release): Marks {
	const seen = (cluster.weightChanges[key] ?? []).flatMap(({atMs, isBaseline}) => (isBaseline ? [] : [atMs]));
	const told = timeline.flatMap(({atMs, weightPercent}) => (weightPercent === null ? [] : [atMs]));
	const podsMs = pods.flatMap(({revision, createdAtMs}) =>
		revision === canary && createdAtMs !== null ? [createdAtMs] : [],
	);
	return {
		restartsMs: [...seen, ...told, ...(split.changedAtMs === null ? [] : [split.changedAtMs]), ...podsMs],
		podsMs,
	};
}
