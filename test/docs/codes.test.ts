import {globSync, readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {codesDoc, codeTables} from './codes-doc.ts';

test('docs/codes.md lists every code: `npm run docs` writes it', () => {
	expect(readFileSync('docs/codes.md', 'utf8')).toBe(codesDoc());
});

describe('every code is given to something', () => {
	const isTable = /source\/domain\/(?:refusal|told)\.ts$/;
	const source = globSync('source/**/*.ts')
		.filter(file => !isTable.test(file))
		.map(file => readFileSync(file, 'utf8'))
		.join('\n');

	test.each(Object.entries(codeTables))('%s', (_title, codes) => {
		expect(Object.keys(codes).filter(code => !source.includes(`'${code}'`))).toEqual([]);
	});
});
