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

/** Everything but the launcher, or other programs instead, bundled as it is. Flat, so that a path relative to a file is right from every chunk: `../themes`. */
export async function bundleProgram({root, dist, version, entryPoints}) {
	return build({
		...common,
		absWorkingDir: root,
		outdir: dist,
		entryPoints: entryPoints ?? ['source/main.ts', ...(await demoProcesses(root))],
		entryNames: '[name]',
		chunkNames: '[name]-[hash]',
		splitting: true,
		// A lazy import of a package in the old module format would have no names but `default`.
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
		// Packages in the old module format call `require` for what Node itself has.
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

/** Apart from the program: it must stay readable for a Node that cannot read the rest. */
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

/** The demo's servers run as processes of their own. */
async function demoProcesses(root) {
	const names = await readdir(join(root, 'source/demo'));
	return names.filter(name => name.endsWith('-process.ts')).map(name => `source/demo/${name}`);
}
