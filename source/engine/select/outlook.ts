import type {Release} from '../../domain/release.ts';
import {ident, type SafeText, safe} from '../../domain/safe-text.ts';
import {formatDuration} from '../../domain/time.ts';
import type {EngineContext} from '../context.ts';
import {serverTime} from '../derive.ts';
import type {State} from '../state.ts';
import {age, weightText} from './attention.ts';
import {harmOf, recentSidesOf, releaseTraffic} from './comparison.ts';
import {decimal} from './figures.ts';

/** What is: the share on the canary, the harm a minute, how stable fares. */
export function nowText(context: EngineContext, state: State, release: Release): SafeText {
	if (release.canary === null) return safe`no canary: all traffic on one version`;
	const parts: SafeText[] = [safe`${weightText(release)} on canary`];
	const sides = recentSidesOf(context, state, release);
	const harm = harmOf(context, state, release);
	if (sides) {
		if (harm !== null) parts.push(safe`~${decimal(harm)} extra failed requests a minute`);
		parts.push(
			safe`canary ${decimal(sides.canary.requestsPerSecond)} rps, stable ${decimal(sides.stable.requestsPerSecond)} rps`,
		);
	}
	const row = releaseTraffic(context, state, release);
	if (row?.split.kind === 'cannotTell') parts.push(row.split.because);
	else if (!row && state.metrics.traffic) parts.push(safe`no series for it in the metrics`);
	return parts.reduce((text, part) => safe`${text} · ${part}`);
}

/** What comes by itself, and when. */
export function nextText(state: State, {next}: Release): SafeText {
	const nowMs = serverTime(state);
	switch (next.kind) {
		case 'timer':
			return next.atMs > nowMs
				? safe`in ${ident(formatDuration(next.atMs - nowMs))}: ${next.text}`
				: safe`due ${age(next.atMs, nowMs)} ago: ${next.text}`;
		case 'event':
		case 'nothing':
			return next.text;
	}
}

/** What going back would do, and whether stable has the pods for it: ready pods, and rate per pod against the peak. */
export function backText(context: EngineContext, state: State, release: Release): SafeText {
	const {back} = release;
	if (back.to === null) return back.text;
	const parts: SafeText[] = [back.text];
	if (back.stableReady !== 'unknown' && back.stableDesired !== 'unknown') {
		parts.push(safe`stable ${back.stableReady}/${back.stableDesired} ready`);
	}
	const total = releaseTraffic(context, state, release)?.total;
	if (total && back.stableReady !== 'unknown' && back.stableReady > 0) {
		const perPod = total.requestsPerSecond / back.stableReady;
		parts.push(safe`${decimal(perPod)} rps/pod after${peakText(state, release, back.stableReady, perPod)}`);
	}
	return parts.reduce((text, part) => safe`${text} · ${part}`);
}

/** `, 24 h peak 131 · fits`: the peak of the whole release, as if today's stable pods had carried it. */
function peakText(state: State, release: Release, pods: number, perPod: number): SafeText {
	const peak = state.metrics.peaks[release.key];
	if (!peak || peak.requestsPerSecond === null) return safe``;
	const peakPerPod = peak.requestsPerSecond / pods;
	const most = release.back.hpaMaximum;
	// More pods may come, up to the autoscaler's maximum: said only where they would be needed.
	const fit = perPod <= peakPerPod ? safe`fits` : most === null ? safe`above it` : safe`above it, HPA max ${most}`;
	return safe`, ${Math.round(peak.overSeconds / 3600)} h peak ${decimal(peakPerPod)} · ${fit}`;
}
