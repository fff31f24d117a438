import {seededFraction} from './seeded.ts';

/** The totals of a service from the beginning of the history until a time. Each is the integral of a function in
 * closed form, so that a sample costs the same at any time. */
export interface Accumulated {
	/** Requests; never falls. */
	readonly requests: number;
	/** How many more (or fewer) errors there were than their share of these requests. */
	readonly errorDrift: number;
	/** The same for the slow requests. */
	readonly tailDrift: number;
	/** Requests that failed because calls to other services did; never falls. */
	readonly inherited: number;
}

export interface TrafficCurve {
	accumulated(atMs: number): Accumulated;
}

interface Shape {
	readonly name: string;
	/** Requests a second at the daily mean. */
	readonly rps: number;
	readonly dailySwing: number;
	readonly seed: number;
	/** The time at which the integrals begin. */
	readonly originMs: number;
}

/** Traffic that follows the time of day and varies with periods that never coincide. The traffic, its errors, its
 * slow requests and the remaining requests are never negative, whatever their shares: the drifts stay below the
 * traffic. */
export const createTrafficCurve = ({name, rps, dailySwing, seed, originMs}: Shape): TrafficCurve => {
	const steady = 1 - dailySwing;
	const waves = (kind: string, periods: readonly Wave[], size: number): readonly Oscillation[] =>
		periods.map(({seconds, weight}) => ({
			pulsation: (2 * Math.PI) / seconds,
			amplitude: weight * size,
			phase: 2 * Math.PI * seededFraction(seed, `${name} ${kind} ${seconds}`),
		}));
	const sinceMidnight = (originMs % dayMs) / 1000;
	const day: Oscillation = {
		pulsation: (2_000 * Math.PI) / dayMs,
		amplitude: dailySwing,
		// The sine's peak falls on the busiest hour.
		phase: Math.PI / 2 + ((sinceMidnight - busiestHour * 3600) * 2_000 * Math.PI) / dayMs,
	};
	const traffic = [day, ...waves('traffic', trafficWaves, noise * steady)];
	const errors = waves('errors', driftWaves, drift * steady);
	const tail = waves('tail', driftWaves, drift * steady);

	// All series of a service ask for the same few times.
	const known = new Map<number, Accumulated>();
	return {
		accumulated: atMs => {
			const cached = known.get(atMs);
			if (cached !== undefined) return cached;
			const seconds = (atMs - originMs) / 1000;
			const result = {
				requests: rps * (seconds + integral(traffic, seconds)),
				errorDrift: rps * integral(errors, seconds),
				tailDrift: rps * integral(tail, seconds),
				inherited: 0,
			};
			if (known.size >= 256) known.clear();
			known.set(atMs, result);
			return result;
		},
	};
};

interface Wave {
	readonly seconds: number;
	readonly weight: number;
}

/** amplitude × sin(pulsation × seconds + phase) */
interface Oscillation {
	readonly pulsation: number;
	readonly amplitude: number;
	readonly phase: number;
}

const dayMs = 86_400_000;
const busiestHour = 19;

// Relative to the lowest traffic of the day: together the traffic and both drifts stay above zero.
const noise = 0.2;
const drift = 0.35;

const trafficWaves: readonly Wave[] = [
	{seconds: 5.3, weight: 0.3},
	{seconds: 17.9, weight: 0.2},
	{seconds: 61.7, weight: 0.2},
	{seconds: 211.3, weight: 0.15},
	{seconds: 1103.9, weight: 0.15},
];

const driftWaves: readonly Wave[] = [
	{seconds: 23.7, weight: 0.4},
	{seconds: 83.1, weight: 0.35},
	{seconds: 397.7, weight: 0.25},
];

const sumOf = (waves: readonly Oscillation[], termOf: (wave: Oscillation) => number): number => {
	let total = 0;
	for (const wave of waves) total += termOf(wave);
	return total;
};

const integral = (waves: readonly Oscillation[], seconds: number): number =>
	sumOf(
		waves,
		({pulsation, amplitude, phase}) =>
			(amplitude / pulsation) * (Math.cos(phase) - Math.cos(pulsation * seconds + phase)),
	);
