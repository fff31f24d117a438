import type {Release} from '../../../domain/release/release.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {formatAge} from '../../../domain/time.ts';
import type {CallersOf, Edge} from '../../../traffic/edges/edge.ts';
import {rowAt} from '../../../traffic/rows.ts';
import {foldedEdges} from '../../evidence/edges.ts';
import {isLasting, troubleOfRows} from '../../evidence/harm/trouble.ts';
import {measurement} from '../../evidence/row-figures.ts';
import {percentOf} from '../../evidence/text/figures.ts';
import {percentText} from '../../evidence/text/weight-text.ts';
import {servicesOfRow} from '../../lists/visible.ts';
import {edgesEveryMs, edgesOf} from '../../questions/edges.ts';
import {serverTime} from '../../state/server-time.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {firstPodMs} from '../../world/last-change.ts';

/** Who is hit by what the release does. */
export interface BlastView {
	readonly text: SafeText;
	/** Callers fail as well. */
	readonly isRising: boolean;
}

/** `3 callers: web/frontend (88 %), web/mobile, ops/cron · errors of web/frontend rose since 20%`; null where the release
 * has no canary, and where no caller is known. */
export function blastView(context: EngineContext, state: State, release: Release): BlastView | null {
	if (release.canary === null) return null;
	const row = rowAt(context.derive.rows(state), release.key);
	const services = row ? servicesOfRow(context, state, row.key) : [];
	const told = edgesOf(state.metrics, services);
	const callers = row && foldedEdges(context, state, services)?.into.get(row.key);
	if (!told || told.atMs === null || !callers) return null;
	const calling = callingEdges(callers).filter(({caller}) => caller.name !== null && caller.key !== row.key);
	if (calling.length === 0) return null;
	const ageMs = serverTime(state) - told.atMs;
	// The callers are those of then; who has called since is not known.
	const age = ageMs > 2 * edgesEveryMs ? safe` · as of ${ident(formatAge(ageMs))} ago` : safe``;
	const rises = riseTexts(context, state, release, calling);
	const callersOf = callersText(context, state, callers, calling);
	return {
		text: safe`${[callersOf, ...rises].reduce((text, part) => safe`${text} · ${part}`)}${age}`,
		isRising: rises.length > 0,
	};
}

/** Callers that are named one by one. */
const mostNamed = 3;

function callersText(context: EngineContext, state: State, callers: CallersOf, calling: readonly Edge[]): SafeText {
	const all = callers.edges.reduce((sum, {figures}) => sum + figures.requestsPerSecond, 0);
	const share = (calling[0]?.figures.requestsPerSecond ?? 0) / all;
	const names = calling.slice(0, mostNamed).map((edge, at) => {
		const name = nameOf(context, state, edge);
		return at === 0 && callers.edges.length > 1 ? safe`${name} (${percentOf(share)})` : name;
	});
	const more = calling.length > mostNamed ? [safe`${calling.length - mostNamed} more`] : [];
	const unnamed = callingEdges(callers).length > calling.length ? [safe`callers without a name`] : [];
	const listed = [...names, ...more, ...unnamed].reduce((text, name) => safe`${text}, ${name}`);
	return safe`${calling.length} ${calling.length === 1 ? safe`caller` : safe`callers`}: ${listed}`;
}

/** Of the callers that fail more than they usually do, by the rule of the first screen: since which weight, where perch
 * saw them begin to. */
function riseTexts(
	context: EngineContext,
	state: State,
	release: Release,
	calling: readonly Edge[],
): readonly SafeText[] {
	const {source} = state.metrics;
	const trouble = troubleOfRows(context, state);
	if (!source || measurement(state)?.isStale !== false) return [];
	const windowMs = source.windowSeconds * 1000;
	return calling.slice(0, mostNamed).flatMap(edge => {
		const {key} = edge.caller;
		const own = key === null ? undefined : trouble.fails[key];
		if (!own || !isLasting(own, source.windowSeconds)) return [];
		const name = nameOf(context, state, edge);
		const isBeginSeen = trouble.watched !== null && own.sinceMs > trouble.watched.sinceMs;
		// It was first seen by the window that ends here: before, it was not so.
		const percent = isBeginSeen ? weightAt(state, release, own.sinceMs + windowMs) : null;
		return [
			percent === null
				? safe`${name} fails more than usual`
				: safe`errors of ${name} rose since ${percentText(percent)}`,
		];
	});
}

/** The weight that the present canary had at that time; null where it had none, or it is not known. */
function weightAt(state: State, release: Release, atMs: number): number | null {
	const podMs = firstPodMs(release, release.canary);
	const change = state.cluster.weightChanges[release.key]?.findLast(one => one.atMs <= atMs);
	if (!change || change.percent === 0 || (podMs !== null && atMs < podMs)) return null;
	return change.percent;
}

function callingEdges({edges}: CallersOf): readonly Edge[] {
	return edges.filter(({figures}) => figures.requestsPerSecond > 0);
}

/** As the first screen names its row; as the mesh names it where it is no row. */
function nameOf(context: EngineContext, state: State, {caller}: Edge): SafeText {
	const row = caller.key === null ? null : rowAt(context.derive.rows(state), caller.key);
	return row?.name ?? caller.name ?? safe`a caller without a name`;
}
