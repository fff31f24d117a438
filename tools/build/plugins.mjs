import {readFile} from 'node:fs/promises';
import {isBuiltin} from 'node:module';
import {join} from 'node:path';

const charts = join(import.meta.dirname, '../../source/views/charts');

/** blessed-contrib brings its drawing code only: a stub for the screen library, one function instead of lodash. */
export const leanCharts = {
	name: 'lean-charts',
	setup(build) {
		build.onResolve({filter: /^blessed$/}, () => ({path: join(charts, 'blessed-stub.cjs')}));
		build.onResolve({filter: /^lodash$/}, ({importer}) =>
			importer.includes('/node_modules/blessed-contrib/') ? {path: join(charts, 'lodash-stub.cjs')} : undefined,
		);
		// The canvas is older than Buffer.alloc, and Node warns about the old way on the screen.
		build.onLoad({filter: /\/node_modules\/drawille-[^/]+\/[^/]+\.js$/}, async ({path}) => ({
			contents: (await readFile(path, 'utf8')).replaceAll('new Buffer(', 'Buffer.alloc('),
		}));
	},
};

/** Ink loads the devtools only when DEV is set, which it never is here; their package is not installed. */
export const withoutDevtools = {
	name: 'without-devtools',
	setup(build) {
		build.onResolve({filter: /^react-devtools-core$/}, ({path}) => ({path, namespace: 'empty'}));
		build.onLoad({filter: /.*/, namespace: 'empty'}, () => ({contents: 'export default {};'}));
	},
};

export const launcherKeepsMainApart = {
	name: 'launcher-keeps-main-apart',
	setup(build) {
		build.onResolve({filter: /^\.\/main\.ts$/}, () => ({path: './main.js', external: true}));
	},
};

/**
 * The Kubernetes client does not say that its files do nothing by being loaded, so all of it would come with the one
 * class that perch takes: shells, file copies, web sockets, informers and every model.
 */
export const leanKubernetesClient = {
	name: 'lean-kubernetes-client',
	setup(build) {
		build.onResolve({filter: /.*/}, async ({path, pluginData, importer, ...options}) => {
			const isWithinClient = /\/node_modules\/@kubernetes\/client-node\//.test(importer);
			if (pluginData === leanKubernetesClient || !isWithinClient) return undefined;
			const resolved = await build.resolve(path, {...options, importer, pluginData: leanKubernetesClient});
			return {...resolved, sideEffects: false};
		});
	},
};

/** perch's own requests need undici's pool only: fetch, caches, web sockets and mocks would be loaded with it. */
export const leanHttpClient = {
	name: 'lean-http-client',
	setup(build) {
		build.onResolve({filter: /^undici$/}, ({path, importer}) =>
			importer.includes('/node_modules/') ? undefined : {path, namespace: 'lean-http-client'},
		);
		build.onLoad({filter: /.*/, namespace: 'lean-http-client'}, () => ({
			contents: [
				"export {default as Pool} from 'undici/lib/dispatcher/pool.js';",
				"export {default as buildConnector} from 'undici/lib/core/connect.js';",
			].join('\n'),
			resolveDir: import.meta.dirname,
		}));
	},
};

/**
 * Node's own modules are taken by `require`. An import of one evaluates all that it has: for `http` that is WebSocket,
 * and with it the whole of fetch.
 */
export const requiredBuiltins = {
	name: 'required-builtins',
	setup(build) {
		build.onResolve({filter: /^(node:)?[a-z0-9_]+(\/[a-z]+)?$/}, ({path, kind}) =>
			kind === 'import-statement' && isBuiltin(path) ? {path, namespace: 'required'} : undefined,
		);
		build.onLoad({filter: /.*/, namespace: 'required'}, ({path}) => ({
			contents: `module.exports = require(${JSON.stringify(path)});`,
		}));
	},
};

/**
 * Axios, under the Prometheus client, asks with Node's http and uploads no forms here, so that it needs neither fetch nor
 * a library for forms. Its own build for browsers is without the latter, too.
 */
