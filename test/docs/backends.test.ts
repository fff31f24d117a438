import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {withGeneratedParts} from './backends-doc.ts';

test('docs/backends.md is what `npm run docs` generates from the backends', () => {
	const text = readFileSync(new URL('../../docs/backends.md', import.meta.url), 'utf8');
	expect(withGeneratedParts(text)).toBe(text);
});
