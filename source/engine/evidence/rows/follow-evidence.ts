import type {ReleaseKey} from '../../../domain/keys.ts';
import type {Release} from '../../../domain/release.ts';
import {type EvidenceRows, evidenceRows} from '../../questions/evidence-rows.ts';
import {toldBy} from '../../questions/question.ts';
import type {MetricsState} from '../../state/metrics-state.ts';
import {type CountedRow, isSameJudged, type Judging, type ReleaseEvidence} from '../../state/release-evidence.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {countedRows} from './counted-rows.ts';
import {judgedRow, judgingBy, type Marks} from './judged-row.ts';
import {judgedSignals, type PodsOfVersions} from './judged-signals.ts';

/** Judges the rows that an answer brought. */
export function followEvidence(context: EngineContext, before: MetricsState, state: State): State {
	const {metrics} = state;
	const answers = metrics.askings[evidenceRows.id]?.answers;
	if (!answers || answers === before.askings[evidenceRows.id]?.answers) return state;
	const releases = context.derive.releases(state);
	const changed = Object.keys(answers).flatMap(key => {
		const told = toldBy(evidenceRows, metrics, key);
		const release = releases.get(key as ReleaseKey);
		if (!told || told === toldBy(evidenceRows, before, key) || !release) return [];
		if (!isSameJudged(told, release)) return [];
		// Before it is known where its requests are counted they would be taken for missing.
		if (!context.derive.rows(state).byRelease.has(release.key)) return [];
		return [[key, evidenceAfter(context, state, told, release)] as const];
	});
	if (changed.length === 0) return state;
	// Of a canary that is gone nothing is shown any more.
	const kept = Object.entries(metrics.evidence).filter(([key, known]) => {
		const release = releases.get(key as ReleaseKey);
		return release !== undefined && isSameJudged(known, release);
	});
	return {...state, metrics: {...metrics, evidence: Object.fromEntries([...kept, ...changed])}};
}

function evidenceAfter(context: EngineContext, state: State, told: EvidenceRows, release: Release): ReleaseEvidence {
	const {uid, stable, canary, windowSeconds, stepSeconds} = told;
	const known = state.metrics.evidence[release.key];
	const isNext = known?.upToMs === told.fromMs && known.stepSeconds === stepSeconds && isSameJudged(known, told);
	const from = {fromMs: told.canaryFromMs, upToMs: told.fromMs};
	const marks = marksOf(state, release);
	return countedRows(context, state, told, release).reduce<ReleaseEvidence>(
		(evidence, row) => withRow(evidence, row, release, marks),
		isNext ? known : {uid, canary, stable, windowSeconds, stepSeconds, ...from, past: [], judging: null},
	);
}

function withRow(evidence: ReleaseEvidence, row: CountedRow, release: Release, marks: Marks): ReleaseEvidence {
	const upToMs = row.endMs;
	if (upToMs <= evidence.fromMs) {
		const isAsked = row.stable !== null && row.stable.requests > 0;
		return {...evidence, upToMs, past: isAsked ? [...evidence.past, row.stable] : evidence.past};
	}
	const judging = comparedNow(evidence.judging ?? judgingBy(judgedSignals(podsOf(release), evidence.past)), release);
	// What got different requests is no evidence, and does not end what was seen before.
	if (release.incomparable !== undefined)
		return {...evidence, upToMs, past: [], judging: {...judging, skippedRows: judging.skippedRows + 1}};
	return {...evidence, upToMs, past: [], judging: judgedRow(judging, row, evidence.stepSeconds, marks)};
}

function podsOf({canary, stable, pods}: Release): PodsOfVersions {
	const count = (key: Release['canary']) => pods.filter(({revision}) => revision === key).length;
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
