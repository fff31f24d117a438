import type {Viewpoint} from '../../../source/domain/signals/signals.ts';
import type {SliceDimension, SliceSample} from '../../../source/domain/signals/slice-sample.ts';
import {ident, safe} from '../../../source/domain/text/safe-text.ts';
import {sample} from './session.ts';

/** Requests and failures of one part, by the version: `[requests, failures]`. */
export interface Part {
	readonly dimension: SliceDimension;
	readonly value: string | null;
	readonly canary?: readonly [requests: number, failures: number];
	readonly stable?: readonly [requests: number, failures: number];
	readonly viewpoint?: Viewpoint;
}

/** What a mesh tells of these parts of shop/checkout; pods are named by themselves, everything else by its Service. */
export function slicesOf(parts: readonly Part[]): readonly SliceSample[] {
	return parts.flatMap(({dimension, value, canary, stable, viewpoint = 'source'}) =>
		([['checkout-canary', canary] as const, ['checkout-stable', stable] as const] as const).flatMap(([service, of]) => {
			if (!of) return [];
			const [requests, failures] = of;
			const named = value === null ? null : ident(value);
			const identity =
				dimension === 'pod' && named !== null
					? {namespace: safe`shop`, service: null, workload: ident(named.replace(/-[^-]+$/, '')), version: null}
					: sample(service, 0).identity;
			return [{identity, viewpoint, dimension, value: named, requests, failures}];
		}),
	);
}

/** Of 1,000 requests a second to stable and 50 to the canary, of which it fails one in ten: those of one caller. */
export const byCaller = (seconds: number): readonly SliceSample[] =>
	slicesOf([
		{
			dimension: 'caller',
			value: 'web/frontend',
			canary: [6 * seconds, 5 * seconds],
			stable: [114 * seconds, seconds / 8],
		},
		{dimension: 'caller', value: 'web/mobile', canary: [44 * seconds, 0], stable: [836 * seconds, (7 * seconds) / 8]},
		{dimension: 'flag', value: '-', canary: [50 * seconds, 5 * seconds], stable: [950 * seconds, seconds]},
	]);

/** The same failures, of every caller alike. */
export const byNobody = (seconds: number): readonly SliceSample[] =>
	slicesOf([
		{
			dimension: 'caller',
			value: 'web/frontend',
			canary: [25 * seconds, 2.5 * seconds],
			stable: [475 * seconds, seconds / 2],
		},
		{
			dimension: 'caller',
			value: 'web/mobile',
			canary: [25 * seconds, 2.5 * seconds],
			stable: [475 * seconds, seconds / 2],
		},
		{dimension: 'flag', value: '-', canary: [50 * seconds, 5 * seconds], stable: [950 * seconds, seconds]},
	]);
