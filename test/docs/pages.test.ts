import {existsSync, globSync, readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';

const root = new URL('../../', import.meta.url);
const pages = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/**/*.md', {cwd: root})];
const read = (page: string) => readFileSync(new URL(page, root), 'utf8');

/** Code in running text that is the path of a file or folder of the project, as `engine/store.ts`. */
function pathsIn(text: string): readonly string[] {
	const prose = text.replaceAll(/^```[\s\S]*?^```$/gm, '');
	return Array.from(prose.matchAll(/`([^`\n]+)`/g), ([, code = '']) => code).filter(
		code =>
			/^[\w.*-]+(\/[\w.*-]+)*(\/|\.(tsx?|mjs|json|md|grit|txt))$/.test(code) &&
			!code.startsWith('dist/') &&
			code !== '/',
	);
}

/** A path counts from the root, `source/` or `test/`, or from the folder of the file that was named before. */
function isThere(path: string, besides: string): boolean {
	return ['', 'source/', 'test/', besides].some(
		folder => globSync(`${folder}${path.replace(/\/$/, '')}`, {cwd: root}).length > 0,
	);
}

describe.each(pages)('%s', page => {
	const text = read(page);

	test('names only files that exist', () => {
		let besides = '';
		for (const path of pathsIn(text)) {
			// A page names files that a contributor would add; they do not exist yet.
			if (/\bx\b|NNNN|kuma/.test(path)) continue;
			expect(isThere(path, besides), path).toBe(true);
			const folder = ['source/', 'test/', ''].find(start => existsSync(new URL(`${start}${path}`, root)));
			if (folder !== undefined && path.includes('/')) besides = `${folder}${path.slice(0, path.lastIndexOf('/') + 1)}`;
		}
	});

	test('links only to pages that exist', () => {
		for (const [, target = ''] of text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)) {
			expect(existsSync(new URL(target, new URL(page, root))), target).toBe(true);
		}
	});
});

test('docs/architecture.md names every folder of source as a room, and no other', () => {
	const rooms = Array.from(read('docs/architecture.md').matchAll(/^ {2}(\w+)\/ /gm), ([, room = '']) => room);
	const folders = globSync('source/*/', {cwd: root}).map(path => path.replace(/^source\/|\/$/g, ''));
	expect(rooms.toSorted()).toEqual(folders.toSorted());
});
