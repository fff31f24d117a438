import {err, ok, type Result} from '../../domain/result.ts';
import {matchersText, type SeriesScope, scopeOf} from '../../domain/signals/series-scope.ts';
import {ident, line, type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {Mesh, MeshQuestions, Origins} from '../../meshes/contract.ts';
import {byRules, type RulesInUse} from '../../meshes/rules/by-rules.ts';
import type {MetricsError, MetricsPort} from '../../ports/metrics.ts';
import type {RulesUnused} from '../state/metrics-state.ts';
import {detectMeshes, type PresentMesh} from './detect-meshes.ts';
import {findRules, scrapesPerWindow, windowOfRules} from './find-rules.ts';
import {mergedOrigins} from './merged-origins.ts';
import {countsBesidePods, metricsOf, scrapesOf, withoutSlower} from './pace.ts';
import {readOrigins} from './read-origins.ts';

/** One mesh of a Prometheus, and which of its series are asked. */
export interface MetricsConnection extends PresentMesh {
	readonly port: MetricsPort;
	readonly scope: SeriesScope;
	readonly questions: MeshQuestions;
	readonly scrapeIntervalSeconds: number;
	readonly windowSeconds: number;
	/** The recording rules that answer about all services; null where the series themselves are asked. */
	readonly rules: RulesInUse | null;
	readonly unusedRules: RulesUnused | null;
}

/** Series whose samples are further apart than half of this have no rates. */
const longestWindowSeconds = 1_200;

/** Finds out what perch may ask this Prometheus: which meshes, which cluster's series, over which window.
 * Guesses nothing. Every mesh that is found is asked: the figures decide later which one counts for a service. */
export async function connectMetrics(
	meshes: readonly Mesh[],
	port: MetricsPort,
	signal: AbortSignal,
	/** The operator named these meshes: each of them is wanted. */
	areNamed = false,
): Promise<Result<readonly MetricsConnection[], MetricsError>> {
	const names = metricsOf(meshes);
	// Ask all at once, so that figures come sooner. Of all the meshes' metrics only those of the detected
	// meshes exist.
	const [detected, scrapes, labelNames] = await Promise.all([
		detectMeshes(meshes, port, signal),
		scrapesOf(meshes, port, signal),
		port.labelNames(names, signal),
	]);
	if (!detected.ok) {
		const isAbsent = detected.error.kind === 'notConfigured';
		return err((isAbsent && (await mistakenMatchers(meshes, port, signal))) || detected.error);
	}
	if (!scrapes.ok) return scrapes;
	const isBesidePods = detected.value.some(({mesh}) => countsBesidePods(mesh));
	const scrapeSeconds = isBesidePods && !areNamed ? scrapes.value.besidePods : scrapes.value.all;
	const told = {scope: scopeOf(port.matchers, labelNames), seconds: scrapesPerWindow * scrapeSeconds};
	const answers = await Promise.all(detected.value.map(present => measured(present, port, told, signal)));
	const all = answers.flatMap(answer => (answer.ok ? [answer.value] : []));
	// A mesh that is being removed, or has just arrived, has no rates: ignore it while another mesh has some.
	const isOnlyLate = (error: MetricsError) => error.kind === 'tooFewSamples' && all.some(({found}) => found > 0);
	const failed = answers.flatMap(answer => (answer.ok || isOnlyLate(answer.error) ? [] : [answer.error]));
	if (failed[0]) return err(failed[0]);
	const current = all.filter(({found}) => found > 0);
	const kept = withoutSlower(current.length > 0 ? current : all, areNamed);
	// Each mesh may be of one cluster, and each of another one.
	const question = questionOf(mergedOrigins(kept.map(({origins}) => origins)), told.scope);
	if (question) return err(question);
	const plainSeconds = Math.max(...kept.map(one => one.windowSeconds));
	const recordedSeconds = windowOfRules(kept, plainSeconds);
	const found = await Promise.all(kept.map(one => findRules(one, recordedSeconds, port, signal)));
	const isRecorded = found.some(({rules}) => rules !== null);
	const connections = kept.map(({mesh, signs, recorded, scope}, at) =>
		withQuestions({
			port,
			mesh,
			signs,
			recorded,
			scope,
			scrapeIntervalSeconds: plainSeconds / scrapesPerWindow,
			windowSeconds: isRecorded && recordedSeconds !== null ? recordedSeconds : plainSeconds,
			rules: found[at]?.rules ?? null,
			unusedRules: found[at]?.unused ?? null,
		}),
	);
	return ok(connections);
}

/** The same connection with the questions of its mesh, answered by its rules where it has some. */
export function withQuestions<T extends Pick<MetricsConnection, 'mesh' | 'signs' | 'scope' | 'rules'>>(
	connection: T,
): T & Pick<MetricsConnection, 'questions'> {
	const {mesh, scope, signs, rules} = connection;
	const questions = mesh.questions(scope, signs);
	return {...connection, questions: rules ? byRules(mesh, questions, scope, rules) : questions};
}

interface MeasuredMesh extends PresentMesh, Pick<MetricsConnection, 'scope' | 'windowSeconds'> {
	readonly origins: Origins;
	/** How many groups of series the mesh has. */
	readonly found: number;
}

async function measured(
	present: PresentMesh,
	port: MetricsPort,
	told: {readonly scope: SeriesScope; readonly seconds: number},
	signal: AbortSignal,
): Promise<Result<MeasuredMesh, MetricsError>> {
	const {scope} = told;
	const {mesh, signs} = present;
	const hiding = Object.keys(port.matchers).find(label => mesh.countedBy.includes(label));
	if (hiding !== undefined) return refused(tooDeep(hiding));
	const least = Math.max(told.seconds, mesh.leastWindowSeconds ?? 0);
	const window = await measureWindow(port, mesh.questions(scope, signs), least, signal);
	if (!window.ok) return window;
	const {origins, windowSeconds} = window.value;
	return ok({...present, scope: scopeOfCopies(scope, origins), windowSeconds, origins, found: origins.found});
}

/** The error for series of several clusters where no matcher says which cluster is meant; null otherwise. */
export function questionOf({clusters}: Origins, {matchers}: SeriesScope): MetricsError | null {
	const several = clusters.find(({label, values}) => values.length > 1 && !(label in matchers));
	if (!several) return null;
	const {label, values} = several;
	const choices = someOf(values, value => matchersText({[label]: value}));
	return {kind: 'severalClusters', status: null, message: safe`set prometheus.matchers to ${choices}`};
}

/** The same scope, of which copies of one series count once. */
export function scopeOfCopies(scope: SeriesScope, {copiesBy}: Origins): SeriesScope {
	return {...scope, copiesBy: [...new Set([...scope.copiesBy, ...copiesBy])]};
}

/** The window that holds four scrapes, or the longer one that rates need, whatever scrape interval was told. */
async function measureWindow(
	port: MetricsPort,
	questions: MeshQuestions,
	toldSeconds: number,
	signal: AbortSignal,
): Promise<Result<{readonly origins: Origins; readonly windowSeconds: number}, MetricsError>> {
	const ask = (windowSeconds: number | null) => readOrigins(port, questions, windowSeconds, signal);
	for (let window = toldSeconds; window <= Math.max(toldSeconds, longestWindowSeconds); window *= 2) {
		const origins = await ask(window);
		if (!origins.ok) return origins;
		// Two samples within twice the window that was too short: they are at most half of it apart.
		const windowSeconds = window === toldSeconds ? window : (scrapesPerWindow * window) / 2;
		if (origins.value.found > 0) {
			if (window === toldSeconds) return ok({origins: origins.value, windowSeconds});
			const paused = await hadRates(port, questions, toldSeconds, window, signal);
			if (!paused.ok) return paused;
			return paused.value ? err(tooFewSamples(toldSeconds)) : ok({origins: origins.value, windowSeconds});
		}
		if (window > toldSeconds) continue;
		const now = await ask(null);
		if (!now.ok) return now;
		if (now.value.found === 0) return ok({origins: now.value, windowSeconds});
	}
	return err(tooFewSamples(longestWindowSeconds));
}

/** Whether there were rates over the told window a little earlier: then samples have paused, as when Prometheus was
 * down, and are not further apart than was told. A longer window would reach back over the pause. */
async function hadRates(
	port: MetricsPort,
	questions: MeshQuestions,
	toldSeconds: number,
	window: number,
	signal: AbortSignal,
): Promise<Result<boolean, MetricsError>> {
	const {promql, read} = questions.origins(toldSeconds);
	const now = await port.instant({promql}, signal);
	if (!now.ok) return now;
	const endMs = now.value.atMs;
	const range = {promql, startMs: endMs - 2 * window * 1000, endMs, stepSeconds: Math.ceil(window / 4)};
	const before = await port.range(range, signal);
	if (!before.ok) return before;
	return ok(before.value.instants.some(({samples}) => read(samples).value.found > 0));
}

export function tooFewSamples(seconds: number): MetricsError {
	return {
		kind: 'tooFewSamples',
		status: null,
		message: safe`no series of the mesh has two samples within ${Math.round(seconds)} s yet, as rates need`,
	};
}

/** The error for the operator's matchers where they fit no series and without them there are some; null where
 * the matchers are not to blame. */
async function mistakenMatchers(
	meshes: readonly Mesh[],
	port: MetricsPort,
	signal: AbortSignal,
): Promise<MetricsError | null> {
	const {matchers} = port;
	if (Object.keys(matchers).length === 0) return null;
	const everything = {...scopeOf(matchers), matchers: {}};
	for (const mesh of meshes) {
		const origins = await readOrigins(port, mesh.questions(everything), null, signal);
		if (!origins.ok || origins.value.found === 0) continue;
		const {clusters} = origins.value;
		const [wrong] = Object.entries(matchers).flatMap(([label, value]) => {
			if (!everything.clusterLabels.includes(label)) return [];
			const values = clusters.find(cluster => cluster.label === label)?.values ?? [safe``];
			return values.includes(ident(value)) ? [] : [{label, values}];
		});
		const there = wrong ? safe`: ${ident(wrong.label)} is ${someOf(wrong.values, nameOf)} here` : safe``;
		return {
			kind: 'notConfigured',
			status: null,
			message: safe`prometheus.matchers ${matchersText(matchers)} fit no series${there}`,
		};
	}
	return null;
}

/** Names the first three; series without the label come last, since they are the least likely to be meant. */
function someOf(values: readonly SafeText[], say: (value: SafeText) => SafeText): SafeText {
	const ordered = values.toSorted((one, other) => Number(one === '') - Number(other === ''));
	const more = ordered.length > 3 ? safe` or ${ordered.length - 3} more` : safe``;
	return safe`${line(ordered.slice(0, 3).map(say).join(' or '))}${more}`;
}

function nameOf(value: SafeText): SafeText {
	return value === '' ? safe`not set` : value;
}

function tooDeep(label: string): SafeText {
	return safe`prometheus.matchers: ${ident(label)} tells failures or versions apart, and would hide some: match clusters by another label`;
}

function refused(message: SafeText): Result<never, MetricsError> {
	return err({kind: 'notConfigured', status: null, message});
}
