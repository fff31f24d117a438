import {readFile} from 'node:fs/promises';
import {homedir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {dist, eagerInputs, programFiles, readMetafile, root} from './dist.ts';

const metafile = await readMetafile();
const eager = eagerInputs(metafile, ['source/main.ts', 'source/main/watch.ts', 'source/views/terminal/screen.tsx']);
const files = await programFiles();

describe('before the first frame perch loads', () => {
	test('the screen', () => {
		expect(eager).toContain('source/main.ts');
		expect(eager.some(path => path.includes('node_modules/ink/'))).toBe(true);
	});
	test.each([
		'node_modules/@kubernetes/client-node/dist/config.js',
		'node_modules/prometheus-query/',
		'node_modules/axios/',
		'node_modules/undici/',
		'node_modules/@peculiar/',
		'source/demo/api/',
		'source/demo/controllers/',
		'source/demo/prometheus/',
		'source/demo/world/',
	])('nothing of %s', part => {
		expect(Object.keys(metafile.inputs).some(path => path.includes(part))).toBe(true);
		expect(eager.filter(path => path.includes(part))).toEqual([]);
	});
});

describe('the bundle', () => {
	test('has the production build of React', () => {
		const react = Object.values(metafile.outputs).flatMap(({inputs}) =>
			Object.keys(inputs).filter(path => /node_modules\/(react|react-reconciler|scheduler)\/cjs\//.test(path)),
		);
		expect(react.length).toBeGreaterThan(2);
		expect(react.filter(path => path.includes('.development.'))).toEqual([]);
	});
	test.each(['blessed', 'lodash', 'react-devtools-core', 'xml2js'])('leaves out %s', name => {
		expect(Object.keys(metafile.inputs).filter(path => path.includes(`node_modules/${name}/`))).toEqual([]);
	});
	test('leaves out the old Buffer constructor, about which Node warns on the screen', () => {
		expect(files.filter(({text}) => text.includes('new Buffer(')).map(({name}) => name)).toEqual([]);
	});
	test('does not tell where it was built', () => {
		const traces = [root, homedir(), 'sourceMappingURL', 'node_modules/.bin'];
		expect(files.length).toBeGreaterThan(3);
		const found = files.flatMap(({name, text}) =>
			traces.filter(trace => text.includes(trace)).map(trace => [name, trace]),
		);
		expect(found).toEqual([]);
	});
	test('imports only files beside it and Node itself', async () => {
		const {builtinModules} = await import('node:module');
		const known = new Set([...builtinModules, ...builtinModules.map(name => `node:${name}`), './main.js']);
		const outside = Object.values(metafile.outputs).flatMap(({imports}) =>
			imports.filter(({path, external}) => external && !known.has(path) && !path.startsWith('node:')),
		);
		expect(outside.map(({path}) => path).filter(path => !optionalNativeHelpers.includes(path))).toEqual([]);
	});
});

/** `ws` uses them where they are installed, and does without them elsewhere. */
const optionalNativeHelpers = ['bufferutil', 'utf-8-validate'];

describe('code of other packages in the bundle', () => {
	const shipped = packagesIn(metafile);
	test('stands in the licence file and in the SBOM, each package once', async () => {
		const licences = await readFile(join(dist, 'THIRD-PARTY-LICENSES.txt'), 'utf8');
		const {components} = JSON.parse(await readFile(join(dist, 'sbom.cdx.json'), 'utf8'));
		const listed: readonly string[] = components.map(({name}: {name: string}) => name);
		expect(new Set(listed)).toEqual(shipped);
		expect(new Set(components.map(({purl}: {purl: string}) => purl)).size).toBe(components.length);
		expect([...shipped].filter(name => !licences.includes(`\n${name} `))).toEqual([]);
	});
	test('has licences that allow it', async () => {
		const {components} = JSON.parse(await readFile(join(dist, 'sbom.cdx.json'), 'utf8'));
		const licences: readonly string[] = components.map(
			({licenses}: {licenses: {expression: string}[]}) => licenses[0]?.expression,
		);
		expect(licences.filter(licence => !permissive.includes(licence))).toEqual([]);
	});
});

const permissive = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'Unlicense'];

function packagesIn({outputs}: Awaited<ReturnType<typeof readMetafile>>): ReadonlySet<string> {
	const paths = Object.values(outputs).flatMap(({inputs}) =>
		Object.entries(inputs).flatMap(([path, {bytesInOutput}]) => (bytesInOutput > 0 ? [path] : [])),
	);
	return new Set(
		paths.flatMap(
			path =>
				path
					.split('node_modules/')
					.slice(1)
					.at(-1)
					?.match(/^(@[^/]+\/)?[^/]+/)?.[0] ?? [],
		),
	);
}
