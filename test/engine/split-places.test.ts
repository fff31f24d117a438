import {expect, test} from 'vitest';
import type {Release, SplitPlace} from '../../source/domain/release/release.ts';
import {ident, safe} from '../../source/domain/text/safe-text.ts';
import {onCanaryText, placeTexts} from '../../source/engine/screens/release/split-places.ts';
import {checkout, deskAt} from './support/recorded.ts';

function releaseWith(places: readonly SplitPlace[] | undefined): Release {
	const desk = deskAt('argo-canary/02-paused-at-step-1');
	const release = desk.context.derive.releases(desk.state()).get(checkout);
	if (!release) throw new Error('the situation has no release');
	return places === undefined ? release : {...release, split: {...release.split, places}};
}

test('places that differ are listed with the largest share first, and unknown shares before it', () => {
	const release = releaseWith([
		{where: safe`VirtualService checkout`, percent: 5},
		{where: safe`VirtualService checkout-public`, percent: 33.333},
		{where: safe`HTTPRoute checkout, rule 2`, percent: 'unknown'},
	]);
	expect(placeTexts(release)).toEqual([
		'unknown in HTTPRoute checkout, rule 2',
		'33.3% in VirtualService checkout-public',
		'5% in VirtualService checkout',
	]);
	expect(onCanaryText(release)).toBe('at least 5 % of requests go to 2.9.0');
});

test('a release whose places all agree shows one share', () => {
	expect(placeTexts(releaseWith(undefined))).toEqual([]);
	expect(onCanaryText(releaseWith(undefined))).toBe('5 % of requests go to 2.9.0');
});

test('a place of 100 % and one of a small fraction keep their figures apart', () => {
	const places = [0.4, 100].map((percent, at) => ({where: ident(`VirtualService v${at}`), percent}));
	expect(placeTexts(releaseWith(places))).toEqual(['100% in VirtualService v1', '0.4% in VirtualService v0']);
	expect(onCanaryText(releaseWith(places))).toBe('up to 5 % of requests go to 2.9.0');
});
