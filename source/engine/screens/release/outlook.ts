import type {Release} from '../../../domain/release/release.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {formatAge, formatDuration} from '../../../domain/time.ts';
import {releaseName} from '../../../traffic/rows.ts';
import {presentSidesOf} from '../../evidence/comparison/comparison.ts';
import {releaseTraffic} from '../../evidence/comparison/release-traffic.ts';
import {isTrusted, metricsFreshness} from '../../evidence/freshness.ts';
import {evidenceOf} from '../../evidence/rows/signals-now.ts';
import {decimal} from '../../evidence/text/figures.ts';
import {extraPerMinute} from '../../evidence/verdict.ts';
import {whichMeshOf} from '../../evidence/which-mesh.ts';
import {noWayBackNow} from '../../intents/prepare/no-way-back.ts';
import {age, sharesText} from '../../lists/attention.ts';
import {servicesOfRow} from '../../lists/visible.ts';
import {peakOf} from '../../questions/peak.ts';
import {trafficOf} from '../../questions/poll.ts';
import {serverTime} from '../../state/server-time.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {otherRoutes} from './other-routes.ts';
import {onCanaryText} from './split-places.ts';

/** What is now: the share on the canary, the harm a minute or both versions' rates, and where its requests are
 * counted; why the versions are not compared is in the verdict. */
export function nowText(context: EngineContext, state: State, release: Release): SafeText {
	if (release.notUnderstood) return safe`unknown`;
	const {split} = release;
	if (release.canary === null && split.shares)
		return safe`${sharesText(split.shares)} · which is the canary is not known`;
	if (release.canary === null) {
		return split.configuredPercent === 'unknown'
			? safe`which version has which share is not known`
			: safe`no canary: all traffic on one version`;
	}
	const parts: SafeText[] = [onCanaryText(release)];
	const sides = presentSidesOf(context, state, release);
	const harm = extraPerMinute(context, state, release);
	if (sides) {
		const {canary, stable} = sides;
		const measured =
			harm === null
				? safe`canary ${decimal(canary.requestsPerSecond)} rps, stable ${decimal(stable.requestsPerSecond)} rps`
				: safe`about ${decimal(harm.estimate)} extra failed requests a minute`;
		parts.push(safe`${staleText(state)}${measured}`);
	}
	const isUncounted = releaseTraffic(context, state, release) === null && trafficOf(state.metrics) !== null;
	if (isUncounted && whichMeshOf(context, state, release.key) === null) {
		const other = countedWith(context, state, release);
		const isAsked = servicesOfRow(context, state, release.key).length > 0;
		if (other) parts.push(safe`its requests are counted with ${releaseName(other)}`);
		else if (!isAsked) parts.push(safe`no Service leads to it: nothing is measured`);
	}
	return parts.reduce((text, part) => safe`${text} · ${part}`);
}

/** `39s ago: ` before figures that are too old to be those of now; nothing before fresh ones. */
export function staleText(state: State): SafeText {
	const freshness = metricsFreshness(state);
	if (isTrusted(freshness)) return safe``;
	const {ageSeconds} = freshness;
	return ageSeconds === null ? safe`of unknown age: ` : safe`${ident(formatAge(ageSeconds * 1000))} ago: `;
}

/** The same before a verdict, whose rows may be older than the figures: they could not be read for minutes. */
export function verdictStaleText(state: State, release: Release): SafeText {
	const evidence = evidenceOf(state, release);
	if (!isTrusted(metricsFreshness(state)) || !evidence?.isCaughtUp) return staleText(state);
	const ageMs = serverTime(state) - evidence.upToMs;
	// A row is told a step and two scrapes late at most; after a failure it is asked for again within a quarter of a minute.
	const isLate = ageMs > 3 * evidence.stepSeconds * 1000 + lateRowsMs;
	return isLate ? safe`${ident(formatAge(ageMs))} ago: ` : safe``;
}

const lateRowsMs = 60_000;

/** The other release that the same Services belong to, in whose row their requests are counted; null where
 * there is none. */
function countedWith(context: EngineContext, state: State, {key, services}: Release): Release | null {
	const anchors = context.derive.anchors(state);
	const releases = context.derive.releases(state);
	const owners = [...services.stable, ...services.canary, ...services.apex].flatMap(
		({namespace, name}) => anchors.anchorOf(namespace, name)?.releases ?? [],
	);
	const other = owners.find(owner => owner.key !== key);
	return other ? (releases.get(other.key) ?? null) : null;
}

/** What happens by itself, and when. */
export function nextText(state: State, {next, phase}: Release): SafeText {
	const nowMs = serverTime(state);
	switch (next.kind) {
		case 'timer':
			return next.atMs > nowMs
				? safe`in ${ident(formatDuration(next.atMs - nowMs))}: ${next.text}`
				: safe`due ${age(next.atMs, nowMs)} ago: ${next.text}`;
		case 'event':
			return next.text;
		case 'nothing': {
			const forMs = phase.kind === 'paused' && phase.sinceMs !== null ? nowMs - phase.sinceMs : null;
			const isForPerson = next.code === 'held-for-person' && forMs !== null;
			return isForPerson ? safe`${next.text}, ${ident(formatDuration(forMs))}` : next.text;
		}
	}
}

/** What a way back would do, and whether stable has the pods for it: ready pods, and rate per pod against the
 * peak. Why it is closed to this session comes first. */
export function backText(context: EngineContext, state: State, release: Release): SafeText {
	const {back} = release;
	if (back.to === null)
		return otherRoutes(context, state, release).reduce((text, other) => safe`${text} · ${other}`, back.text);
	const closed = noWayBackNow(context, state, release);
	const parts: SafeText[] = closed === null ? [back.text] : [closed, back.text];
	if (back.stableReady !== 'unknown' && back.stableDesired !== 'unknown') {
		parts.push(safe`${back.stableReady}/${back.stableDesired} pods ready`);
	}
	const capacity = capacityOf(context, state, release);
	if (capacity !== null) parts.push(capacity);
	return parts.reduce((text, part) => safe`${text} · ${part}`);
}

/** What each pod of stable takes once all requests are back; null where that is not known. */
export function capacityOf(context: EngineContext, state: State, release: Release): SafeText | null {
	const {stableReady} = release.back;
	const row = releaseTraffic(context, state, release);
	if (!row || stableReady === 'unknown' || stableReady === 0) return null;
	const perPod = row.total.requestsPerSecond / stableReady;
	return capacityText(peakOf(state.metrics, release.key, row.mesh), release, stableReady, perPod);
}

/** `each takes 88 rps (24 h peak 131)`. Where an autoscaler may have added pods, it is not known how many carried
 * the peak: between those ready now and its maximum. Only a rate below the lower figure surely fits. */
function capacityText(peak: ReturnType<typeof peakOf>, release: Release, pods: number, perPod: number): SafeText {
	const each = safe`each takes ${decimal(perPod)} rps`;
	if (!peak) return each;
	const most = release.back.hpaMaximum;
	const highest = peak.requestsPerSecond / pods;
	const lowest = peak.requestsPerSecond / Math.max(pods, most ?? pods);
	const hours = safe`${Math.round(peak.overSeconds / 3600)} h peak`;
	if (perPod <= lowest) return safe`${each} (${hours} ${decimal(lowest)})`;
	if (perPod > highest)
		return safe`${each}, ABOVE the ${hours} ${decimal(highest)}${most === null ? safe`` : safe` (HPA max ${most})`}`;
	return safe`${each} (${hours} ${decimal(lowest)} to ${decimal(highest)})`;
}
