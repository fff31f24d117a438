import type {Release} from '../../domain/release.ts';
import type {ErrorEvidence, Estimated, Incomparable, Verdict} from '../../domain/verdict.ts';
import {leadingSignal} from '../../judge/leading-signal.ts';
import type {SignalVerdict, VerdictKind} from '../../judge/signal-verdict.ts';
import {evidenceError} from '../questions/evidence-rows.ts';
import {trafficOf} from '../questions/poll.ts';
import type {ReleaseEvidence} from '../state/release-evidence.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {lastChange} from '../world/last-change.ts';
import type {Inputs} from '../world/memory.ts';
import {figuresOf, presentSidesOf, sidesOf} from './comparison.ts';
import {releaseTraffic} from './release-traffic.ts';
import {evidenceOf, type SignalNow, signalsNow} from './rows/signals-now.ts';
import {underWayOf} from './rows/under-way.ts';
import {worseVerdict} from './rows/worse-verdict.ts';
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
	const verdict = said(context, state, release, told);
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

interface Told {
	readonly evidence: ReleaseEvidence;
	readonly signals: readonly SignalNow[];
	/** The signal whose verdict is the release's. */
	readonly now: SignalNow;
}

/** Null before the rows up to the present are read, and where the versions get different requests. */
function toldOf(context: EngineContext, state: State, release: Release): Told | null {
	const evidence = release.canary === null ? null : evidenceOf(state, release);
	if (!evidence?.judging || !evidence.isCaughtUp || release.incomparable !== undefined) return null;
	const signals = signalsNow(context, state, release, evidence.judging);
	const leading = leadingSignal(Object.fromEntries(signals.map(({signal, kind}) => [signal, kind])));
	const now = signals.find(({signal}) => signal === leading);
	return now ? {evidence, signals, now} : null;
}

function said(context: EngineContext, state: State, release: Release, told: Told): Verdict {
	const {now, signals, evidence} = told;
	const {verdict} = now;
	switch (verdict.kind) {
		case 'worse':
			return worseVerdict(context, state, release, {evidence, signals});
		case 'cannotCompare':
			return {kind: 'cannotCompare', because: {code: 'no-stable-requests'}};
		case 'bothBad': {
			const {past} = now.judged.rules;
			const stableRatioBefore = past && past.requests > 0 ? past.failures / past.requests : 0;
			const by = now.signal === 'errors' ? 'errors' : 'latency';
			return {kind: 'bothBad', by, stableRatio: verdict.stableRatio, stableRatioBefore};
		}
		case 'wasWorse': {
			const {fromMs, toMs, requestsSeen} = verdict;
			return {kind: 'wasWorse', fromMs, toMs, isJudgedNow: requestsSeen > 0, underWay: underWayOf(signals)};
		}
		case 'noHarmAbove':
			if (isBeforeChange(state, release, evidence)) return tooFew(state, release, told, null);
			return {
				kind: 'noHarm',
				aboveRatio: verdict.boundRatio,
				latency: latencyJudged(signals),
				wasWorse: lastStretch(signals, evidence.upToMs),
				underWay: underWayOf(signals),
			};
		case 'tooFew':
			return tooFew(state, release, told, verdict);
	}
}

function tooFew(
	state: State,
	release: Release,
	{evidence, signals, now}: Told,
	progress: Extract<SignalVerdict, {kind: 'tooFew'}> | null,
): Verdict {
	if (progress === null || isBeforeChange(state, release, evidence))
		return {kind: 'tooFew', requests: null, isWarmingUp: false, minutesLeft: null, anewSinceMs: null, underWay: null};
	const anewSinceMs = evidence.judging?.anewMs ?? null;
	const {requestsSeen: requests, etaSeconds} = progress;
	const isWarmingUp = requests === 0 && now.state.rows.some(({canaryRequests}) => canaryRequests > 0);
	const minutesLeft = etaSeconds === null ? null : Math.max(1, Math.ceil(etaSeconds / 60));
	return {kind: 'tooFew', requests, isWarmingUp, minutesLeft, anewSinceMs, underWay: underWayOf(signals)};
}

/** Whether the weight changed after the last row began: what the rows say is of the weight before. */
function isBeforeChange(state: State, release: Release, {upToMs, stepSeconds}: ReleaseEvidence): boolean {
	return (lastChange(state, release) ?? 0) > upToMs - stepSeconds * 1000;
}

/** A stretch that is over is told for this long. */
const toldForMs = 3_600_000;

function lastStretch(signals: readonly SignalNow[], nowMs: number): {fromMs: number; toMs: number} | null {
	const all = signals.flatMap(({state}) => state.history).filter(({toMs}) => toMs >= nowMs - toldForMs);
	const [last] = all.toSorted((one, other) => other.toMs - one.toMs);
	return last ? {fromMs: last.fromMs, toMs: last.toMs} : null;
}

function latencyJudged(signals: readonly SignalNow[]): Extract<Verdict, {kind: 'noHarm'}>['latency'] {
	const slow = signals.filter(({signal}) => signal === 'slow' || signal === 'verySlow');
	if (slow.length === 0) return 'notMeasured';
	return slow.every(({kind}) => kind === 'noHarmAbove') ? 'noHarm' : 'notYet';
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
