/** Something that perch does again and again, one run at a time. Answers of an older generation are dropped. */
export interface QueryState {
	readonly isRunning: boolean;
	readonly generation: number;
	/** When it was last begun: the next run is due an interval after this, not after the answer. */
	readonly begunAtMs: number;
	/** When it is next due; 0 means at once. */
	readonly dueAtMs: number;
}

export const idleQuery: QueryState = {isRunning: false, generation: 0, begunAtMs: 0, dueAtMs: 0};

/** Whether the query is due, and not under way. */
export function isDue(query: QueryState, nowMs: number): boolean {
	return !query.isRunning && nowMs >= query.dueAtMs;
}

/** The query as it is while the command with its new generation runs. */
export function begun(query: QueryState, nowMs: number): QueryState {
	return {isRunning: true, generation: query.generation + 1, begunAtMs: nowMs, dueAtMs: query.dueAtMs};
}

export function done(query: QueryState, dueAtMs: number): QueryState {
	return {...query, isRunning: false, dueAtMs};
}

/** Whether an answer is of the current generation; an older one is late, and dropped. */
export function isCurrent(query: QueryState, generation: number): boolean {
	return query.isRunning && query.generation === generation;
}
