import {assertNever} from '../../source/domain/result.ts';
import type {Random} from './random.ts';
import {type Counting, rowSeconds} from './world.ts';

/** What each pod of a version did: failures among requests. */
export interface Pods {
	readonly failures: readonly number[];
	readonly requests: readonly number[];
}

export interface CountedPods extends Pods {
	/** A pod began anew in this row. */
	readonly hasRestarted: boolean;
}

/** What a look counts of what happened since the one before, in order. */
export function counterOf(counting: Counting, random: Random): (happened: Pods) => CountedPods {
	switch (counting) {
		case 'once':
			return happened => ({...happened, hasRestarted: false});
		case 'overlapping':
			return overlapping();
		case 'lateOrLost':
			return lateOrLost(random);
		default:
			return assertNever(counting);
	}
}

/** Each look asks for the increase over 60 s with a scrape every 15 s: that is what three scrapes added, extrapolated by
 * a third. Each failure is counted four times, as by a program that adds up all its looks. */
function overlapping(): (happened: Pods) => CountedPods {
	let last: readonly Pods[] = [];
	return happened => {
		last = [...last, happened].slice(-3);
		const sum = last.reduce(added);
		const extrapolated = (counts: readonly number[]) => counts.map(count => (count * 4) / 3);
		return {
			failures: extrapolated(sum.failures),
			requests: extrapolated(sum.requests),
			hasRestarted: false,
		};
	};
}

/** One scrape of a pod in twenty is late: what it would have shown is counted by the next look. */
const lateShare = 0.05;
/** A pod begins anew once in an hour, and what it did since the last scrape is lost. */
const lostShare = rowSeconds / 3_600;

function lateOrLost(random: Random): (happened: Pods) => CountedPods {
	let held: Pods | null = null;
	return happened => {
		const known = held === null ? happened : added(held, happened);
		const fates = known.requests.map(() => {
			const chance = random();
			return chance < lostShare ? 'lost' : chance < lostShare + lateShare ? 'late' : 'counted';
		});
		const of = (fate: (typeof fates)[number]) => onlyWhere(known, pod => fates[pod] === fate);
		held = of('late');
		return {...of('counted'), hasRestarted: fates.includes('lost')};
	};
}

function added(one: Pods, other: Pods): Pods {
	return {
		failures: one.failures.map((count, pod) => count + (other.failures[pod] ?? 0)),
		requests: one.requests.map((count, pod) => count + (other.requests[pod] ?? 0)),
	};
}

function onlyWhere({failures, requests}: Pods, isWanted: (pod: number) => boolean): Pods {
	return {
		failures: failures.map((count, pod) => (isWanted(pod) ? count : 0)),
		requests: requests.map((count, pod) => (isWanted(pod) ? count : 0)),
	};
}
