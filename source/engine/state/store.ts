import type {Command} from './commands.ts';
import type {Event, Happening} from './events.ts';
import type {Reduction} from './reduction.ts';
import type {State} from './state.ts';

export interface Store {
	state(): State;
	dispatch(happening: Happening): void;
	/** Called after every event, not per frame: the frame gate stands between this and the screen. */
	subscribe(listener: (event: Event) => void): () => void;
}

export interface StoreOptions {
	readonly initial: State;
	readonly nowMs: () => number;
	readonly reduce: (state: State, event: Event) => Reduction;
	readonly run: (command: Command) => void;
	/** Told of every event before it is reduced: the recorder. */
	readonly record?: (event: Event) => void;
}

/** One event after another: what is dispatched while one is reduced waits its turn. */
export function createStore(options: StoreOptions): Store {
	let state = options.initial;
	const waiting: Event[] = [];
	let isReducing = false;
	const listeners = new Set<(event: Event) => void>();

	function drain(): void {
		isReducing = true;
		try {
			for (let event = waiting.shift(); event; event = waiting.shift()) {
				options.record?.(event);
				const reduction = options.reduce(state, event);
				state = reduction.state;
				for (const command of reduction.commands) options.run(command);
				for (const listener of listeners) listener(event);
			}
		} finally {
			isReducing = false;
		}
	}

	return {
		state: () => state,
		dispatch(happening) {
			waiting.push({...happening, atMs: options.nowMs()});
			if (!isReducing) drain();
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}
