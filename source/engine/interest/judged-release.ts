import type {Release} from '../../domain/release.ts';
import {rowAt} from '../../traffic/rows.ts';
import {currentPlace} from '../lists/places.ts';
import {servicesOfRow} from '../lists/visible.ts';
import type {JudgedRelease} from '../state/interest.ts';
import {serverTime} from '../state/server-time.ts';
import type {State} from '../state/state.ts';
import {currentScreen, type EngineContext} from '../world/context.ts';
import {firstPodMs} from '../world/last-change.ts';

/** Rows of a release that takes longer are read from then on. */
const mostMs = 3 * 86_400_000;

/** The release whose evidence is shown; null without a canary, before its pods are read, and where they do not tell since
 * when it runs. */
export function judgedRelease(context: EngineContext, state: State): JudgedRelease | null {
	const {key: anchor} = currentPlace(state.screen);
	if (anchor === undefined || !currentScreen(context, state).provesFigures) return null;
	const key = rowAt(context.derive.rows(state), anchor)?.release;
	const release = key && context.derive.releases(state).get(key);
	const sinceMs = release ? canaryFromMs(release) : null;
	if (!release || release.canary === null || sinceMs === null) return null;
	const {uid, canary, stable} = release;
	// Whole minutes, so that the time does not move with each event.
	const oldestMs = Math.floor((serverTime(state) - mostMs) / 60_000) * 60_000;
	const services = servicesOfRow(context, state, anchor);
	return {release: release.key, uid, canary, stable, services, fromMs: Math.max(sinceMs, oldestMs)};
}

/** Since when the canary runs, by its oldest pod: its revision may be older, for a controller takes up again what once
 * was stable. Then pods of that time may be left: the canary is never older than stable's oldest pod. */
export function canaryFromMs(release: Release): number | null {
	const ofCanary = firstPodMs(release, release.canary);
	const ofStable = firstPodMs(release, release.stable);
	return ofCanary === null || ofStable === null ? ofCanary : Math.max(ofCanary, ofStable);
}
