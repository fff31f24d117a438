import {describe, expect, test} from 'vitest';
import {importTable} from './import-table.ts';
import {circles, type Import, importsOf} from './module-graph.ts';
import {allImports, fault, modules, roomOf} from './read-imports.ts';

describe('the rooms of the program', () => {
	test('import only what the table allows', () => {
		expect(allImports.map(fault).filter(text => text !== null)).toEqual([]);
		expect(allImports.length).toBeGreaterThan(modules.length);
	});

	test('hold a module for each row of the table', () => {
		const rooms = new Set(modules.map(roomOf));
		expect(Object.keys(importTable).filter(room => !rooms.has(room))).toEqual([]);
	});

	test('import nothing in a circle, types included', () => {
		expect(circles(allImports.filter(({to}) => to.startsWith('source/')))).toEqual([]);
	});
});

describe('the import check finds', () => {
	test.each([
		['a package in a pure room', 'source/domain/x.ts', "import {z} from 'undici';"],
		['Node in the engine', 'source/engine/x.ts', "import {join} from 'node:path';"],
		['a way up', 'source/domain/x.ts', "import {z} from '../engine/reduce.ts';"],
		['a type on the way up', 'source/domain/x.ts', "import type {State} from '../engine/state.ts';"],
		['a dynamic import', 'source/domain/x.ts', "export const x = await import('ink');"],
		['a re-export', 'source/domain/x.ts', "export {z} from '../engine/reduce.ts';"],
		['an import for its effect', 'source/engine/x.ts', "import 'undici';"],
		['the long way round', 'source/domain/x.ts', "import {z} from '../../source/engine/reduce.ts';"],
		['a path into node_modules', 'source/domain/x.ts', "import z from '../../node_modules/ink/build/index.js';"],
		['a test', 'source/domain/x.ts', "import {z} from '../eventually.ts';"],
		['a mesh of its own', 'source/engine/x.ts', "import {istio} from '../meshes/istio.ts';"],
		['a value out of a port', 'source/ports/x.ts', "import {safe} from '../domain/safe-text.ts';"],
		['a value for the demo', 'source/demo/x.ts', "import {safe, type SafeText} from '../domain/safe-text.ts';"],
		['a chart beside charts', 'source/views/screens/x.ts', "import x from 'blessed-contrib';"],
		['a module of no room', 'source/elsewhere/x.ts', "import {z} from '../domain/time.ts';"],
	])('%s', (_what, path, code) => {
		expect(importsOf(path, code).map(fault)).not.toContain(null);
		expect(importsOf(path, code)).toHaveLength(1);
	});

	test('a circle of two types and a value', () => {
		const imports: readonly Import[] = [
			...importsOf('source/a.ts', "import type {B} from './b.ts';"),
			...importsOf('source/b.ts', "import {type A, c} from './c.ts';"),
			...importsOf('source/c.ts', "import {\n\ta,\n} from './a.ts';\nimport {d} from './d.ts';"),
		];
		expect(circles(imports)).toEqual([['source/a.ts', 'source/b.ts', 'source/c.ts']]);
	});

	test('which imports are of types only', () => {
		const code = "import type {A} from './a.ts';\nimport {type B} from './b.ts';\nimport {type C, d} from './c.ts';";
		expect(importsOf('source/x.ts', code).map(({isTypeOnly}) => isTypeOnly)).toEqual([true, true, false]);
	});
});
