/** A file that breaks one rule, and the rule that must say so. */
export type Planted = readonly [name: string, path: string, code: string, rule: string];

const globals = 'lint/style/noRestrictedGlobals';
const pureRooms = [
	'domain',
	'kinds',
	'meshes',
	'policies',
	'releases',
	'statistics',
	'judge',
	'traffic',
	'ownership',
	'manifests',
	'engine',
] as const;

export const impure: readonly Planted[] = pureRooms.flatMap(room =>
	[
		['Date', 'export const y = () => new Date(0);', globals],
		['Date.now', 'export const y = () => Date.now();', globals],
		...['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout'].map(timer => [
			timer,
			`export const y = () => ${timer}(() => {}, 1);`,
			globals,
		]),
		['process', 'export const y = process.env;', globals],
		['performance', 'export const y = () => performance.now();', globals],
		['crypto', 'export const y = () => crypto.randomUUID();', globals],
		['globalThis', 'export const y = globalThis;', globals],
		['fetch', "export const y = () => fetch('x');", globals],
		['Math.random', 'export const y = () => Math.random();', 'plugin'],
		['random out of Math', 'const {random} = Math;\nexport const y = random;', 'plugin'],
	].map(
		([name = '', code = '', rule = '']) =>
			[`${room} uses ${name}`, `source/${room}/impure-${slug(name)}.ts`, code, rule] as const,
	),
);

export const inTimeFile: Planted = [
	'a timer in domain/time.ts',
	'source/domain/time.ts',
	'export const y = (text: string) => Date.parse(text);\nexport const z = () => setTimeout(() => {}, 1);',
	globals,
];

export const waysAroundTheScreen: readonly Planted[] = [
	'domain',
	'engine',
	'views',
	'adapters/kubernetes',
	'demo/api',
].flatMap(room =>
	[
		['console', "console.log('x');", 'lint/suspicious/noConsole'],
		['stdout', "process.stdout.write('x');", 'plugin'],
		['stderr', "process.stderr?.write('x');", 'plugin'],
		['bracket', "process['stdout'].write('x');", 'plugin'],
		['destructured', "const {stdout} = process;\nstdout.write('x');", 'plugin'],
		['global', "globalThis.process.stdout.write('x');", 'plugin'],
		['descriptor', "import {writeSync} from 'node:fs';\nwriteSync(1, 'x');", 'plugin'],
		['fs-descriptor', "import fs from 'node:fs';\nfs.writeSync(2, 'x', null, 'utf8');", 'plugin'],
	].map(
		([name = '', code = '', rule = '']) =>
			[`${room} by ${name}`, `source/${room}/screen-${name}.ts`, code, rule] as const,
	),
);

const imports = 'lint/style/noRestrictedImports';

export const elsewhere: readonly Planted[] = [
	[
		'a second useInput',
		'source/views/screens/planted-input.tsx',
		"import {useInput} from 'ink';\nexport const y = useInput;",
		imports,
	],
	[
		'writing beside Ink',
		'source/views/planted-stdout.tsx',
		"import {useStdout} from 'ink';\nexport const y = useStdout;",
		imports,
	],
	[
		'an import cycle',
		'source/domain/cycle-one.ts',
		"import {two} from './cycle-two.ts';\nexport const one = () => two;",
		'lint/suspicious/noImportCycles',
	],
	[
		'a barrel',
		'source/domain/barrel.ts',
		"export * from './target.ts';\nexport * from './to-revision.ts';",
		'lint/performance/noBarrelFile',
	],
	['a default export', 'source/domain/default-export.ts', 'export default 1;', 'lint/style/noDefaultExport'],
	[
		'251 lines',
		'source/domain/long.ts',
		Array.from({length: 251}, (_, index) => `export const x${index} = 1;`).join('\n'),
		'lint/style/noExcessiveLinesPerFile',
	],
	[
		'a floating promise',
		'source/engine/floating.ts',
		'async function work(): Promise<number> {\n\treturn 1;\n}\nexport function run(): void {\n\twork();\n}',
		'lint/nursery/noFloatingPromises',
	],
	['any', 'source/domain/any.ts', 'export const y = (x: any) => x;', 'lint/suspicious/noExplicitAny'],
	[
		'a forgotten case',
		'source/domain/forgotten.ts',
		"export function f(x: 'a' | 'b'): number {\n\tswitch (x) {\n\t\tcase 'a':\n\t\t\treturn 1;\n\t}\n\treturn 0;\n}",
		'lint/nursery/useExhaustiveSwitchCases',
	],
	[
		'an import without its extension',
		'source/domain/extension.ts',
		"import {x} from './target';\nexport const y = x;",
		'lint/correctness/useImportExtensions',
	],
	[
		'a skipped test',
		'test/skipped.test.ts',
		"import {test} from 'vitest';\ntest.skip('x', () => {});",
		'lint/suspicious/noSkippedTests',
	],
	[
		'a focused test',
		'test/focused.test.ts',
		"import {test} from 'vitest';\ntest.only('x', () => {});",
		'lint/suspicious/noFocusedTests',
	],
	['a name in camel case', 'source/domain/camelCase.ts', 'export const y = 1;', 'lint/style/useFilenamingConvention'],
];

/** Files that are allowed, each much like a planted file that is not. */
export const clean: readonly (readonly [path: string, code: string])[] = [
	['source/views/input-router.tsx', "import {useInput} from 'ink';\nexport const y = useInput;"],
	['source/adapters/system/clean.ts', "process.stderr.write('x');\nexport const y = Date.now();"],
	['source/demo/serve.ts', "process.stdout.write('x');\nexport const y = Date.now();"],
	['test/clean.test.ts', "import {render} from 'ink';\nexport const y = [render, Date.now()];"],
];

function slug(text: string): string {
	return text.toLowerCase().replaceAll(/[^a-z]+/g, '-');
}
