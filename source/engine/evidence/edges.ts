import type {AnchorKey} from '../../domain/cluster/keys.ts';
import type {NamedService} from '../../domain/cluster/service-host.ts';
import type {FoldedEdges} from '../../traffic/edges/edge.ts';
import {type FailurePath, failurePath} from '../../traffic/edges/failure-path.ts';
import {foldEdges} from '../../traffic/edges/fold-edges.ts';
import {edgesOf} from '../questions/edges.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {meshOrder} from '../world/derive.ts';
import {harms} from './harm/harm.ts';

/** Who calls whom, by rows: of all services, or at least of these. Null before it was told. */
export function foldedEdges(
	context: EngineContext,
	state: State,
	services: readonly NamedService[] | null,
): FoldedEdges | null {
	const {derive} = context;
	const told = edgesOf(state.metrics, services);
	if (!told) return null;
	const index = derive.polledAnchors(state);
	const traffic = derive.traffic(state);
	return derive.rememberWhile(state, 'edges', [told.samples, index, traffic, state.metrics.source], () =>
		foldEdges(index, told.samples, traffic?.rows ?? new Map(), meshOrder(state)),
	);
}

/** Whose failures those of a row can be. A row fails where the first screen says that it hurts users. */
export function failurePathFrom(
	context: EngineContext,
	state: State,
	edges: FoldedEdges,
	key: AnchorKey,
): FailurePath | null {
	const harm = harms(context, state);
	const rows = context.derive.traffic(state)?.rows;
	return failurePath(edges, key, {
		fails: one => harm.get(one)?.kind === 'fails',
		failuresOf: one => rows?.get(one)?.total.errorsPerSecond ?? 0,
	});
}
