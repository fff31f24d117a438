import type {AnchorKey, ReleaseKey} from '../../domain/keys.ts';
import type {Release} from '../../domain/release.ts';
import type {Row} from '../../traffic/rows.ts';
import {harmOf} from '../evidence/comparison.ts';
import {rowFigures} from '../evidence/row-figures.ts';
import {trafficOf} from '../questions/poll.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {type Attention, attentionNow} from './attention.ts';
import {matches} from './filter.ts';
import {homeLayout} from './layout.ts';

export interface HomeOrder {
	readonly attention: readonly Release[];
	/** How many releases would stand on top if there were room. */
	readonly attentionTotal: number;
	readonly rows: readonly Row[];
}

/** How urgently a release needs the operator. A split may be meant to last: it is quiet until the canary is
 * measurably worse. */
export function levelOf(context: EngineContext, state: State, release: Release): Attention['level'] {
	const {level} = attentionNow(state, release);
	const isHarmful = release.phase.kind === 'split' && harmOf(context, state, release) !== null;
	return isHarmful ? 'needsYou' : level;
}

/** Releases that need the operator, then those that move, the most urgent first. */
function attentionOrder(context: EngineContext, state: State): readonly Release[] {
	return context.derive.remember(state, 'attention', () => {
		const wanting = [...context.derive.releases(state).values()].filter(
			release => levelOf(context, state, release) !== 'quiet',
		);
		const ranked = wanting.map(release => ({
			release,
			rank: attentionNow(state, release).rank,
			harm: harmRank(harmOf(context, state, release)),
		}));
		return ranked
			.sort(
				(one, other) =>
					other.harm - one.harm || one.rank - other.rank || compareText(nameOf(one.release), nameOf(other.release)),
			)
			.map(({release}) => release);
	});
}

/** Measured harm goes before anything that a controller reports, and ten times as much harm before less: finer
 * steps would make rows jump. */
function harmRank(extraPerMinute: number | null): number {
	return extraPerMinute === null ? 0 : Math.max(1, 2 + Math.floor(Math.log10(extraPerMinute)));
}

/** What the home screen lists, in order: releases on top as far as they fit, then the table. */
export function homeLists(context: EngineContext, state: State): HomeOrder {
	return context.derive.remember(state, 'homeLists', () => {
		const filter = state.screen.filter?.text ?? '';
		const wanted = attentionOrder(context, state).filter(release =>
			matches(`${release.namespace}/${release.name}`, filter),
		);
		const attentionRows = wanted.slice(0, homeLayout(state, wanted.length).attentionRows);
		return {attention: attentionRows, attentionTotal: wanted.length, rows: tableOrder(context, state, filter)};
	});
}

/** The rows of the table. Releases on top stand in it too, with their figures: the table is whole, and sorted
 * by errors the worst leads it. Time alone does not sort it again. */
function tableOrder(context: EngineContext, state: State, filter: string): readonly Row[] {
	const {derive} = context;
	const {rows} = derive.rows(state);
	const {source} = state.metrics;
	const traffic = trafficOf(state.metrics);
	const inputs = [rows, filter, state.screen.sort, derive.orderingTraffic(state), traffic, source];
	return derive.rememberWhile('table', inputs, () => {
		return sorted(
			context,
			state,
			[...rows.values()].filter(row => matches(row.name, filter)),
		);
	});
}

/** The keys of the home screen from top to bottom, as the arrows mark them. A release on top may come again in
 * the table. */
export function homeOrder(context: EngineContext, state: State): readonly AnchorKey[] {
	const lists = homeLists(context, state);
	return [...lists.attention.map(release => release.key), ...lists.rows.map(row => row.key)];
}

/** The index of the marked row in `homeOrder`; −1 where no row on screen is marked. */
export function markedAt(context: EngineContext, state: State): number {
	const {homeSelected, isMarkedInTable} = state.screen;
	const order = homeOrder(context, state);
	if (homeSelected === null) return -1;
	return isMarkedInTable ? order.lastIndexOf(homeSelected) : order.indexOf(homeSelected);
}

/** The index of the marked row in the table; −1 where the mark is on top. */
export function markedRow(context: EngineContext, state: State): number {
	return Math.max(-1, markedAt(context, state) - homeLists(context, state).attention.length);
}

export function releasesOrder(context: EngineContext, state: State): readonly ReleaseKey[] {
	return releasesInOrder(context, state).map(release => release.key);
}

export function releasesInOrder(context: EngineContext, state: State): readonly Release[] {
	return context.derive.remember(state, 'releasesInOrder', () => {
		const filter = state.screen.filter?.text ?? '';
		return [...context.derive.releases(state).values()]
			.filter(release => matches(`${release.namespace}/${release.name}`, filter))
			.map(release => ({release, rank: attentionNow(state, release).rank}))
			.sort((one, other) => one.rank - other.rank || compareText(nameOf(one.release), nameOf(other.release)))
			.map(({release}) => release);
	});
}

/** Sorts by figures that follow the live ones slowly, so that rows hold still while the operator reads them. */
function sorted(context: EngineContext, state: State, rows: readonly Row[]): readonly Row[] {
	const {column, isDescending} = state.screen.sort;
	const direction = isDescending ? -1 : 1;
	const byName = (one: Row, other: Row) => compareText(one.name, other.name);
	if (column === 'name') return [...rows].sort((one, other) => direction * byName(one, other));
	const figures = new Map(rows.map(row => [row.key, rowFigures(context, state, row, column)]));
	return [...rows].sort((one, other) => {
		const [a, b] = [figures.get(one.key) ?? null, figures.get(other.key) ?? null];
		// A row without a figure goes last, whichever way the sort runs.
		if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0) || byName(one, other);
		return direction * (a - b) || byName(one, other);
	});
}

/** The text that releases of all kinds are sorted by. */
function nameOf({namespace, name, key}: Release): string {
	return `${namespace}/${name}/${key}`;
}

function compareText(one: string, other: string): number {
	return one < other ? -1 : one > other ? 1 : 0;
}
