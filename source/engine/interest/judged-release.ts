import type {Release} from '../../domain/release.ts';
import {rowAt} from '../../traffic/rows.ts';
import {currentPlace} from '../lists/places.ts';
import {servicesOfRow} from '../lists/visible.ts';
import type {JudgedRelease} from '../state/interest.ts';
import {serverTime} from '../state/server-time.ts';
import type {State} from '../state/state.ts';
import {currentScreen, type EngineContext} from '../world/context.ts';
import {firstCanaryPodMs} from '../world/last-change.ts';

/** Rows of a release that takes longer are read from then on. */
const mostMs = 3 * 86_400_000;

/** The release whose evidence is shown; null without a canary, and where it is not known since when there is one. */
export function judgedRelease(context: EngineContext, state: State): JudgedRelease | null {
	const {key: anchor} = currentPlace(state.screen);
	if (anchor === undefined || !currentScreen(context, state).provesFigures) return null;
	const key = rowAt(context.derive.rows(state), anchor)?.release;
	const release = key && context.derive.releases(state).get(key);
	const sinceMs = release ? canaryFromMs(release) : null;
	if (!release || release.canary === null || sinceMs === null) return null;
	// Whole minutes, so that the time does not move with each event.
	const oldestMs = Math.floor((serverTime(state) - mostMs) / 60_000) * 60_000;
	return {
		release: release.key,
		canary: release.canary,
		services: servicesOfRow(context, state, anchor),
		fromMs: Math.max(sinceMs, oldestMs),
	};
}

/** Since when the canary runs. Its revision may be older: a controller takes up again what once was stable. */
export function canaryFromMs(release: Release): number | null {
	return firstCanaryPodMs(release) ?? release.revisions.find(({key}) => key === release.canary)?.createdAtMs ?? null;
}
