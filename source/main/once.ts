import type {SafeText} from '../domain/safe-text.ts';
import type {Engine} from '../engine/engine.ts';
import {unanswered} from '../engine/interest/unanswered.ts';

/** Twice the longest deadline of a single question: by then each was answered, but by a server that is silent. Counted from
 * the last answer that was still awaited: where everything is slow, one comes after another. */
export const deadlineMs = 20_000;

/** Starts the engine and waits until the frame shows answers alone; returns what did not come in time. */
export async function settle(
	engine: Engine,
): Promise<{readonly hasData: boolean; readonly missing: readonly SafeText[]}> {
	const {store, frames} = engine;
	const {promise, resolve} = Promise.withResolvers<void>();
	const missing = () => unanswered(engine.context(), store.state());
	const timer = setTimeout(resolve, deadlineMs);
	let fewest = Number.POSITIVE_INFINITY;
	const unsubscribe = store.subscribe(() => {
		const {length} = missing();
		if (length === 0) resolve();
		if (length >= fewest) return;
		fewest = length;
		timer.refresh();
	});
	engine.start();
	await promise;
	clearTimeout(timer);
	unsubscribe();
	frames.flush();
	return {hasData: store.state().cluster.inventory !== null, missing: missing()};
}
