import type {Sample} from '../series-source.ts';

export const sumOf = (samples: readonly Sample[]): number => samples.reduce((total, {value}) => total + value, 0);

export const averageOf = (samples: readonly Sample[]): number => sumOf(samples) / samples.length;

export const maximumOf = (samples: readonly Sample[]): number => extreme(samples, (value, best) => value > best);

export const minimumOf = (samples: readonly Sample[]): number => extreme(samples, (value, best) => value < best);

/** NaN only when every sample is NaN. */
const extreme = (samples: readonly Sample[], isBeyond: (value: number, best: number) => boolean): number =>
	samples.reduce((best, {value}) => (Number.isNaN(best) || isBeyond(value, best) ? value : best), Number.NaN);
