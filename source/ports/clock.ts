/** The engine's only source of time. */
export interface ClockPort {
	/** Wall clock, for showing and for comparing with the objects' own times. */
	nowMs(): number;
	/** Never goes back; for durations within perch. */
	monotonicMs(): number;
	after(delayMs: number, run: () => void): Cancel;
}

export type Cancel = () => void;
