import type {Release} from '../../../domain/release/release.ts';
import {unknownPhi} from '../../../judge/counts/evidence-row.ts';
import {type RowSince, recoveryOf} from '../../../judge/recovered.ts';
import {configuredParameters} from '../../../judge/settings/configured-parameters.ts';
import type {EvidenceRows} from '../../questions/evidence-rows.ts';
import type {Intent} from '../../state/intent.ts';
import type {MetricsState} from '../../state/metrics-state.ts';
import type {ReleaseEvidence} from '../../state/release-evidence.ts';
import {actedAtMs} from '../../state/server-time.ts';
import type {ComparedSignal, RowSinceBack, ShownSince, SinceBack} from '../../state/since-back.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {lastChange} from '../../world/last-change.ts';
import {failuresNow, settingsNow} from './chosen-for.ts';
import {comparedWith} from './compared-with.ts';
import {countedBeside, type FoldedStep} from './counted-rows.ts';
import {warmMs} from './judged-row.ts';
import {failuresOf} from './judged-signals.ts';
import {wayBackOf} from './way-back.ts';

interface Told {
	readonly told: EvidenceRows;
	readonly steps: readonly FoldedStep[];
}

/** Follows what rows show since each way back that is under way or being proved. `state` is the one before the rows of the
 * answer were judged: its evidence may be the last that knows the canary. */
export function rowsSinceBack(context: EngineContext, state: State, answer: Told): MetricsState['sinceBack'] {
	const ways = [...context.derive.releases(state).values()].flatMap(release => {
		const intent = wayBackOf(state, release);
		return intent ? [[release.key, sinceBackAfter(context, state, {release, intent}, answer)] as const] : [];
	});
	return Object.fromEntries(ways);
}

interface Way {
	readonly release: Release;
	readonly intent: Intent;
}

const nothing = {compared: null, upToMs: null, rows: [], shown: []} as const;

function sinceBackAfter(context: EngineContext, state: State, way: Way, answer: Told): SinceBack {
	const {release, intent} = way;
	const last = state.metrics.sinceBack[release.key];
	const before: SinceBack = last?.intentId === intent.id ? last : {...nothing, intentId: intent.id};
	const known = knownOf(state, intent);
	// Once rows since are read, what they are compared with stays.
	const isSettled = before.compared !== null && before.upToMs !== null;
	const compared = isSettled ? before.compared : (comparedNow(state, intent, known) ?? before.compared);
	const {recovery} = intent;
	if (!recovery || !('sinceMs' in recovery)) return {...before, compared};
	const {fromMs, toMs, stepSeconds, releases, left} = answer.told;
	const stepMs = stepSeconds * 1000;
	const upToMs = before.upToMs ?? Math.floor(recovery.sinceMs / stepMs) * stepMs;
	const isOfIt = [...releases, ...left].some(asked => asked.release === release.key);
	// Rows that do not follow the last one are read again, from there on.
	if (!isOfIt || fromMs > upToMs || toMs <= upToMs) return {...before, compared, upToMs};
	const newRows = rowsOf(context, state, way, answer).filter(
		({startMs}) => startMs >= upToMs && startMs >= recovery.sinceMs,
	);
	const rows = [...before.rows, ...newRows];
	// What is still being read may convict the canary by more than errors.
	const signals = compared ?? (known ? [] : [unknownErrors(state, release)]);
	return {...before, compared, upToMs: toMs, rows, shown: signals.map(signal => shownSince(rows, signal))};
}

/** The evidence of the canary that is left; null where none of it is read, or where it is gone. */
function knownOf({metrics}: State, {release: {key, uid, canary}}: Intent): ReleaseEvidence | null {
	const known = metrics.evidence[key];
	return known && known.uid === uid && known.canary === canary ? known : null;
}

/** By what was known of the canary when it was left; null before that is read. */
function comparedNow(state: State, intent: Intent, known: ReleaseEvidence | null): readonly ComparedSignal[] | null {
	const read = known?.isCaughtUp ? known : (known?.meanwhile ?? null);
	return read && comparedWith(read, actedAtMs(intent, state));
}

function unknownErrors(state: State, release: Release): ComparedSignal {
	const parameters = configuredParameters(settingsNow(state, release).settings).errors;
	const rules = {parameters, usual: null, phi: unknownPhi, harmRatio: null};
	return {signal: 'errors', boundMs: null, usualIs: 'unknown', rules};
}

/** The rows that could be read; a row that could not leaves out its time. */
function rowsOf(
	context: EngineContext,
	state: State,
	{release, intent}: Way,
	{told, steps}: Told,
): readonly RowSinceBack[] {
	const key = context.derive.rows(state).byRelease.get(release.key);
	const {canary} = intent.release;
	if (key === undefined || canary === null) return [];
	const known = knownOf(state, intent);
	const failures = known ? known.failures : failuresNow(context, state, release).chosen;
	const at = {key, failures, windows: told, changedAtMs: lastChange(state, release)};
	const podsMs = release.pods.flatMap(({revision, createdAtMs}) =>
		revision === canary || createdAtMs === null ? [] : [createdAtMs],
	);
	return steps.flatMap(step => {
		const counts = countedBeside(step, at, canary);
		const {endMs} = step;
		const startMs = endMs - told.stepSeconds * 1000;
		const isWarm = podsMs.some(podMs => podMs > startMs - warmMs && podMs <= endMs);
		return counts ? [{startMs, endMs, isWarm, counts}] : [];
	});
}

function shownSince(rows: readonly RowSinceBack[], compared: ComparedSignal): ShownSince {
	const counted = rows.flatMap(({counts, ...times}): readonly RowSince[] => {
		const failures = failuresOf(counts, compared.boundMs);
		return failures ? [{...times, requests: failures.requests, failures: failures.failures}] : [];
	});
	return {
		compared,
		kind: recoveryOf(counted, compared.rules),
		failures: counted.reduce((sum, {failures}) => sum + failures, 0),
		requests: counted.reduce((sum, {requests}) => sum + requests, 0),
	};
}
