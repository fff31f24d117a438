/** Gives back a place. */
export type GiveBack = () => void;

/** A fixed number of places; a caller that finds all of them taken waits in line. */
export interface Slots {
	/** Null when the signal aborted first. */
	take(signal: AbortSignal): Promise<GiveBack | null>;
}

export function createSlots(count: number): Slots {
	let free = count;
	const waiting: (() => void)[] = [];

	function release(): void {
		free += 1;
		waiting.shift()?.();
	}

	return {
		async take(signal) {
			while (!signal.aborted && free === 0) await turn(waiting, signal);
			if (signal.aborted) {
				// This caller's turn may have come with the abort: the turn goes to the next in line.
				if (free > 0) waiting.shift()?.();
				return null;
			}
			free -= 1;
			return release;
		},
	};
}

function turn(waiting: (() => void)[], signal: AbortSignal): Promise<void> {
	return new Promise(resolve => {
		const proceed = () => {
			signal.removeEventListener('abort', leave);
			resolve();
		};
		const leave = () => {
			const at = waiting.indexOf(proceed);
			if (at >= 0) waiting.splice(at, 1);
			resolve();
		};
		waiting.push(proceed);
		signal.addEventListener('abort', leave, {once: true});
	});
}
