import type {ShopVersion} from '../contract.ts';

/** A version that runs well: a few slow requests, and errors as rare as its part of the shop has them. */
export const steadyVersion = (
	tag: string,
	latencyMedianMs: number,
	{errorRatio = 0.0004, tailFactor = 6}: {readonly errorRatio?: number; readonly tailFactor?: number} = {},
): ShopVersion => ({
	tag,
	errorRatio,
	latencyMedianMs,
	tail: {share: 0.02, medianMs: latencyMedianMs * tailFactor},
});
