import type {ShopVersion} from '../../contract.ts';

/** A healthy version: a few slow requests, and the error ratio that is normal for its part of the shop. */
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