export const leanAxios = {
	name: 'lean-axios',
	setup(build) {
		build.onLoad({filter: /\/axios\/lib\/adapters\/fetch\.js$/}, () => ({contents: 'export const getFetch = null;'}));
		build.onLoad({filter: /\/axios\/lib\/platform\/node\/classes\/FormData\.js$/}, () => ({
			contents: 'export default null;',
		}));
		build.onLoad({filter: /\/axios\/lib\/utils\.js$/}, async ({path}) => ({
			contents: (await readFile(path, 'utf8')).replace(/^const FormDataCtor = .*$/m, 'const FormDataCtor = undefined;'),
		}));
	},
};

/** Yoga would fetch its code, which it has in itself, and loading `fetch` takes a sixth of the time to the first frame. */
export const yogaWithoutFetch = {
	name: 'yoga-without-fetch',
	setup(build) {
		build.onLoad({filter: /\/yoga-layout\/dist\/binaries\/[^/]+\.js$/}, async ({path}) => ({
			contents: (await readFile(path, 'utf8')).replaceAll('"function"!=typeof fetch', 'true'),
			loader: 'js',
		}));
	},
};

/** Ink and what it brings measure text as perch does. */
export const quickWidths = {
	name: 'quick-widths',
	setup(build) {
		build.onResolve({filter: /^string-width$/}, ({path, importer}) =>
			importer.includes('/node_modules/') ? {path, namespace: 'quick-widths'} : undefined,
		);
		build.onLoad({filter: /.*/, namespace: 'quick-widths'}, () => ({
			contents: "export {quickStringWidth as default} from './quick-string-width.ts';",
			resolveDir: import.meta.dirname,
		}));
	},
};

/**
 * Ink reads every line into cells anew for each frame, though most lines of a frame stood in the one before, and makes
 * every blank cell anew, of which it changes none.
 */
export const inkRemembersLines = {
	name: 'ink-remembers-lines',
	setup(build) {
		build.onLoad({filter: /\/ink\/build\/output\.js$/}, async ({path}) => {
			const text = await readFile(path, 'utf8');
			const remembering = text
				.replace('caches = new OutputCaches();', 'caches = cachesOfNextFrame();')
				.replace(/row\.push\((\{[^}]*\})\);/, 'row.push(blank ??= $1);');
			if (!remembering.includes('cachesOfNextFrame()') || !remembering.includes('blank ??=')) {
				throw new Error('Ink draws in another way than when it was taught to remember lines');
			}
			return {contents: `${remembering}\n${cachesOfNextFrame}`};
		});
	},
};

const cachesOfNextFrame = `
let blank;
let linesOfLastFrame = new Map();
function cachesOfNextFrame() {
	const caches = new OutputCaches();
	const known = linesOfLastFrame;
	caches.getStyledChars = line => {
		if (!caches.styledChars.has(line) && known.has(line)) caches.styledChars.set(line, known.get(line));
		return OutputCaches.prototype.getStyledChars.call(caches, line);
	};
	linesOfLastFrame = caches.styledChars;
	return caches;
}
`;

/** meow is given the package's name and version, so it has no package file to put in order. */
export const leanArguments = {
	name: 'lean-arguments',
	setup(build) {
		build.onLoad({filter: /\/meow\/build\/dependencies\.js$/}, async ({path}) => ({
			contents: (await readFile(path, 'utf8'))
				.replace('var normalizeExports = requireNormalize();', '')
				.replace(/^const normalizePackageData = .*$/m, 'const normalizePackageData = () => {};'),
		}));
	},
};

/** Asking the machine for its rules of graphemes takes long, and most texts are plain: when the first one is not. */
export const lazySegmenters = {
	name: 'lazy-segmenters',
	setup(build) {
		build.onLoad({filter: /\/(string-width|wrap-ansi)\/index\.js$/}, async ({path}) => ({
			contents: (await readFile(path, 'utf8')).replace(
				/^const segmenter = (new Intl\.Segmenter\([^)]*\));$/m,
				'let intl;\nconst segmenter = {segment: text => (intl ??= $1).segment(text)};',
			),
		}));
	},
};
