import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type RecoveryOfSignal, type RecoveryRules, type RowSince, recoveryOf} from '../../source/judge/recovered.ts';
import {defaultParameters, type Signal} from '../../source/judge/signal-parameters.ts';
import {poisson} from '../../tools/simulate/draws.ts';
import {randomOf} from '../../tools/simulate/random.ts';

const stepMs = 45_000;
/** Half an hour. */
const mostRows = 40;

describe('rows since a way back', () => {
	test('of a busy service that fails as before are back after two or three', () => {
		for (const {since, usual} of releases('busy', 100)) {
			const rows = drawn(`busy ${since}`, {ratio: 0.002, requests: 10_000});
			const said = firstThatSays('back', rows, rulesOf('errors', {usual, harmRatio: 0.02}));
			expect(said).toBeGreaterThanOrEqual(2);
			expect(said).toBeLessThanOrEqual(3);
		}
	});

	test('of services without harm are hardly ever called failing, however often one looks', () => {
		const wrong = releases('calm', 600).filter(({since, usual, requests}) => {
			const rows = drawn(`calm ${since}`, {ratio: 0.002, requests});
			return firstThatSays('failing', rows, rulesOf('errors', {usual, harmRatio: 0.01})) !== null;
		});
		expect(wrong.length).toBeLessThanOrEqual(0.005 * 600);
	});

	test('of services that go on to fail as the canary did are hardly ever called back', () => {
		const wrong = releases('harm', 600).filter(({since, usual, requests}) => {
			const rows = drawn(`harm ${since}`, {ratio: 0.012, requests});
			return firstThatSays('back', rows, rulesOf('errors', {usual, harmRatio: 0.005})) !== null;
		});
		expect(wrong.length).toBeLessThanOrEqual(0.005 * 600);
	});

	test('that fail just at the bound of what is called back are that in less than one of 200', () => {
		const bound = 0.0005 + 0.005;
		const wrong = Array.from({length: 600}, (_, at) => drawn(`bound ${at}`, {ratio: bound, requests: 5_000})).filter(
			rows => firstThatSays('back', rows, rulesOf('errors', {usual: null})) !== null,
		);
		expect(wrong.length).toBeLessThanOrEqual(0.005 * 600);
	});

	test('of which one fails all its requests say nothing yet, whatever that one shows', () => {
		fc.assert(
			fc.property(fc.integer({min: 1, max: 1_000_000}), fc.integer({min: 0, max: 100}), (requests, percent) => {
				const rows = [row(0, requests, (requests * percent) / 100)];
				for (const alpha of [0.2, 0.005]) {
					const parameters = {...defaultParameters.errors, alpha};
					expect(recoveryOf(rows, {...rulesOf('errors'), parameters})).not.toBe('failing');
				}
			}),
		);
	});

	test('of which two fail clearly more than before are called failing', () => {
		expect(recoveryOf([row(0, 1_000, 50), row(1, 1_000, 50)], rulesOf('errors'))).toBe('failing');
	});

	test('between what is back and what fails are neither, as long as they stay there', () => {
		const rows = Array.from({length: mostRows}, (_, at) => row(at, 20_000, 100));
		const rules = rulesOf('errors', {harmRatio: 0.002});
		expect(rows.map((_, at) => recoveryOf(rows.slice(0, at + 1), rules))).toEqual(rows.map(() => 'open'));
	});

	test('without requests say nothing, and neither does none', () => {
		expect(recoveryOf([], rulesOf('errors'))).toBe('open');
		expect(recoveryOf([row(0, 0, 0), row(1, 0, 0), row(2, 0, 0)], rulesOf('errors'))).toBe('open');
	});

	test('are not called failing beside an unknown past, and back only where they hardly fail', () => {
		const rows = (ratio: number) => Array.from({length: 6}, (_, at) => row(at, 5_000, 5_000 * ratio));
		expect(recoveryOf(rows(0.5), rulesOf('errors', {usual: null}))).toBe('open');
		expect(recoveryOf(rows(0.001), rulesOf('errors', {usual: null}))).toBe('back');
	});

	test('of half the failures that the canary had are not back: what it did is not usual', () => {
		const usual = {failures: 10_000, requests: 100_000, isOfCanary: true};
		const rows = Array.from({length: 20}, (_, at) => row(at, 5_000, 250));
		expect(recoveryOf(rows, rulesOf('errors', {usual}))).toBe('open');
		expect(
			recoveryOf(
				rows.map(one => ({...one, failures: 5})),
				rulesOf('errors', {usual}),
			),
		).toBe('back');
		expect(
			recoveryOf(
				rows.map(one => ({...one, failures: 2_500})),
				rulesOf('errors', {usual}),
			),
		).toBe('failing');
	});

	test('of great harm are not back while a third of it goes on', () => {
		const rows = Array.from({length: 20}, (_, at) => row(at, 5_000, 1_500));
		expect(recoveryOf(rows, rulesOf('errors', {harmRatio: 0.9}))).toBe('failing');
	});

	test('that were bad while connections drained are back soon after', () => {
		const rows = [row(0, 5_000, 100), ...Array.from({length: 6}, (_, at) => row(at + 1, 5_000, 10))];
		expect(recoveryOf(rows, rulesOf('errors', {harmRatio: 0.02}))).toBe('back');
	});

	test('of warming pods count only for gross failures', () => {
		const some = [0, 1, 2].map(at => row(at, 1_000, 50));
		expect(recoveryOf(some, rulesOf('errors'))).toBe('failing');
		expect(
			recoveryOf(
				some.map(one => ({...one, isWarm: true})),
				rulesOf('errors'),
			),
		).toBe('open');
		const all = [0, 1, 2].map(at => ({...row(at, 1_000, 900), isWarm: true}));
		expect(recoveryOf(all, rulesOf('errors'))).toBe('failing');
	});

	test('before a gap of two minutes count no more after it', () => {
		const calm = [row(0, 5_000, 10), row(1, 5_000, 10)];
		const later = (rows: number) => row(1 + rows, 200, 0);
		const rules = rulesOf('errors', {harmRatio: 0.02});
		expect(recoveryOf([...calm, later(1)], rules)).toBe('back');
		expect(recoveryOf([...calm, later(2)], rules)).toBe('back');
		expect(recoveryOf([...calm, later(4)], rules)).toBe('open');
	});

	test('of slow requests are back once as few take long as before', () => {
		const usual = {failures: 5_000, requests: 100_000, isOfCanary: false};
		const rules = rulesOf('slow', {usual, harmRatio: 0.2});
		expect(
			recoveryOf(
				[0, 1, 2].map(at => row(at, 5_000, 250)),
				rules,
			),
		).toBe('back');
		expect(
			recoveryOf(
				[0, 1, 2].map(at => row(at, 5_000, 1_000)),
				rules,
			),
		).toBe('failing');
	});
});

