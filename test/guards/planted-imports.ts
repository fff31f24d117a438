import type {Planted} from './planted-behaviour.ts';

const imports = 'lint/style/noRestrictedImports';

type Room =
	| 'domain'
	| 'meshes'
	| 'releases'
	| 'judge'
	| 'ownership'
	| 'ports'
	| 'engine'
	| 'adapters'
	| 'views'
	| 'headless'
	| 'demo';

/** The table of docs/architecture.md, written a second time: what each room may import from another room. */
const mayImport = {
	domain: ['valibot'],
	meshes: ['domain/target.ts', 'valibot'],
	releases: ['domain/target.ts', 'valibot'],
	judge: ['domain/target.ts', 'valibot'],
	ownership: ['domain/target.ts', 'valibot'],
	ports: ['domain/target.ts'],
	engine: [
		'domain/target.ts',
		'ports/target.ts',
		'judge/target.ts',
		'ownership/target.ts',
		'meshes/contract.ts',
		'releases/contract.ts',
	],
	adapters: ['domain/target.ts', 'ports/target.ts', 'undici', 'node:fs', '@kubernetes/client-node', 'valibot', 'yaml'],
	views: [
		'domain/target.ts',
		'engine/store.ts',
		'engine/select/target.ts',
		'engine/actions.ts',
		'ink',
		'react',
		'string-width',
	],
	headless: ['domain/target.ts', 'engine/target.ts', 'engine/store.ts', 'engine/select/target.ts', 'engine/actions.ts'],
	demo: ['domain/target.ts', '@prometheus-io/lezer-promql', 'fast-json-patch', 'node:fs', 'node:fs/promises'],
} as const satisfies Record<Room, readonly string[]>;

const rooms = Object.keys(mayImport) as readonly Room[];
export const roomFiles = [
	...rooms.map(room => `${room}/target.ts`),
	...['meshes/contract.ts', 'releases/contract.ts', 'engine/store.ts', 'engine/select/target.ts', 'engine/actions.ts'],
	...['main.ts', 'cli.ts'],
];
const packages = [
	'react',
	'react/jsx-runtime',
	'ink',
	'blessed-contrib',
	'undici',
	'valibot',
	'node:fs',
	'node:process',
	'string-width',
];
const packagesOfAdapters = ['undici', 'valibot', 'node:fs', 'string-width'];
const typesOnly: readonly Room[] = ['ports', 'demo'];

export const forbiddenImports: readonly Planted[] = rooms.flatMap(room => {
	const allowed: readonly string[] = [...mayImport[room], ...(room === 'adapters' ? packagesOfAdapters : [])];
	const targets = roomFiles.filter(file => !file.startsWith(`${room}/`)).concat(packages);
	return targets
		.filter(target => !allowed.includes(target) && !(room === 'demo' && target.startsWith('node:')))
		.map(
			target =>
				[
					`${room} imports ${target}`,
					`source/${room}/planted-${slug(target)}.ts`,
					importOf(room, target),
					imports,
				] as const,
		);
});

export const forbiddenForms: readonly Planted[] = [
	['a type', 'type', "import type {x} from '../adapters/target.ts';\nexport type T = typeof x;"],
	['a dynamic import', 'dynamic', "export const x = await import('ink');"],
	['a re-export', 'again', "export {x} from '../engine/target.ts';"],
	['the long way round', 'round', "import {x} from '../../source/engine/target.ts';\nexport const y = x;"],
	['a path into node_modules', 'path', "import x from '../../node_modules/ink/build/index.js';\nexport const y = x;"],
].map(([name, file, code]) => [`domain by ${name}`, `source/domain/form-${file}.ts`, code ?? '', imports] as const);

export const forbiddenInDepth: readonly Planted[] = [
	[
		'a folder of releases imports adapters',
		'source/releases/argo/planted.ts',
		"import {x} from '../../adapters/target.ts';\nexport const y = x;",
		imports,
	],
	[
		'a folder of engine imports a mesh',
		'source/engine/select/planted.ts',
		"import {x} from '../../meshes/target.ts';\nexport const y = x;",
		imports,
	],
	[
		'a panel imports blessed-contrib',
		'source/views/panels/planted.tsx',
		"import x from 'blessed-contrib';\nexport const y = x;",
		imports,
	],
	[
		'a chart imports undici',
		'source/views/charts/planted.ts',
		"import {x} from 'undici';\nexport const y = x;",
		imports,
	],
	['the launcher imports ink', 'source/cli.ts', "import {render} from 'ink';\nexport const y = render;", imports],
	[
		'a second useInput',
		'source/views/panels/planted-input.tsx',
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
		'ports take a value',
		'source/ports/planted-value.ts',
		"import {x} from '../domain/target.ts';\nexport type T = typeof x;",
		'plugin',
	],
	[
		'demo takes a function',
		'source/demo/planted-value.ts',
		"import {x} from '../domain/target.ts';\nexport const y = x;",
		'plugin',
	],
];

/** What the table allows, one file for each row. */
export const clean: readonly (readonly [path: string, code: string])[] = [
	...rooms.map(
		room => [`source/${room}/clean.ts`, mayImport[room].map(target => importOf(room, target)).join('\n')] as const,
	),
	[
		'source/releases/argo/clean.ts',
		"import {x} from '../../domain/target.ts';\nimport {x as z} from '../contract.ts';\nexport const y = [x, z];",
	],
	['source/views/input-router.tsx', "import {useInput} from 'ink';\nexport const y = useInput;"],
	['source/views/charts/clean.ts', "import x from 'blessed-contrib/lib/widget/charts/line.js';\nexport const y = x;"],
	['source/adapters/system/clean.ts', "process.stderr.write('x');\nexport const y = Date.now();"],
	['source/headless/clean-output.ts', "process.stdout.write('x');"],
	['source/demo/serve.ts', "process.stdout.write('x');\nexport const y = Date.now();"],
	[
		'source/main.tsx',
		`${roomFiles
			.filter(file => file.endsWith('target.ts'))
			.map(file => importOf(null, file))
			.join('\n')}\nimport {render} from 'ink';\nexport const z = render;`,
	],
	[
		'test/clean.test.ts',
		"import {x} from '../source/engine/target.ts';\nimport {render} from 'ink';\nexport const y = [x, render, Date.now()];",
	],
];

function importOf(room: Room | null, target: string): string {
	const isFile = target.endsWith('.ts');
	const name = slug(target).replaceAll('-', '');
	const from = isFile ? `${room === null ? './' : '../'}${target}` : target;
	if (room !== null && isFile && typesOnly.includes(room))
		return `import type {x as ${name}} from '${from}';\nexport type T${name} = typeof ${name};`;
	return `import {x as ${name}} from '${from}';\nexport const y${name} = ${name};`;
}

function slug(text: string): string {
	return text
		.toLowerCase()
		.replaceAll(/[^a-z]+/g, '-')
		.replaceAll(/^-|-$/g, '');
}
