import type {SliceSample} from '../../../source/domain/signals/slice-sample.ts';
import type {Desk} from '../../engine/support/desk.ts';
import {byCaller, slicesOf} from '../../engine/support/sliced.ts';
import {windows} from '../../engine/support/verdicts.ts';
import {type FrameCase, frameCase} from './cases.ts';
import {paused, turned, watched} from './releases.ts';

/** A canary that fails, and where. */
export const whereCases: readonly FrameCase[] = [
	frameCase('release-where-caller', () => failing(byCaller)),
	frameCase('release-where-pod', () => failing(ofOnePod)),
	frameCase('release-where-long', () => failing(ofLongNames)),
];

function failing(slicesOver: Desk['world']['slicesOver']): Desk {
	return watched(16, paused, turned(windows(6), {}, {failing: 0.1}), {world: {slicesOver}});
}

function ofOnePod(seconds: number): readonly SliceSample[] {
	const pod = (value: string, failures: number) =>
		({dimension: 'pod', value, viewpoint: 'destination', canary: [25 * seconds, failures * seconds]}) as const;
	return slicesOf([
		{dimension: 'flag', value: 'UF', canary: [5 * seconds, 5 * seconds]},
		{dimension: 'flag', value: '-', canary: [45 * seconds, 0], stable: [950 * seconds, seconds]},
		pod('checkout-866cfb757-b5psl', 4.8),
		pod('checkout-866cfb757-w78sz', 0.2),
		{
			...{dimension: 'pod', value: 'checkout-58c56f75fc-67j55', viewpoint: 'destination'},
			...{stable: [950 * seconds, seconds]},
		},
	]);
}

/** Nearly all of them are of one caller and one route. */
function ofLongNames(seconds: number): readonly SliceSample[] {
	const caller = `storefront-für-日本/${'checkout-web-'.repeat(6)}日本語`;
	return slicesOf([
		{dimension: 'caller', value: caller, canary: [10 * seconds, 4.2 * seconds], stable: [190 * seconds, seconds / 5]},
		{dimension: 'caller', value: 'web/mobile', canary: [40 * seconds, 0.8 * seconds], stable: [760 * seconds, seconds]},
		{
			...{dimension: 'route', value: `${'checkout-'.repeat(20)}日本語`},
			...{canary: [15 * seconds, 5 * seconds], stable: [285 * seconds, seconds / 2]},
		},
		{dimension: 'route', value: 'status', canary: [35 * seconds, 0], stable: [665 * seconds, seconds / 2]},
	]);
}
