import {readdir} from 'node:fs/promises';
import {join} from 'node:path';
import {build} from 'esbuild';
import {
	inkRemembersLines,
	launcherKeepsMainApart,
	lazySegmenters,
	leanArguments,
	leanAxios,
	leanCharts,
	leanHttpClient,
	leanKubernetesClient,
	quickWidths,
	requiredBuiltins,
	withoutDevtools,
	yogaWithoutFetch,
} from './plugins.mjs';

/** Bundles everything but the launcher, or other `entryPoints` in the same way. The output is flat, so that a path
 * relative to a file, such as `../themes`, is right from every chunk. */
export async function bundleProgram({root, dist, version, entryPoints}) {
	return build({
		...common,
		absWorkingDir: root,
		outdir: dist,
		entryPoints: entryPoints ?? ['source/main.ts', ...(await demoProcesses(root))],
		entryNames: '[name]',
		chunkNames: '[name]-[hash]',
		splitting: true,
		// A lazy import of a CommonJS package would only have the name `default`.
		mainFields: ['module', 'main'],
		target: 'node22.19',
		jsx: 'automatic',
		minifySyntax: true,
		minifyWhitespace: true,
		define: {
			'process.env.NODE_ENV': '"production"',
			'process.env.DEV': 'false',
			PERCH_VERSION: JSON.stringify(version),
		},
		// CommonJS packages call `require` for Node's own modules.
		banner: {
			js: "import {createRequire as requireFrom} from 'node:module';const require=requireFrom(import.meta.url);",
		},
		plugins: [
			inkRemembersLines,
			lazySegmenters,
			leanArguments,
			leanAxios,
			leanCharts,
			leanHttpClient,
			leanKubernetesClient,
			quickWidths,
			requiredBuiltins,
			withoutDevtools,
			yogaWithoutFetch,
		],
	});
}

/** Bundles the launcher separately: a Node too old to read the program must still be able to read the launcher. */
export function bundleLauncher({root, dist}) {
	return build({
		...common,
		absWorkingDir: root,
		outdir: dist,
		entryPoints: ['source/cli.ts'],
		target: 'es2020',
		plugins: [launcherKeepsMainApart],
	});
}

const common = {
	bundle: true,
	write: false,
	metafile: true,
	platform: 'node',
	format: 'esm',
	legalComments: 'none',
	logLevel: 'warning',
};

/** The demo's servers run as separate processes. */
async function demoProcesses(root) {
	const names = await readdir(join(root, 'source/demo'));
	return names.filter(name => name.endsWith('-process.ts')).map(name => `source/demo/${name}`);
}
