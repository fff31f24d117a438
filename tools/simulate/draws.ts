import {logFactorial} from '../../source/statistics/log-factorial.ts';
import type {Random} from './random.ts';

/** How many independent events happen where `mean` are expected. Below 10 by inversion, else by transformed rejection
 * (PTRS: W. Hörmann, Insurance: Mathematics and Economics 12, 1993), which needs about one and a half tries. */
export function poisson(random: Random, mean: number): number {
	if (!(mean > 0)) return 0;
	return mean < 10 ? byInversion(random, mean) : byRejection(random, mean);
}

/** A factor with mean 1 and the given standard deviation: log-normal, so that it is never negative. */
export function factor(random: Random, deviation: number): number {
	if (deviation === 0) return 1;
	const variance = Math.log(1 + deviation ** 2);
	return Math.exp(Math.sqrt(variance) * normal(random) - variance / 2);
}

/** Events that come in bursts of geometric size, on average `size` of them: their variance is 2·size − 1 times that of
 * independent ones. */
export function bursts(random: Random, {mean, size}: {readonly mean: number; readonly size: number}): number {
	let events = 0;
	for (let left = poisson(random, mean / size); left > 0; left--) {
		events += 1 + Math.floor(Math.log(1 - random()) / Math.log(1 - 1 / size));
	}
	return events;
}

/** Chances this small are never drawn: rounding may leave as much when all others are taken away. */
const negligible = 1e-15;

function byInversion(random: Random, mean: number): number {
	let chance = Math.exp(-mean);
	let left = random();
	let count = 0;
	while (left >= chance && (count < mean || chance > negligible)) {
		left -= chance;
		count += 1;
		chance *= mean / count;
	}
	return count;
}

function byRejection(random: Random, mean: number): number {
	const scale = 0.931 + 2.53 * Math.sqrt(mean);
	const shift = -0.059 + 0.02483 * scale;
	const inverse = 1.1239 + 1.1328 / (scale - 3.4);
	const surely = 0.9277 - 3.6224 / (scale - 2);
	for (;;) {
		const side = random() - 0.5;
		const height = random();
		const distance = 0.5 - Math.abs(side);
		const count = Math.floor(((2 * shift) / distance + scale) * side + mean + 0.43);
		if (distance >= 0.07 && height <= surely) return count;
		if (count < 0 || (distance < 0.013 && height > distance)) continue;
		const logHeight = Math.log((height * inverse) / (shift / distance ** 2 + scale));
		if (logHeight <= count * Math.log(mean) - mean - logFactorial(count)) return count;
	}
}

// Box and Muller.
function normal(random: Random): number {
	return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
