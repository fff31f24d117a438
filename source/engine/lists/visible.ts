import type {AnchorKey, ReleaseKey} from '../../domain/cluster/keys.ts';
import {isReleaseKey} from '../../domain/cluster/keys.ts';
import type {NamedService} from '../../domain/cluster/service-host.ts';
import type {Release} from '../../domain/release/release.ts';
import type {Row} from '../../traffic/rows.ts';
import {slowRows} from '../evidence/harm/trouble.ts';
import {trafficOf} from '../questions/poll.ts';
import type {State} from '../state/state.ts';
import {currentScreen, type EngineContext, screenAt} from '../world/context.ts';
import type {Inputs} from '../world/memory.ts';
import {homeLayout, listRows} from './layout.ts';
import {homeRows, releasesInOrder} from './order.ts';
import {currentPlace} from './places.ts';

/** The rows of the first screen that fit, around the selected one. */
export function visibleRows(
	context: EngineContext,
	state: State,
): {readonly rows: readonly Row[]; readonly offset: number; readonly total: number} {
	return context.derive.remember(state, 'visibleRows', () => {
		const rows = homeRows(context, state);
		const {tableRows} = homeLayout(state);
		const at = rows.findIndex(({key}) => key === state.screen.homeSelected);
		const offset = windowStart(rows.length, at, tableRows);
		return {rows: rows.slice(offset, offset + tableRows), offset, total: rows.length};
	});
}

/** The releases of the rows that fit on the lists of the stack, lists behind the open screen included. */
export function listedReleases(context: EngineContext, state: State): ReadonlySet<ReleaseKey> {
	const lists = state.screen.stack.flatMap(place => screenAt(context, place).list ?? []);
	return new Set(lists.flatMap(list => list.releases(context, state)));
}

/** The rows of the list of releases that fit, around the selected one. */
export function visibleReleases(
	context: EngineContext,
	state: State,
): {readonly rows: readonly Release[]; readonly offset: number; readonly total: number} {
	const releases = releasesInOrder(context, state);
	const room = listRows(state);
	const at = releases.findIndex(release => release.key === state.screen.releasesSelected);
	const offset = windowStart(releases.length, at, room);
	return {rows: releases.slice(offset, offset + room), offset, total: releases.length};
}

/** The index of the first row on screen. It moves by whole pages, so that rows hold still while the selection
 * moves within a page. */
export function windowStart(total: number, selected: number, room: number): number {
	if (total <= room || selected < 0) return 0;
	return Math.min(Math.floor(selected / room) * room, total - room);
}

/** At most this many releases off screen have their latency read. */
const mostReleases = 40;

/** The Services whose latency perch asks for: those on screen, those of releases with two versions, and those that are
 * slow, so that they keep their rank. */
export function measuredServices(context: EngineContext, state: State): readonly NamedService[] {
	const visible = visibleServices(context, state);
	const releases = context.derive.releases(state);
	const slow = slowRows(state).join(' ');
	return context.derive.rememberWhile(state, 'measuredServices', [releases, visible, slow], () => {
		const moving = [...releases.values()].filter(({canary}) => canary !== null).slice(0, mostReleases);
		const others = [...moving.map(({key}) => key), ...slowRows(state)];
		const named = [...visible, ...others.flatMap(key => servicesOfRow(context, state, key))];
		return [...new Map(named.map(one => [`${one.namespace}/${one.name}`, one])).values()];
	});
}

/** The Services on screen. Time alone does not compute them again: a row
 * that time brings on screen is asked about with the next poll. */
export function visibleServices(context: EngineContext, state: State): readonly NamedService[] {
	const {cluster, metrics, screen, intents} = state;
	const inputs: Inputs = [cluster.watches, trafficOf(metrics), metrics.ordering, screen, intents, wallTurn(state)];
	return context.derive.rememberWhile(state, 'visibleServices', inputs, () => servicesOnScreen(context, state));
}

/** Which page of the wall is on screen: the only rows that time alone brings there. */
function wallTurn({nowMs, session: {settings}}: State): number {
	return settings.wall === null ? 0 : Math.floor(nowMs / (settings.wall.pageSeconds * 1000));
}

function servicesOnScreen(context: EngineContext, state: State): readonly NamedService[] {
	const {services} = currentScreen(context, state);
	if (services) return services(context, state);
	const {key} = currentPlace(state.screen);
	return key === undefined ? [] : servicesOfRow(context, state, key);
}

/** The Services behind a row or a release. */
export function servicesOfRow(context: EngineContext, state: State, key: AnchorKey): readonly NamedService[] {
	const {rows, servicesOf} = context.derive.rows(state);
	const services = rows.get(key)?.services ?? [];
	return services.length > 0 || !isReleaseKey(key) ? services : (servicesOf.get(key) ?? []);
}
