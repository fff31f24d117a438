import type {AnchorKey, ReleaseKey} from '../../domain/cluster/keys.ts';
import type {Release} from '../../domain/release/release.ts';
import {type Row, releaseName} from '../../traffic/rows.ts';
import {coarse} from '../evidence/coarse.ts';
import {type Harm, orderingHarms} from '../evidence/harm/harm.ts';
import {orderingSuspects} from '../evidence/harm/suspects.ts';
import {measurement, sortFigure} from '../evidence/row-figures.ts';
import {trafficOf} from '../questions/poll.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import type {Inputs} from '../world/memory.ts';
import {matches} from './filter.ts';
import {type Urgency, urgencies} from './urgency.ts';

/** The rows of the first screen from top to bottom: by harm, or by one column. */
export function homeRows(context: EngineContext, state: State): readonly Row[] {
	const {filter, sort} = state.screen;
	const text = filter?.text ?? '';
	const rows = sort.column === 'harm' ? rowsByHarm(context, state) : byColumn(context, state);
	if (text === '') return rows;
	return context.derive.rememberWhile(state, 'homeRows', [rows, text], () =>
		rows.filter(({name}) => matches(name, text)),
	);
}

/** The keys of the first screen from top to bottom, as the arrows mark them. */
export function homeOrder(context: EngineContext, state: State): readonly AnchorKey[] {
	const rows = homeRows(context, state);
	return context.derive.rememberWhile(state, 'homeOrder', [rows], () => rows.map(({key}) => key));
}

/** Every row: one for each service, and one for each release that no row shows and that is not at rest. */
export function allRows(context: EngineContext, state: State): readonly Row[] {
	const byName = rowsByName(context, state);
	const others = releasesWithoutRow(context, state);
	const urgent = urgencies(context, state);
	return context.derive.rememberWhile(state, 'allRows', [byName, others, urgent], () => {
		const added = others
			.filter(({key}) => urgent.get(key)?.level !== 'quiet')
			.map((release): Row => ({key: release.key, name: releaseName(release), services: [], release: release.key}));
		return added.length === 0 ? byName : [...byName, ...added].sort(compareNames);
	});
}

function rowsByName(context: EngineContext, state: State): readonly Row[] {
	const rows = context.derive.rows(state);
	return context.derive.rememberWhile(state, 'rowsByName', [rows], () => [...rows.rows.values()].sort(compareNames));
}

function releasesWithoutRow(context: EngineContext, state: State): readonly Release[] {
	const releases = context.derive.releases(state);
	const rows = context.derive.rows(state);
	return context.derive.rememberWhile(state, 'releasesWithoutRow', [rows, releases], () =>
		[...releases.values()].filter(({key}) => !rows.byRelease.has(key)),
	);
}

/** Where a row stands: the lower group first, within a group the higher harm, then the more urgent release. */
interface Rank {
	readonly group: number;
	readonly harm: number;
	readonly attention: number;
}

const groups = {hurts: 0, slow: 1, suspected: 2, waits: 3, moves: 4} as const;

/** All rows: what harms users first, then canaries against which evidence is under way, then what waits for a person,
 * then what moves, then the rest by name. */
export function rowsByHarm(context: EngineContext, state: State): readonly Row[] {
	const rows = allRows(context, state);
	const harms = orderingHarms(context, state);
	const urgent = urgencies(context, state);
	const suspected = orderingSuspects(context, state);
	return context.derive.rememberWhile(state, 'byHarm', [rows, harms, urgent, suspected], () => {
		const ranked = new Map<Row, Rank>();
		for (const row of rows) {
			const {release} = row;
			const rank = rankOf(harms.get(row.key), release === null ? undefined : urgent.get(release), {
				isSuspected: release !== null && suspected.has(release),
			});
			if (rank) ranked.set(row, rank);
		}
		const first = [...ranked.keys()].sort((one, other) => compareRanks(ranked.get(one), ranked.get(other)));
		return [...first, ...rows.filter(row => !ranked.has(row))];
	});
}

