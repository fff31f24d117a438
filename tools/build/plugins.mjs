import {readFile} from 'node:fs/promises';
import {isBuiltin} from 'node:module';
import {join} from 'node:path';

const charts = join(import.meta.dirname, '../../source/views/charts');

/** Takes only the drawing code of blessed-contrib: a stub replaces the screen library, one function replaces
 * lodash. */
export const leanCharts = {
	name: 'lean-charts',
	setup(build) {
		build.onResolve({filter: /^blessed$/}, () => ({path: join(charts, 'blessed-stub.cjs')}));
		build.onResolve({filter: /^lodash$/}, ({importer}) =>
			importer.includes('/node_modules/blessed-contrib/') ? {path: join(charts, 'lodash-stub.cjs')} : undefined,
		);
		// The canvas uses `new Buffer`, about which Node prints a warning on the screen.
		build.onLoad({filter: /\/node_modules\/drawille-[^/]+\/[^/]+\.js$/}, async ({path}) => ({
			contents: (await readFile(path, 'utf8')).replaceAll('new Buffer(', 'Buffer.alloc('),
		}));
	},
};

/** Ink loads the devtools only if DEV is set, which perch never does; their package is not installed. */
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

/** The Kubernetes client does not declare that its files have no side effects, so all of it would come with the one
 * class that perch uses: shells, file copies, web sockets, informers and every model. */
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

/** perch's own requests only need undici's pool; the whole package would load fetch, caches, web sockets and mocks
 * too. */
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

/** Loads Node's own modules by `require`. An import of a module evaluates everything that it exports: for `http`
 * that includes WebSocket, and with it all of fetch. */
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

/** Axios, which the Prometheus client uses, sends requests with Node's http and uploads no forms here, so it needs
 * neither fetch nor a form library. Axios' own build for browsers has no form library either. */
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

/** Yoga would fetch its code although the code is embedded; loading `fetch` takes a sixth of the time to the first
 * frame. */
export const yogaWithoutFetch = {
	name: 'yoga-without-fetch',
	setup(build) {
		build.onLoad({filter: /\/yoga-layout\/dist\/binaries\/[^/]+\.js$/}, async ({path}) => ({
			contents: (await readFile(path, 'utf8')).replaceAll('"function"!=typeof fetch', 'true'),
			loader: 'js',
		}));
	},
};

/** Makes Ink and its dependencies measure text as perch does. */
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

/** Makes Ink reuse the lines and blank cells of the last frame. By itself it reads every line into cells for each
 * frame, though most lines are unchanged, and creates every blank cell again, though it changes none. */
export const inkRemembersLines = {
	name: 'ink-remembers-lines',
	setup(build) {
		build.onLoad({filter: /\/ink\/build\/output\.js$/}, async ({path}) => {
			const text = await readFile(path, 'utf8');
			const remembering = text
				.replace('caches = new OutputCaches();', 'caches = cachesOfNextFrame();')
				.replace(/row\.push\((\{[^}]*\})\);/, 'row.push(blank ??= $1);')
				.replace('characterLines.map(line => styledCharsToString(line))', 'characterLines.map(textOfLine)')
				.replace('styledCharsToString(lineWithoutEmptyItems)', 'textOfRow(lineWithoutEmptyItems)');
			const taught = ['cachesOfNextFrame()', 'blank ??=', 'textOfLine)', 'textOfRow('];
			if (!taught.every(part => remembering.includes(part))) {
				throw new Error('Ink draws in another way than when it was taught to remember lines');
			}
			return {contents: `${remembering}\n${cachesOfNextFrame}\n${rememberedTexts}`};
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

// The characters of a line that did not change are the same objects as in the last frame.
const rememberedTexts = `
const textOfLine = remembering();
const textOfRow = remembering();
function remembering() {
	const known = new WeakMap();
	return characters => {
		const [first] = characters;
		if (first === undefined) return '';
		const last = known.get(first);
		if (last?.characters.length === characters.length && last.characters.every((one, at) => one === characters[at]))
			return last.text;
		const text = styledCharsToString(characters);
		known.set(first, {characters, text});
		return text;
	};
}
`;

/** perch gives meow the package's name and version, so meow has no package file to normalise. */
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

/** Creates the segmenter for the first text that is not plain: loading the grapheme rules takes long, and most
 * texts are plain. */
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
