import type {Cluster} from '../../../../source/adapters/kubernetes/cluster.ts';
import {type ClusterForTests, viewOf} from './cluster-for-tests.ts';
import {serviceKind} from './kinds.ts';
import type {View} from './view.ts';

/** Helpers for a watch of the Services on a test's server. */
export function watchingOf(test: ClusterForTests) {
	const sentWith = (part: string) => test.server.journal.entries.filter(({path}) => path.includes(part)).length;
	return {
		watches: () => sentWith('watch=1'),
		lists: () => sentWith('limit=500'),
		openWatches: () => test.server.journal.counters.openWatches,
		/** One Service, and a watch that has seen it. */
		async watching(): Promise<{cluster: Cluster; view: View & {stop(): void}}> {
			test.put('services', 'Service', 'cart');
			const cluster = await test.cluster({pingIntervalMs: 250});
			const view = viewOf(cluster, {kind: serviceKind});
			await test.clock.advanceUntil(() => test.server.journal.counters.openWatches === 1);
			return {cluster, view};
		},
		/** Waits until the view holds what the server holds, twice, with a change before each time. */
		async expectSynced(view: View): Promise<void> {
			for (const name of ['after', 'again']) {
				test.put('services', 'Service', `${name}-${test.store.resourceVersion}`);
				await test.clock.advanceUntil(() => view.held.join() === test.held('services').join());
			}
		},
	};
}
