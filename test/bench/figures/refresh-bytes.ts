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

/** Bytes on a terminal of 160×45 for each refresh of a full Home, of which a given share of the cells changes. */
export async function refreshBytes(program: Program): Promise<readonly Figure[]> {
	const folder = join(program.folder, 'refresh');
	mkdirSync(folder);
	const {bundleProgram} = (await import(join(root, 'tools/build/bundle.mjs'))) as Bundler;
	const {outputFiles} = await bundleProgram({
		root,
		dist: folder,
		version: 'bench',
		entryPoints: ['test/bench/support/refresh-program.ts'],
	});
	for (const {path, contents} of outputFiles) writeFileSync(join(folder, basename(path)), contents);
	return [
		await measure(program, join(folder, 'refresh-program.js'), 0.25, 9_000),
		await measure(program, join(folder, 'refresh-program.js'), 0.02, null),
	];
}

async function measure(program: Program, script: string, share: number, reach: number | null): Promise<Figure> {
	const screen = spawnOnPty([script, `${share}`], {env: program.env});
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
	return {
		name: `bytes per refresh, 160×45, ${share * 100} % of cells changing`,
		value: median(bytes),
		unit: ' bytes',
		reach,
		note: `median of ${refreshes}; 40 services × 10 columns`,
	};
}
