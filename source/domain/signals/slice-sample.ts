import type {SafeText} from '../text/safe-text.ts';
import type {TrafficIdentity, Viewpoint} from './signals.ts';

/** By what requests may be divided to find where they fail: who calls, which pod answers and on which node and in which
 * zone it runs, which route was taken, which flag the proxy gave a failure. */
export type SliceDimension = 'caller' | 'pod' | 'node' | 'zone' | 'route' | 'flag';

/** Requests in one part of one dimension, and how many of them failed: rates times time, so no whole numbers. The
 * samples of one dimension and one viewpoint hold all requests; those of several dimensions hold the same ones again. */
export interface SliceSample {
	readonly identity: TrafficIdentity;
	readonly viewpoint: Viewpoint;
	readonly dimension: SliceDimension;
	/** `web/mobile`, `checkout-7c9d8b5f4-x2v7q`, `UF`; null where the series do not name the part. */
	readonly value: SafeText | null;
	readonly requests: number;
	readonly failures: number;
}
