import type {Engine} from '../engine/engine.ts';
import type {State} from '../engine/state.ts';

/** A frame counts as settled after this long, whatever is still missing. */
const deadlineMs = 5_000;

/** Waits until every kind and the first poll answered or failed. True when there is something to show. */
export async function settle(engine: Engine): Promise<boolean> {
	const {promise, resolve} = Promise.withResolvers<void>();
	const unsubscribe = engine.store.subscribe(() => {
		if (isSettled(engine.store.state())) resolve();
	});
	const timer = setTimeout(resolve, deadlineMs);
	engine.start();
	await promise;
	clearTimeout(timer);
	unsubscribe();
	engine.frames.flush();
	return engine.store.state().cluster.inventory !== null;
}

function isSettled({cluster, metrics}: State): boolean {
	if (cluster.identityError) return true;
	const watches = Object.values(cluster.watches);
	const hasKinds =
		cluster.inventory !== null && watches.length > 0 && watches.every(watch => watch.status !== 'listing');
	const isAsking = metrics.poll.isRunning || metrics.latencyRead.isRunning || metrics.trend.isRunning;
	const hasFigures =
		(metrics.traffic !== null && metrics.newestSampleMs !== null && !isAsking) ||
		metrics.connectError !== null ||
		metrics.pollError !== null;
	return hasKinds && hasFigures;
}
