import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {withProviders} from './meshes-doc.ts';

test('docs/meshes.md is what `npm run docs` generates from the providers', () => {
	const text = readFileSync(new URL('../../docs/meshes.md', import.meta.url), 'utf8');
	expect(withProviders(text)).toBe(text);
});
