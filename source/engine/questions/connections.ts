import type {AnchorKey} from '../../domain/cluster/keys.ts';
import type {NamedService} from '../../domain/cluster/service-host.ts';
import {ok} from '../../domain/result.ts';
import type {ConnectionSample} from '../../domain/signals/connection-sample.ts';
import {together} from '../queries/asker.ts';
import type {Measured, MetricsState} from '../state/metrics-state.ts';
import {pollSeconds} from './poll-seconds.ts';
import {answerOf, type MetricsQuestion} from './question.ts';

interface ConnectionsAsked {
	readonly anchor: AnchorKey;
	readonly services: readonly NamedService[];
	readonly windowSeconds: number;
}

/** The connections to the open row, or to the marked one of a list, where a mesh counts these. */
export const connections: MetricsQuestion<ConnectionsAsked, Measured<readonly ConnectionSample[]>> = {
	id: 'connections',
	wanted({connected}, {metrics: {source}}) {
		if (!source?.countsConnections || !connected || connected.services.length === 0) return null;
		return {anchor: connected.key, services: connected.services, windowSeconds: source.windowSeconds};
	},
	keyOf: ({anchor}) => anchor,
	covers: (earlier, wanted) => earlier.anchor === wanted.anchor && earlier.windowSeconds === wanted.windowSeconds,
	async ask(asker, {services, windowSeconds}) {
		const told = await asker.instant(questions => questions.connections?.(services, windowSeconds) ?? null);
		return told.ok ? ok(together(told.value, 0)) : told;
	},
	dueAtMs: ({begunAtMs}, state) => begunAtMs + pollSeconds(state) * 1000,
};

/** The last answer about this row; null where there is none, and where the last question failed. */
export function connectionsOf(metrics: MetricsState, anchor: AnchorKey): Measured<readonly ConnectionSample[]> | null {
	const answer = answerOf(connections, metrics, anchor);
	return answer?.error ? null : (answer?.told?.data ?? null);
}
