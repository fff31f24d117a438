import type {StoredKind} from '../../ports/cluster.ts';
import {askWhatIsDue} from '../asking/machine.ts';
import {contained} from '../state/contained.ts';
import {begun, isDue} from '../state/query.ts';
import {only, type Reduction} from '../state/reduction.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {interestOf} from './interest.ts';
import {readObjects} from './read-objects.ts';

/** Starts every query that is due: heartbeat, inventory, and the questions to Prometheus. */
export function startDueQueries(context: EngineContext, state: State): Reduction {
	const queries = [connectCluster, beat, connectMetrics, askMetrics, readObjects];
	return queries.reduce<Reduction>((due, query) => {
		const next = contained('queries', due.state, so => query(context, so));
		return {state: next.state, commands: [...due.commands, ...next.commands]};
	}, only(state));
}

function connectCluster(_context: EngineContext, state: State): Reduction {
	const query = state.cluster.connect;
	if (!isDue(query, state.nowMs)) return only(state);
	const connect = begun(query, state.nowMs);
	return {
		state: {...state, cluster: {...state.cluster, connect}},
		commands: [{kind: 'identify', generation: connect.generation}],
	};
}

function beat(_context: EngineContext, state: State): Reduction {
	const query = state.cluster.heartbeat;
	if (!state.cluster.inventory || !isDue(query, state.nowMs)) return only(state);
	const heartbeat = begun(query, state.nowMs);
	return {
		state: {...state, cluster: {...state.cluster, heartbeat}},
		commands: [{kind: 'beat', generation: heartbeat.generation, stored: storedKind(state)}],
	};
}

/** The kind that a heartbeat reads: a watched one, since perch may list it; one of the API server's own, if
 * possible: behind another kind may stand a webhook, whose silence is not the server's. */
function storedKind({cluster}: State): StoredKind | null {
	const live = Object.values(cluster.watches).filter(
		({status, request: {kind, labelSelector, fieldSelector}}) =>
			status === 'live' && kind.watch === 'cluster' && labelSelector === undefined && fieldSelector === undefined,
	);
	const own = live.find(({request: {kind}}) => kind.group === '' || kind.group === 'apps') ?? live[0];
	return own ? {kindId: own.request.kind.id, namespace: own.request.namespace ?? null} : null;
}

function connectMetrics(_context: EngineContext, state: State): Reduction {
	const {connect, source, isReconnecting} = state.metrics;
	if ((source && !isReconnecting) || !isDue(connect, state.nowMs)) return only(state);
	const running = begun(connect, state.nowMs);
	return {
		state: {...state, metrics: {...state.metrics, connect: running}},
		commands: [{kind: 'connectMetrics', generation: running.generation}],
	};
}

function askMetrics(context: EngineContext, state: State): Reduction {
	return askWhatIsDue(context.questions, so => interestOf(context, so), state);
}
