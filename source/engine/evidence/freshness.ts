import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {MetricsError} from '../../ports/metrics.ts';
import {pollError, trafficOf, warningsOf} from '../questions/poll.ts';
import {pollSeconds} from '../questions/poll-seconds.ts';
import {isAgeKnown, newestSampleMs} from '../questions/sample-age.ts';
import type {State} from '../state/state.ts';

/** Age since the last proof of freshness, and how it is judged. */
export interface FreshnessView {
	readonly state: 'waiting' | 'fresh' | 'amber' | 'red' | 'failed' | 'none';
	readonly ageSeconds: number | null;
	/** What is wrong, or what to set; null when fine. */
	readonly problem: SafeText | null;
}

/** How old the cluster's data may be in multiples of the refresh: amber, then red. */
const amberFactor = 2;
const redFactor = 5;

/** Age since the last proof that the API server answers. Red switches the verbs toward the canary off. */
export function clusterFreshness(state: Pick<State, 'nowMs' | 'cluster' | 'session'>): FreshnessView {
	const {cluster, session} = state;
	if (cluster.lastProofMs === null) {
		if (cluster.error) return {state: 'failed', ageSeconds: null, problem: cluster.error.message};
		return {state: 'waiting', ageSeconds: null, problem: null};
	}
	const ageSeconds = Math.max(0, (state.nowMs - cluster.lastProofMs) / 1000);
	const interval = session.settings.refreshSeconds;
	if (cluster.error) return {state: 'failed', ageSeconds, problem: cluster.error.message};
	if (ageSeconds > redFactor * interval)
		return {state: 'red', ageSeconds, problem: safe`no answer from the API server`};
	if (ageSeconds > amberFactor * interval || isDoubtful(state)) return {state: 'amber', ageSeconds, problem: null};
	return {state: 'fresh', ageSeconds, problem: null};
}

/** Whether the API server is known not to answer: what is shown of the cluster is old, and nothing can be written. */
export function isApiServerDown(state: Pick<State, 'nowMs' | 'cluster' | 'session'>): boolean {
	const view = clusterFreshness(state);
	return view.state === 'failed' || view.state === 'red';
}

/** Why nothing can be written now; null while the API server answers. A verb that is allowed is then shown as one that
 * does nothing, and its key yet opens the dialog: a failed heartbeat must not hold up the way back, and only the
 * dialog's own read tells whether the server takes it. */
export function unansweredBecause(state: Pick<State, 'nowMs' | 'cluster' | 'session'>): SafeText | null {
	if (!isApiServerDown(state)) return null;
	switch (state.cluster.error?.kind) {
		case undefined:
			return safe`the API server has not answered of late`;
		case 'unauthorized':
			return safe`the login has expired`;
		case 'noCredential':
			return safe`there is no credential`;
		case 'unreachable':
		case 'timeout':
		case 'tls':
			return safe`the API server does not answer`;
		default:
			return safe`the API server fails`;
	}
}

/** Whether a request timed out of late, though the heartbeats are answered. */
function isDoubtful({nowMs, cluster, session}: Pick<State, 'nowMs' | 'cluster' | 'session'>): boolean {
	const {timedOutAtMs} = cluster;
	return timedOutAtMs !== null && nowMs - timedOutAtMs < redFactor * session.settings.refreshSeconds * 1000;
}

/** Age of the newest sample by the server's clock: Prometheus still answers 200 after scraping has stopped. */
export function metricsFreshness(state: State): FreshnessView {
	const {metrics, cluster} = state;
	const error = pollError(metrics);
	const newestMs = newestSampleMs(metrics);
	if (!metrics.source) {
		if (metrics.connectError && saysWhatToSet(metrics.connectError))
			return {state: 'none', ageSeconds: null, problem: metrics.connectError.message};
		if (metrics.connectError) return {state: 'failed', ageSeconds: null, problem: metrics.connectError.message};
		return {state: 'waiting', ageSeconds: null, problem: null};
	}
	const ageSeconds = newestMs === null ? null : Math.max(0, (state.nowMs + cluster.clockOffsetMs - newestMs) / 1000);
	if (error) return {state: 'failed', ageSeconds, problem: error.message};
	if (ageSeconds === null) {
		if (isAgeKnown(metrics) && trafficOf(metrics))
			return {state: 'none', ageSeconds: null, problem: warningsOf(metrics)[0] ?? safe`no samples of the mesh`};
		return {state: 'waiting', ageSeconds: null, problem: null};
	}
	const interval = sampleIntervalSeconds(state);
	if (ageSeconds > redFactor * interval)
		return {state: 'red', ageSeconds, problem: safe`newest sample is old: is the scrape running?`};
	if (ageSeconds > amberFactor * interval) return {state: 'amber', ageSeconds, problem: null};
	return {state: 'fresh', ageSeconds, problem: null};
}

/** Whether the error's message says what the operator has to set, and not what failed. */
export function saysWhatToSet({kind}: MetricsError): boolean {
	return hasNothingToShow.has(kind);
}

/** Errors with which Prometheus answers, but has no figures for perch. */
const hasNothingToShow: ReadonlySet<MetricsError['kind']> = new Set([
	'notConfigured',
	'severalClusters',
	'tooFewSamples',
]);

/** Seconds within which perch sees a new sample: one scrape, and perch's own poll of the sample's age. */
function sampleIntervalSeconds(state: State): number {
	const scrape = state.metrics.source?.scrapeIntervalSeconds ?? 15;
	return scrape + pollSeconds(state);
}

export function isTrusted(view: FreshnessView): boolean {
	return view.state === 'fresh' || view.state === 'amber';
}
