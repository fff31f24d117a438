import type {Verdict} from '../../../source/domain/verdict.ts';
import {verdictOf} from '../../../source/engine/evidence/verdict.ts';
import type {Desk} from './desk.ts';
import {checkout} from './recorded.ts';
import {sample, windowSeconds} from './session.ts';

/** So many windows, in milliseconds. */
export const windows = (count: number) => count * windowSeconds * 1_000;
export const paused = 'argo-canary/02-paused-at-step-1';

/** Of 1,000 requests a second to stable and 50 to the canary, so many fail. */
export const failing = (stable: number, canary: number) => () => [
	sample('checkout-stable', 950, stable),
	sample('checkout-canary', 50, canary),
];

/** The verdict on shop/checkout. */
export function verdictNow(desk: Desk): Verdict | null {
	const release = desk.context.derive.releases(desk.state()).get(checkout);
	if (!release) throw new Error('the release is gone');
	return verdictOf(desk.context, desk.state(), release);
}
