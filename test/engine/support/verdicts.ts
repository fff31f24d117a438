import type {Verdict} from '../../../source/domain/release/verdict.ts';
import type {TrafficSample} from '../../../source/domain/signals/signals.ts';
import {verdictParts} from '../../../source/engine/evidence/text/verdict-text.ts';
import {verdictOf} from '../../../source/engine/evidence/verdict.ts';
import {serverTime} from '../../../source/engine/state/server-time.ts';
import {readSituation} from '../../releases/situation.ts';
import type {Desk} from './desk.ts';
import {checkout, deskOn} from './recorded.ts';
import {durations, sample, scrapeSeconds, windowSeconds} from './session.ts';

type Traffic = () => readonly TrafficSample[];

/** So many windows, in milliseconds. */
export const windows = (count: number) => count * windowSeconds * 1_000;
export const paused = 'argo-canary/02-paused-at-step-1';

/** Of 1,000 requests a second to stable and 50 to the canary, so many fail. */
export const failing = (stable: number, canary: number) => () => [
	sample('checkout-stable', 950, stable),
	sample('checkout-canary', 50, canary),
];

/** So many of a thousand requests take longer than 100 ms and than 250 ms. */
export const taking = (slow: number, verySlow: number) => (service: string, perSecond: number) =>
	durations(service, [
		[50, perSecond * 0.6],
		[100, perSecond * (1 - slow / 1_000)],
		[250, perSecond * (1 - verySlow / 1_000)],
		[1_000, perSecond],
		[Number.POSITIVE_INFINITY, perSecond],
	]);

/** One thing before a time, and another from then on, whenever it is asked about. */
export const turning = (atMs: number, before: Traffic, after: Traffic) => (serverMs: number) =>
	serverMs < atMs ? before() : after();

/** Evidence is read in rows of so many milliseconds. */
export const stepMs = (windowSeconds - scrapeSeconds) * 1_000;
/** The start of the first row that tells of what began then: the world counts a row by what it does at its end. */
export const rowOf = (beganMs: number) => Math.ceil(beganMs / stepMs) * stepMs - stepMs;

/** A canary that failed 3 % for an hour, and 0.6 % in the last two minutes: too few requests to say that it is over.
 * Stable fails 0.5 %. */
export function worseOnTheWhole(): Desk {
	const nowMs = readSituation(paused).nowMs + 3_600_000;
	const trafficAt = (serverMs: number) => [
		sample('checkout-stable', 95, 0.475),
		sample('checkout-canary', 5, serverMs < nowMs ? 0.15 : 0.03),
	];
	const desk = deskOn(paused, {nowMs, world: {trafficAt}});
	desk.advance(windows(5));
	return desk;
}

/** The verdict on shop/checkout. */
export function verdictNow(desk: Desk): Verdict | null {
	const release = desk.context.derive.releases(desk.state()).get(checkout);
	if (!release) throw new Error('the release is gone');
	return verdictOf(desk.context, desk.state(), release);
}

/** What is said of shop/checkout, part by part. */
export function partsNow(desk: Desk): readonly string[] {
	const verdict = verdictNow(desk);
	return verdict ? verdictParts(verdict, serverTime(desk.state())) : [];
}

/** Lets time pass until the verdict is of this kind. */
export function until(desk: Desk, kind: Verdict['kind'], mostMs = 600_000): void {
	for (let passedMs = 0; verdictNow(desk)?.kind !== kind; passedMs += 1_000) {
		if (passedMs > mostMs) throw new Error(`it is never ${kind}: ${partsNow(desk).join(' · ')}`);
		desk.advance(1_000);
	}
}
