import {err, ok, type Result} from '../../domain/result.ts';
import {safe} from '../../domain/text/safe-text.ts';
import type {MetricsError} from '../../ports/metrics.ts';
import type {Asker} from '../queries/asker.ts';

/** Asks one query after another, each after the questions of the screen that are under way when its turn comes, so that
 * no present figure waits for more than one of them. */
export interface Background {
	readonly asker: Asker;
	/** Breaks off the query that is under way, and asks nothing before `goOn`. */
	pause(): void;
	/** Asks what was broken off once more, and goes on. */
	goOn(): void;
}

/** Whose turn it is among several of them. */
export interface Turns {
	/** Does the work once nobody else's is under way, and after the questions of the screen. */
	take<T>(work: () => Promise<T>): Promise<T>;
}

export function createTurns(afterOthers: () => Promise<void>): Turns {
	let last: Promise<unknown> = Promise.resolve();
	return {
		take(work) {
			const mine = last.then(afterOthers).then(work);
			last = mine.catch(() => {});
			return mine;
		},
	};
}

/** `askerNow` gives the asker of the present connection; null while there is none. */
export function createBackground(
	askerNow: (signal: AbortSignal) => Asker | null,
	{take}: Turns,
): Result<Background, MetricsError> {
	let pausing = new AbortController();
	let going = Promise.withResolvers<void>();
	going.resolve();
	const first = askerNow(pausing.signal);
	if (!first) return err(notConnected);
	return ok({
		asker: {
			...first,
			async range(query, over) {
				for (;;) {
					await going.promise;
					const answer = await take(async () => {
						const {signal} = pausing;
						if (signal.aborted) return null;
						const asked = await (askerNow(signal)?.range(query, over) ?? err(notConnected));
						return signal.aborted ? null : asked;
					});
					if (answer !== null) return answer;
				}
			},
		},
		pause() {
			if (pausing.signal.aborted) return;
			going = Promise.withResolvers<void>();
			pausing.abort();
		},
		goOn() {
			if (!pausing.signal.aborted) return;
			pausing = new AbortController();
			going.resolve();
		},
	});
}

/** Before the first connection, and while perch stops. */
export const notConnected: MetricsError = {kind: 'notConfigured', status: null, message: safe`not connected`};
