import type {AnchorKey} from '../../domain/cluster/keys.ts';
import type {NamedService} from '../../domain/cluster/service-host.ts';
import {ok} from '../../domain/result.ts';
import type {Ejection} from '../../meshes/contract.ts';
import {together} from '../queries/asker.ts';
import type {Measured, MetricsState} from '../state/metrics-state.ts';
import {pollSeconds} from './poll-seconds.ts';
import {type MetricsQuestion, toldBy} from './question.ts';

const leastEveryMs = 10_000;

interface EjectionsAsked {
	readonly anchor: AnchorKey;
	readonly services: readonly NamedService[];
}

/** What callers eject now of the open row. The last answer stands until it is too old to count as now. */
export const ejections: MetricsQuestion<EjectionsAsked, Measured<readonly Ejection[]>> = {
	id: 'ejections',
	wanted({open}, {metrics: {source}}) {
		return source && open && open.services.length > 0 ? {anchor: open.key, services: open.services} : null;
	},
	keyOf: ({anchor}) => anchor,
	covers: () => true,
	async ask(asker, {services}) {
		// Not every mesh tells its ejections: then nothing is asked, and nothing is known.
		const told = await asker.instant(questions => questions.ejections?.(services) ?? null);
		if (!told.ok) return told;
		return ok(together(told.value, 0));
	},
	dueAtMs: ({answeredAtMs}, state) => answeredAtMs + Math.max(leastEveryMs, 2 * pollSeconds(state) * 1000),
};

export function ejectionsOf(metrics: MetricsState, anchor: AnchorKey): Measured<readonly Ejection[]> | null {
	return toldBy(ejections, metrics, anchor);
}