/** Null for a row that is at rest. */
function rankOf(
	harm: Harm | undefined,
	release: Urgency | undefined,
	{isSuspected}: {readonly isSuspected: boolean},
): Rank | null {
	const attention = release?.rank ?? 0;
	if (harm?.kind === 'slow') return {group: groups.slow, harm: 0, attention};
	if (harm) return {group: groups.hurts, harm: coarse(harm.extraPerMinute) ?? 0, attention};
	if (isSuspected) return {group: groups.suspected, harm: 0, attention};
	if (!release || release.level === 'quiet') return null;
	return {group: release.level === 'moving' ? groups.moves : groups.waits, harm: 0, attention};
}

function compareRanks(one: Rank | undefined, other: Rank | undefined): number {
	if (!one || !other) return 0;
	return one.group - other.group || other.harm - one.harm || one.attention - other.attention;
}

/** Sorts by figures that follow the live ones slowly, so that rows hold still while the operator reads them. */
function byColumn(context: EngineContext, state: State): readonly Row[] {
	const {column, isDescending} = state.screen.sort;
	const rows = allRows(context, state);
	const traffic = trafficOf(state.metrics);
	const inputs: Inputs = [
		rows,
		column,
		isDescending,
		context.derive.orderingTraffic(state),
		traffic,
		state.metrics.source,
	];
	return context.derive.rememberWhile(state, 'byColumn', inputs, () => {
		if (column === 'name') return isDescending ? rows.toReversed() : rows;
		const direction = isDescending ? -1 : 1;
		const measured = measurement(state);
		const folded = context.derive.orderingTraffic(state)?.rows;
		const figures = new Map(
			rows.map(row => {
				const total = folded?.get(row.key)?.total;
				return [row, measured && total ? sortFigure(total, measured, column) : null];
			}),
		);
		return rows.toSorted((one, other) => {
			const [a, b] = [figures.get(one) ?? null, figures.get(other) ?? null];
			// A row without a figure goes last, whichever way the sort runs.
			if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0);
			return direction * (a - b);
		});
	});
}

export function releasesOrder(context: EngineContext, state: State): readonly ReleaseKey[] {
	const releases = releasesInOrder(context, state);
	return context.derive.rememberWhile(state, 'releasesOrder', [releases], () => releases.map(({key}) => key));
}

/** Releases of every kind, ranked as the rows of the first screen. */
export function releasesInOrder(context: EngineContext, state: State): readonly Release[] {
	const {derive} = context;
	const filter = state.screen.filter?.text ?? '';
	const [rows, releases] = [derive.rows(state), derive.releases(state)];
	const harms = orderingHarms(context, state);
	const urgent = urgencies(context, state);
	return derive.rememberWhile(state, 'releasesInOrder', [rows, releases, harms, urgent, filter], () =>
		[...releases.values()]
			.filter(release => matches(`${release.namespace}/${release.name}`, filter))
			.map(release => ({
				release,
				harm: harmRank(harms.get(rows.byRelease.get(release.key) ?? release.key)),
				rank: urgent.get(release.key)?.rank ?? 0,
				name: nameOf(release),
			}))
			.sort(
				(one, other) => compareHarm(one.harm, other.harm) || one.rank - other.rank || compareText(one.name, other.name),
			)
			.map(({release}) => release),
	);
}

/** Lower than any failure: slow, then no harm. */
function harmRank(harm: Harm | undefined): number {
	if (!harm) return Number.NEGATIVE_INFINITY;
	return harm.kind === 'slow' ? -1 : (coarse(harm.extraPerMinute) ?? 0);
}

function compareHarm(one: number, other: number): number {
	return one === other ? 0 : other - one;
}

function compareNames(one: Row, other: Row): number {
	return compareText(one.name, other.name) || compareText(one.key, other.key);
}

/** The text that releases of all kinds are sorted by. */
function nameOf({namespace, name, key}: Release): string {
	return `${namespace}/${name}/${key}`;
}

function compareText(one: string, other: string): number {
	return one < other ? -1 : one > other ? 1 : 0;
}
