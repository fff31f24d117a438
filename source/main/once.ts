import type {SafeText} from '../domain/text/safe-text.ts';
import type {Engine} from '../engine/engine.ts';
import {unanswered} from '../engine/interest/unanswered.ts';

/** Twice the longest deadline of a single question: by then every server has answered, except a silent one.
 * The time starts again with each answer that was still awaited, because slow servers answer one after
 * another. */
export const deadlineMs = 20_000;

/** Starts the engine and waits until the frame awaits no more answers; returns those that did not come in time. */
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
