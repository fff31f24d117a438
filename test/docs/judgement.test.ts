import {expect, test} from 'vitest';
import {harmWorlds} from '../../tools/simulate/harm-worlds.ts';
import {harmlessWorlds} from '../../tools/simulate/harmless-worlds.ts';
import {judgedBy} from '../../tools/simulate/judged-by.ts';
import {judgementPage, withTables} from '../../tools/simulate/page.ts';
import {recoveryWorlds} from '../../tools/simulate/recovery-worlds.ts';

const {text, figures} = judgementPage();

test('the tables of docs/judgement.md are those of the figures beside it: npm run docs writes them', () => {
	expect(withTables(text, figures)).toBe(text);
});

test('the figures were simulated with the parameters that the judge has: npm run simulate -- --write', () => {
	expect(figures.judgedBy).toEqual(judgedBy);
	expect(Number.isSafeInteger(figures.seed)).toBe(true);
});

test('each kind of release was simulated, and often enough', () => {
	const names = (rows: readonly {readonly name: string}[]) => rows.map(({name}) => name);
	expect(names(figures.harmless)).toEqual(names(harmlessWorlds));
	expect(names(figures.harm)).toEqual(names(harmWorlds));
	expect(names(figures.recovery)).toEqual(names(recoveryWorlds));
	const least = (rows: readonly {readonly runs: number}[]) => Math.min(...rows.map(({runs}) => runs));
	expect(least(figures.harmless)).toBeGreaterThanOrEqual(1_000);
	expect(least(figures.together)).toBeGreaterThanOrEqual(400);
	expect(least(figures.harm)).toBeGreaterThanOrEqual(200);
	expect(least(figures.recovery)).toBeGreaterThanOrEqual(50);
});

test('in every harmless row at most one release of a hundred is called worse', () => {
	const alarms = [
		...figures.harmless.map(({name, runs, alarms: {perch}}) => ({name, share: perch / runs})),
		...figures.together.map(({name, runs, alarms}) => ({name, share: alarms / runs})),
	];
	expect(alarms.filter(({share}) => share > 0.01)).toEqual([]);
});

test('no canary was cleared while it did harm', () => {
	expect(figures.recovery.filter(({clearedTooSoon}) => clearedTooSoon > 0)).toEqual([]);
});
