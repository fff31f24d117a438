import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';

export const root = join(import.meta.dirname, '../..');
export const dist = join(root, 'dist');

/** esbuild's account of the build; only what the tests read. */
interface Metafile {
	readonly inputs: Readonly<Record<string, unknown>>;
	readonly outputs: Readonly<Record<string, Output>>;
}

interface Output {
	readonly imports: readonly {readonly path: string; readonly kind: string; readonly external?: boolean}[];
	readonly inputs: Readonly<Record<string, {readonly bytesInOutput: number}>>;
}

export async function readMetafile(): Promise<Metafile> {
	return JSON.parse(await readFile(join(dist, 'meta.json'), 'utf8'));
}

/** The sources that are loaded when this built file is: its own and those of all that it imports statically. */
export function eagerInputs({outputs}: Metafile, entry: string): readonly string[] {
	const reached = new Set([entry]);
	for (const path of reached) {
		for (const {path: next, kind} of outputs[path]?.imports ?? []) {
			if (kind !== 'dynamic-import' && next in outputs) reached.add(next);
		}
	}
	return [...reached].flatMap(path => Object.keys(outputs[path]?.inputs ?? {}));
}

/** Name and text of every program file in dist. */
export async function programFiles(): Promise<readonly {readonly name: string; readonly text: string}[]> {
	const names = (await readdir(dist)).filter(name => name.endsWith('.js'));
	return Promise.all(names.map(async name => ({name, text: await readFile(join(dist, name), 'utf8')})));
}
