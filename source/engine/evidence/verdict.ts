import type {Release} from '../../domain/release/release.ts';
import type {ErrorEvidence, Estimated, Incomparable, Verdict} from '../../domain/release/verdict.ts';
import type {VerdictKind} from '../../judge/verdict/signal-verdict.ts';
import {evidenceError} from '../questions/evidence-rows.ts';
import {trafficOf} from '../questions/poll.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {lastChange} from '../world/last-change.ts';
import type {Inputs} from '../world/memory.ts';
import {figuresOf, presentSidesOf, recentSidesOf, sidesOf} from './comparison/comparison.ts';
import {releaseTraffic} from './comparison/release-traffic.ts';
import type {JudgedRows, SignalsTold} from './rows/judged-rows.ts';
import {evidenceOf, signalsNow} from './rows/signals-now.ts';
import {leadingOf, verdictOfRows} from './rows/verdict-of-rows.ts';
import {whichMeshOf} from './which-mesh.ts';

/** What is said of the release now; null without a canary, and where its objects cannot be read. */
export function verdictOf(context: EngineContext, state: State, release: Release): Verdict | null {
	if (release.canary === null || release.notUnderstood) return null;
	const {metrics} = state;
	const own = [metrics.evidence[release.key], metrics.connectError?.kind, evidenceError(metrics, release.key)];
	const inputs: Inputs = [...figuresOf(context, state, release), ...own];
	return context.derive.rememberWhile(state, `verdict ${release.key}`, inputs, () => judge(context, state, release));
}

function judge(context: EngineContext, state: State, release: Release): Verdict {
	const because = incomparableBecause(context, state, release);
	if (because) return {kind: 'cannotCompare', because};
	const sides = sidesOf(context, state, release);
	if (!sides) return {kind: 'cannotCompare', because: {code: whyNoSides(state, release)}};
	const told = toldOf(context, state, release);
	if (!told) return {kind: 'notJudged', problem: evidenceError(state.metrics, release.key)?.message ?? null};
	const verdict = saidOf(context, state, release, told);
	if (verdict.kind !== 'tooFew') return verdict;
	// The last poll tells it before the rows do.
	const isStableSilent = sides.stable.requestsPerSecond === 0 && sides.canary.requestsPerSecond > 0;
	return isStableSilent ? {kind: 'cannotCompare', because: {code: 'no-stable-requests'}} : verdict;
}

/** Whether the canary is worse: at once, where `verdictOf` takes long. Every row of every list asks. */
export function isWorse(context: EngineContext, state: State, release: Release): boolean {
	return harmKind(context, state, release) === 'worse';
}

/** Whether the canary got requests in the last poll: without any it harms nobody, whatever it did. */
export function isAsked(context: EngineContext, state: State, release: Release): boolean {
	return (presentSidesOf(context, state, release)?.canary.requestsPerSecond ?? 0) > 0;
}

type HarmKind = 'worse' | 'bothBad' | 'wasWorse';

/** Which of the verdicts that tell of harm is said of the release; null where none is. */
export function harmKind(context: EngineContext, state: State, release: Release): HarmKind | null {
	const kind = toldOf(context, state, release)?.now.kind;
	if (kind !== 'worse' && kind !== 'bothBad' && kind !== 'wasWorse') return null;
	// Figures that are not told now take it back.
	return verdictOf(context, state, release)?.kind === kind ? kind : null;
}

/** The strongest evidence (0–1 of what convicts) against a canary that is not convicted; 0 where there is none. */
export function suspicion(context: EngineContext, state: State, release: Release): number {
	const told = toldOf(context, state, release);
	return told && suspectKinds.has(told.now.kind) ? Math.max(...told.signals.map(({part}) => part)) : 0;
}

const suspectKinds: ReadonlySet<VerdictKind> = new Set(['tooFew', 'noHarmAbove', 'wasWorse']);

interface Told extends SignalsTold {
	readonly evidence: JudgedRows;
}

/** Null before the rows up to the present are read, and where the versions get different requests. */
function toldOf(context: EngineContext, state: State, release: Release): Told | null {
	const evidence = release.canary === null ? null : evidenceOf(state, release);
	if (!evidence?.judging || !evidence.isCaughtUp || release.incomparable !== undefined) return null;
	const signals = signalsNow(context, state, release, evidence.judging);
	const now = leadingOf(signals);
	return now ? {evidence: {...evidence, judging: evidence.judging}, signals, now} : null;
}

function saidOf(context: EngineContext, state: State, release: Release, {evidence, now, signals}: Told): Verdict {
	return verdictOfRows(
		evidence,
		{now, signals},
		{
			changedAtMs: lastChange(state, release),
			quantiles: () => recentSidesOf(context, state, release),
		},
	);
}

function whyNoSides(
	{metrics}: State,
	{services}: Release,
): 'no-service' | 'no-series' | 'no-metrics' | 'not-configured' {
	const isServed = [services.apex, services.stable, services.canary].some(named => named.length > 0);
	if (trafficOf(metrics)) return isServed ? 'no-series' : 'no-service';
	return metrics.connectError?.kind === 'notConfigured' ? 'not-configured' : 'no-metrics';
}

function incomparableBecause(context: EngineContext, state: State, release: Release): Incomparable | null {
	if (release.incomparable !== undefined) return {code: 'different-requests', text: release.incomparable};
	const split = releaseTraffic(context, state, release)?.split;
	if (split?.kind === 'cannotTell') return {code: 'one-name', text: split.because};
	const meshes = whichMeshOf(context, state, release.key);
	return meshes && {code: 'several-meshes', text: meshes};
}

/** The harm of a canary that is worse by its failures; null where it is not, and where nothing is sent to it any more. */
export function errorHarm(context: EngineContext, state: State, release: Release): ErrorEvidence | null {
	if (!isAsked(context, state, release)) return null;
	const verdict = verdictOf(context, state, release);
	return verdict?.kind === 'worse' ? verdict.errors : null;
}

/** Failures a minute that stable would not have had; null where the canary does no such harm now. */
export function extraPerMinute(context: EngineContext, state: State, release: Release): Estimated | null {
	return errorHarm(context, state, release)?.extraPerMinute ?? null;
}
