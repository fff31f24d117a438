import {mkdirSync, writeFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import type {Figure} from '../figure.ts';
import type {Program} from '../support/program.ts';
import {spawnOnPty} from '../support/pty.ts';
import {median} from '../support/statistics.ts';

const root = join(import.meta.dirname, '../../..');
const refreshes = 30;

interface Bundler {
	bundleProgram(options: {
		readonly root: string;
		readonly dist: string;
		readonly version: string;
		readonly entryPoints: readonly string[];
	}): Promise<{readonly outputFiles: readonly {readonly path: string; readonly contents: Uint8Array}[]}>;
}

type Screen = 'home' | 'panels';
type Writer = 'perch' | 'ink';

/** Bytes on a terminal of 160×45 for each refresh of full screens, of which a given share of the cells changes; beside
 * them what Ink alone writes for the same frames. */
export async function refreshBytes(program: Program): Promise<readonly Figure[]> {
	const folder = join(program.folder, 'refresh');
	mkdirSync(folder);
	const {bundleProgram} = (await import(join(root, 'tools/build/bundle.mjs'))) as Bundler;
	const {outputFiles} = await bundleProgram({
		root,
		dist: folder,
		version: 'bench',
		entryPoints: ['test/bench/support/refresh-program.tsx'],
	});
	for (const {path, contents} of outputFiles) writeFileSync(join(folder, basename(path)), contents);
	const bytesOf = (screen: Screen, writer: Writer, share: number) =>
		measure(program, [join(folder, 'refresh-program.js'), screen, writer, `${share}`]);
	const figures: Figure[] = [];
	for (const screen of ['home', 'panels'] as const) {
		const own = await bytesOf(screen, 'perch', 0.25);
		const inks = await bytesOf(screen, 'ink', 0.25);
		figures.push(
			{
				name: `bytes per refresh of ${screen}, 160×45, 25 % of cells changing`,
				value: own,
				unit: ' bytes',
				reach: 9_000,
				note: `median of ${refreshes}; ${sizes[screen]}`,
			},
			{
				name: `the same ÷ what Ink alone writes`,
				value: own / inks,
				unit: '×',
				reach: 1,
				note: `${own} ÷ ${inks} bytes`,
			},
		);
	}
	figures.push({
		name: 'bytes per refresh of home, 160×45, 2 % of cells changing',
		value: await bytesOf('home', 'perch', 0.02),
		unit: ' bytes',
		reach: null,
		note: `median of ${refreshes}; ${sizes.home}`,
	});
	return figures;
}

const sizes: Readonly<Record<Screen, string>> = {
	home: '40 services × 7 figures and charts',
	panels: 'a full page of cards',
};

/** The median of the bytes of one refresh. */
async function measure(program: Program, command: readonly string[]): Promise<number> {
	const screen = spawnOnPty(command, {env: program.env});
	await screen.shows(/^perch /);
	// The terminal echoes keys until the screen has taken the keyboard, just after its first frame.
	await delay(500);
	const bytes: number[] = [];
	for (let refresh = 0; refresh < refreshes; refresh++) {
		const before = screen.bytes();
		screen.write('n');
		await screen.shows(new RegExp(`refresh ${refresh + 1}\\b`));
		bytes.push(screen.bytes() - before);
	}
	await screen.end();
	return median(bytes);
}