function row(at: number, requests: number, failures: number): RowSince {
	return {startMs: at * stepMs, endMs: (at + 1) * stepMs, isWarm: false, requests, failures};
}

/** Two in a thousand failed before, of a hundred thousand. */
function rulesOf(signal: Signal, more: Partial<RecoveryRules> = {}): RecoveryRules {
	const usual = {failures: 200, requests: 100_000, isOfCanary: false};
	return {parameters: defaultParameters[signal], usual, phi: 1, harmRatio: null, ...more};
}

/** Services of different size, of each an hour in which two in a thousand failed. */
function releases(name: string, count: number) {
	return Array.from({length: count}, (_, since) => {
		const random = randomOf(`${name} past ${since}`);
		const requests = [50, 500, 5_000][since % 3] ?? 0;
		return {
			since,
			requests,
			usual: {failures: poisson(random, 0.002 * 80 * requests), requests: 80 * requests, isOfCanary: false},
		};
	});
}

function drawn(seed: string, {ratio, requests}: {readonly ratio: number; readonly requests: number}) {
	const random = randomOf(seed);
	return Array.from({length: mostRows}, (_, at) => {
		const asked = poisson(random, requests);
		return row(at, asked, Math.min(asked, poisson(random, ratio * asked)));
	});
}

/** After how many rows it is said for the first time; null where it never is. */
function firstThatSays(kind: RecoveryOfSignal, rows: readonly RowSince[], rules: RecoveryRules): number | null {
	const at = rows.findIndex((_, last) => recoveryOf(rows.slice(0, last + 1), rules) === kind);
	return at === -1 ? null : at + 1;
}
