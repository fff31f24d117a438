import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';

export const root = join(import.meta.dirname, '../..');
export const dist = join(root, 'dist');

/** esbuild's metafile, as far as the tests read it. */
interface Metafile {
	readonly inputs: Readonly<Record<string, unknown>>;
	readonly outputs: Readonly<Record<string, Output>>;
}

interface Output {
	readonly entryPoint?: string;
	readonly imports: readonly {readonly path: string; readonly kind: string; readonly external?: boolean}[];
	readonly inputs: Readonly<Record<string, {readonly bytesInOutput: number}>>;
}

export async function readMetafile(): Promise<Metafile> {
	return JSON.parse(await readFile(join(dist, 'meta.json'), 'utf8'));
}

/** The sources that are loaded with these ones: their built files, and all that those import statically. */
export function eagerInputs({outputs}: Metafile, sources: readonly string[]): readonly string[] {
	const reached = new Set(sources.map(source => builtFrom(outputs, source)));
	for (const path of reached) {
		for (const {path: next, kind} of outputs[path]?.imports ?? []) {
			if (kind !== 'dynamic-import' && next in outputs) reached.add(next);
		}
	}
	return [...reached].flatMap(path => Object.keys(outputs[path]?.inputs ?? {}));
}

function builtFrom(outputs: Metafile['outputs'], source: string): string {
	const found = Object.entries(outputs).find(([, {entryPoint}]) => entryPoint === source);
	if (found === undefined) throw new Error(`${source} has no built file of its own`);
	return found[0];
}

/** Name and text of every program file in dist. */
export async function programFiles(): Promise<readonly {readonly name: string; readonly text: string}[]> {
	const names = (await readdir(dist)).filter(name => name.endsWith('.js'));
	return Promise.all(names.map(async name => ({name, text: await readFile(join(dist, name), 'utf8')})));
}
