import type {AnchorKey, ReleaseKey} from '../../domain/keys.ts';
import type {Release} from '../../domain/release.ts';
import {type Row, releaseName} from '../../traffic/rows.ts';
import {coarse} from '../evidence/coarse.ts';
import {type Harm, orderingHarms} from '../evidence/harm.ts';
import {rowFigures} from '../evidence/row-figures.ts';
import {verdictOf} from '../evidence/verdict.ts';
import {trafficOf} from '../questions/poll.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {type Attention, attentionNow} from './attention.ts';
import {matches} from './filter.ts';

/** How urgently a release needs the operator. A split may be meant to last: it is quiet until the canary is
 * measurably worse. */
export function levelOf(context: EngineContext, state: State, release: Release): Attention['level'] {
	const {level} = attentionNow(state, release);
	const isHarmful = release.phase.kind === 'split' && verdictOf(context, state, release)?.kind === 'worse';
	return isHarmful ? 'needsYou' : level;
}

/** The rows of the first screen from top to bottom: by harm, or by one column. */
export function homeRows(context: EngineContext, state: State): readonly Row[] {
	return context.derive.remember(state, 'homeRows', () => {
		const {filter, sort} = state.screen;
		const text = filter?.text ?? '';
		const rows = sort.column === 'harm' ? rowsByHarm(context, state) : byColumn(context, state);
		return text === '' ? rows : rows.filter(({name}) => matches(name, text));
	});
}

/** The keys of the first screen from top to bottom, as the arrows mark them. */
export function homeOrder(context: EngineContext, state: State): readonly AnchorKey[] {
	return context.derive.remember(state, 'homeOrder', () => homeRows(context, state).map(({key}) => key));
}

/** Every row: one for each service, and one for each release that no row shows and that is not at rest. */
export function allRows(context: EngineContext, state: State): readonly Row[] {
	return context.derive.remember(state, 'allRows', () => {
		const byName = rowsByName(context, state);
		const others = releasesWithoutRow(context, state).filter(release => levelOf(context, state, release) !== 'quiet');
		if (others.length === 0) return byName;
		const added = others.map(
			(release): Row => ({key: release.key, name: releaseName(release), services: [], release: release.key}),
		);
		return [...byName, ...added].sort(compareNames);
	});
}

function rowsByName(context: EngineContext, state: State): readonly Row[] {
	const rows = context.derive.rows(state);
	return context.derive.rememberWhile('rowsByName', [rows], () => [...rows.rows.values()].sort(compareNames));
}

function releasesWithoutRow(context: EngineContext, state: State): readonly Release[] {
	const releases = context.derive.releases(state);
	const shown = rowsOfReleases(context, state);
	return context.derive.rememberWhile('releasesWithoutRow', [releases, shown], () =>
		[...releases.values()].filter(({key}) => !shown.has(key)),
	);
}

/** The row in which each release is shown. */
function rowsOfReleases(context: EngineContext, state: State): ReadonlyMap<ReleaseKey, AnchorKey> {
	const {rows} = context.derive.rows(state);
	return context.derive.rememberWhile(
		'rowsOfReleases',
		[rows],
		() => new Map([...rows.values()].flatMap(({key, release}) => (release === null ? [] : [[release, key] as const]))),
	);
}

/** Where a row stands: the lower group first, within a group the higher harm, then the more urgent release. */
interface Rank {
	readonly group: number;
	readonly harm: number;
	readonly attention: number;
}

const groups = {hurts: 0, slow: 1, waits: 2, moves: 3} as const;

/** All rows: what harms users first, then what waits for a person, then what moves, then the rest by name. */
export function rowsByHarm(context: EngineContext, state: State): readonly Row[] {
	const rows = allRows(context, state);
	const ranked = new Map<Row, Rank>();
	for (const row of rows) {
		const rank = rankOf(context, state, row);
		if (rank) ranked.set(row, rank);
	}
	const first = [...ranked.keys()].sort((one, other) => compareRanks(ranked.get(one), ranked.get(other)));
	return [...first, ...rows.filter(row => !ranked.has(row))];
}

/** Null for a row that is at rest. */
function rankOf(context: EngineContext, state: State, row: Row): Rank | null {
	const harm = orderingHarms(context, state).get(row.key);
	const release = row.release === null ? undefined : context.derive.releases(state).get(row.release);
	const attention = release ? attentionNow(state, release).rank : 0;
	if (harm?.kind === 'slow') return {group: groups.slow, harm: 0, attention};
	if (harm) return {group: groups.hurts, harm: coarse(harm.extraPerMinute) ?? 0, attention};
	if (!release) return null;
	const level = levelOf(context, state, release);
	return level === 'quiet' ? null : {group: level === 'moving' ? groups.moves : groups.waits, harm: 0, attention};
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
	const inputs = [rows, column, isDescending, context.derive.orderingTraffic(state), traffic, state.metrics.source];
	return context.derive.rememberWhile('byColumn', inputs, () => {
		if (column === 'name') return isDescending ? rows.toReversed() : rows;
		const direction = isDescending ? -1 : 1;
		const figures = new Map(rows.map(row => [row, rowFigures(context, state, row, column)]));
		return rows.toSorted((one, other) => {
			const [a, b] = [figures.get(one) ?? null, figures.get(other) ?? null];
			// A row without a figure goes last, whichever way the sort runs.
			if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0);
			return direction * (a - b);
		});
	});
}

export function releasesOrder(context: EngineContext, state: State): readonly ReleaseKey[] {
	return releasesInOrder(context, state).map(release => release.key);
}

/** Releases of every kind, ranked as the rows of the first screen. */
export function releasesInOrder(context: EngineContext, state: State): readonly Release[] {
	return context.derive.remember(state, 'releasesInOrder', () => {
		const filter = state.screen.filter?.text ?? '';
		const harms = orderingHarms(context, state);
		const rows = rowsOfReleases(context, state);
		return [...context.derive.releases(state).values()]
			.filter(release => matches(`${release.namespace}/${release.name}`, filter))
			.map(release => {
				const harm = harms.get(rows.get(release.key) ?? release.key);
				const {rank} = attentionNow(state, release);
				return {release, harm: harmRank(harm), rank};
			})
			.sort(
				(one, other) =>
					compareHarm(one.harm, other.harm) ||
					one.rank - other.rank ||
					compareText(nameOf(one.release), nameOf(other.release)),
			)
			.map(({release}) => release);
	});
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
