import {expect, test} from 'vitest';
import {outcomeOf} from '../../source/backtest/outcome-of.ts';
import {ident} from '../../source/domain/text/safe-text.ts';
import {points, startMs, stepMs} from './support/shares.ts';

const version = ident('canary');
const toMs = startMs + 4 * stepMs;
const outcome = (
	end: 'whole' | 'none' | 'open',
	steps: Parameters<typeof points>[0] = [],
	isZeroAfterPromotion = false,
) => outcomeOf({version, end, toMs}, points(steps), isZeroAfterPromotion);

test('a share that goes from 20 % to 0 % was rolled back, at the first scrape without requests', () => {
	const scrapes = [{stable: 80, canary: 20}, {stable: 80, canary: 20}, {stable: 100, canary: 0}, {stable: 100}];
	expect(outcome('none', scrapes)).toEqual({kind: 'rolledBack', atMs: startMs + 3 * stepMs});
});

test('one that was 100 % for a scrape between two steps was promoted, though no step shows it', () => {
	const scrapes = [{stable: 50, canary: 50}, {stable: 2, canary: 98}, {stable: 100}];
	expect(outcome('none', scrapes)).toEqual({kind: 'promoted', atMs: startMs + 2 * stepMs});
});

test('where the last scrapes cannot be read the steps tell', () => {
	expect(outcome('whole')).toEqual({kind: 'promoted', atMs: toMs});
	expect(outcome('none')).toEqual({kind: 'rolledBack', atMs: toMs});
	expect(outcome('open')).toEqual({kind: 'running'});
});

test('0 % tells nothing where the controller goes there from any weight when it promotes', () => {
	const scrapes = [{stable: 50, canary: 50}, {stable: 100}];
	expect(outcome('none', scrapes, true)).toEqual({kind: 'untold', atMs: startMs + 2 * stepMs});
	expect(outcome('whole', [], true).kind).toBe('promoted');
});

test('what the last step does not show yet, its scrapes do: nothing for so long is no chance', () => {
	const before = {stable: 80, canary: 20};
	expect(outcome('open', [before, {stable: 100}])).toEqual({kind: 'rolledBack', atMs: startMs + 2 * stepMs});
	expect(outcome('open', [before, {canary: 100}])).toEqual({kind: 'promoted', atMs: startMs + 2 * stepMs});
	expect(outcome('open', [before, {stable: 2, canary: 98}])).toEqual({kind: 'running'});
	// 100 requests a second for a step of 300 s would be 6,000 at 20 %; a hundredth of one a second would be less than one.
	expect(outcome('open', [{stable: 0.008, canary: 0.002}, {stable: 0.01}])).toEqual({kind: 'running'});
});

test('of a few requests all may go to the canary by chance: that is no promotion', () => {
	const night = [{stable: 0.01, canary: 0.01}, {canary: 0.02}, {stable: 0.02}];
	expect(outcome('none', night)).toEqual({kind: 'rolledBack', atMs: startMs + 3 * stepMs});
});
