/** A state that events change one after another, and commands that follow from them. */
export interface Store<State, Event> {
	state(): State;
	dispatch(event: Event): void;
	/** Called after every event, not per frame: the frame gate stands between this and the screen. */
	subscribe(listener: (event: Event) => void): () => void;
}

export interface StoreOptions<State, Event, Command> {
	readonly initial: State;
	readonly reduce: (state: State, event: Event) => {readonly state: State; readonly commands: readonly Command[]};
	readonly run: (command: Command) => void;
	/** The recorder: gets every event before it is reduced. */
	readonly record?: (event: Event) => void;
}

/** Makes a store. An event that is dispatched while another is being reduced waits its turn. */
export function createStore<State, Event, Command>(options: StoreOptions<State, Event, Command>): Store<State, Event> {
	let state = options.initial;
	const waiting: Event[] = [];
	let isReducing = false;
	const listeners = new Set<(event: Event) => void>();

	function drain(): void {
		isReducing = true;
		try {
			for (let event = waiting.shift(); event !== undefined; event = waiting.shift()) {
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
		dispatch(event) {
			waiting.push(event);
			if (!isReducing) drain();
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}
