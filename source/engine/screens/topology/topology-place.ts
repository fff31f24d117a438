import type {AnchorKey} from '../../../domain/cluster/keys.ts';
import type {FoldedEdges} from '../../../traffic/edges/edge.ts';
import {type Fan, surroundings} from '../../../traffic/edges/surroundings.ts';
import {rowAt} from '../../../traffic/rows.ts';
import {foldedEdges} from '../../evidence/edges.ts';
import {currentPlace, keyOf, withPlace} from '../../lists/places.ts';
import type {Place} from '../../state/screen-state.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';

/** What the screen remembers while it is on the stack. */
export interface TopologyState {
	/** The marked node, by its path; null marks the service in the middle. */
	readonly selected: string | null;
	/** How many levels of callers, and of callees, are shown. */
	readonly depth: number;
	readonly direction: 'both' | 'callers' | 'callees';
	readonly isGraph: boolean;
	/** All neighbours are listed, however many there are. */
	readonly isWhole: boolean;
}

const firstState: TopologyState = {
	selected: null,
	depth: 1,
	direction: 'both',
	isGraph: false,
	isWhole: false,
};

export const mostLevels = 4;
/** The service's own neighbours that are listed, and those of each neighbour. */
const widest = 10;
const widestDeeper = 4;

export function ownOf({own}: Place): TopologyState {
	return (own as TopologyState | undefined) ?? firstState;
}

export function withOwn(state: State, change: Partial<TopologyState>): State {
	const place = currentPlace(state.screen);
	return {...state, screen: withPlace(state.screen, {...place, own: {...ownOf(place), ...change}})};
}

/** The trees around the service of the place. */
export interface Around {
	/** Its row, or where it has none the release's own key. */
	readonly centre: AnchorKey;
	/** Null before it was told. */
	readonly edges: FoldedEdges | null;
	/** Null where the operator looks the other way. */
	readonly callers: Fan | null;
	readonly callees: Fan | null;
}

export function aroundOf(context: EngineContext, state: State, place: Place): Around {
	const key = keyOf(place.key);
	const {depth, direction, isWhole} = ownOf(place);
	const centre = rowAt(context.derive.rows(state), key)?.key ?? key;
	const edges = foldedEdges(context, state, null);
	const limits = isWhole
		? {widest: Number.POSITIVE_INFINITY, widestDeeper: Number.POSITIVE_INFINITY}
		: {widest, widestDeeper};
	const towards = (one: 'callers' | 'callees'): Fan | null => {
		if (direction !== 'both' && direction !== one) return null;
		return edges ? surroundings(edges, centre, {direction: one, depth, ...limits}) : {nodes: [], more: 0};
	};
	return {centre, edges, callers: towards('callers'), callees: towards('callees')};
}

/** A node that can be marked. */
export interface Stop {
	/** Null: the service in the middle. */
	readonly path: string | null;
	/** The row that it leads to; null for a caller that is no row, and for the neighbours that are not listed. */
	readonly key: AnchorKey | null;
	readonly kind: 'callers' | 'centre' | 'callees';
	/** It stands for neighbours that are not listed. */
	readonly isMore: boolean;
}

/** The nodes from top to bottom. */
export function stopsOf({centre, callers, callees}: Around): readonly Stop[] {
	return [
		...(callers ? stopsIn(callers, 'callers', 'callers') : []),
		{path: null, key: centre, kind: 'centre', isMore: false},
		...(callees ? stopsIn(callees, 'callees', 'callees') : []),
	];
}

/** The path of the line that stands for the neighbours of this node that are not listed. */
export function morePath(path: string): string {
	return `${path} more`;
}

function stopsIn({nodes, more}: Fan, path: string, kind: 'callers' | 'callees'): readonly Stop[] {
	return [
		...nodes.flatMap(node => [
			{path: node.path, key: node.key, kind, isMore: false},
			...stopsIn(node.next, node.path, kind),
		]),
		...(more === 0 ? [] : [{path: morePath(path), key: null, kind, isMore: true}]),
	];
}
