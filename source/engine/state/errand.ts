import type {Errand} from './state.ts';

/** Whether it is to be done now: due, and not under way. */
export function isDue(errand: Errand, nowMs: number): boolean {
	return !errand.isRunning && nowMs >= errand.dueAtMs;
}

/** The errand as it is while the command with its new generation runs. */
export function begun(errand: Errand, nowMs: number): Errand {
	return {isRunning: true, generation: errand.generation + 1, begunAtMs: nowMs, dueAtMs: errand.dueAtMs};
}

export function done(errand: Errand, dueAtMs: number): Errand {
	return {...errand, isRunning: false, dueAtMs};
}

/** Answers of an older generation are late: dropped. */
export function isCurrent(errand: Errand, generation: number): boolean {
	return errand.isRunning && errand.generation === generation;
}
