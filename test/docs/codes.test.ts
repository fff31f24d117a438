import {globSync, readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {codesDoc, codeTables} from './codes-doc.ts';

test('docs/codes.md is what `npm run docs` generates from the codes', () => {
	expect(readFileSync('docs/codes.md', 'utf8')).toBe(codesDoc());
});

describe('the source uses every code of the table', () => {
	const isTable = /source\/domain\/(?:refusal|told)\.ts$/;
	const source = globSync('source/**/*.ts')
		.filter(file => !isTable.test(file))
		.map(file => readFileSync(file, 'utf8'))
		.join('\n');

	test.each(Object.entries(codeTables))('%s', (_title, codes) => {
		expect(Object.keys(codes).filter(code => !source.includes(`'${code}'`))).toEqual([]);
	});
});
