import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {type Diagnostic, type LintSandbox, lintSandbox} from './lint-sandbox.ts';
import {clean, elsewhere, impure, inTimeFile, waysAroundTheScreen} from './planted-behaviour.ts';

const planted = [...impure, inTimeFile, ...waysAroundTheScreen, ...elsewhere];

describe('the linter, with the rules of biome.json,', () => {
	let sandbox: LintSandbox;
	let found: ReadonlyMap<string, readonly Diagnostic[]>;
	beforeAll(async () => {
		sandbox = await lintSandbox();
		await sandbox.plant('source/domain/target.ts', 'export const x = 1;');
		await sandbox.plant('source/domain/other.ts', 'export const other = 1;');
		await sandbox.plant(
			'source/domain/cycle-two.ts',
			"import {one} from './cycle-one.ts';\nexport const two = () => one;",
		);
		for (const [path, code] of clean) await sandbox.plant(path, code);
		for (const [, path, code] of planted) await sandbox.plant(path, code);
		found = await sandbox.lint();
	});
	afterAll(() => sandbox.remove());

	test('gets every planted file, as no two have the same path', () => {
		const paths = [...planted.map(([, path]) => path), ...clean.map(([path]) => path)];
		expect(new Set(paths).size).toBe(paths.length);
	});
	test.each(planted)('rejects %s', (_name, path, _code, rule) => {
		expect(rulesIn(found, path)).toContain(rule);
	});
	test.each(clean)('allows %s', path => {
		expect(found.get(path) ?? []).toEqual([]);
	});
	test('lets domain/time.ts parse dates', () => {
		expect(found.get('source/domain/time.ts')?.map(({line}) => line)).toEqual([2]);
	});
});

function rulesIn(found: ReadonlyMap<string, readonly Diagnostic[]>, path: string): readonly string[] {
	return (found.get(path) ?? []).map(({rule}) => rule);
}
