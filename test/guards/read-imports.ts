import {readdirSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {importTable, type Row} from './import-table.ts';
import {type Import, importsOf} from './module-graph.ts';

const source = fileURLToPath(new URL('../../source/', import.meta.url));

/** The path of every module of the program, from the project's root. */
export const modules: readonly string[] = readdirSync(source, {recursive: true, encoding: 'utf8'})
	.filter(path => /(?<!\.d)\.tsx?$/.test(path))
	.map(path => `source/${path}`)
	.sort();

export const allImports: readonly Import[] = modules.flatMap(path =>
	importsOf(path, readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')),
);

/** The room of a module: the longest row of the table that it lies in; null where there is none. */
export function roomOf(path: string): string | null {
	const within = Object.keys(importTable).filter(room => liesIn(path, room));
	return within.sort((one, other) => other.length - one.length)[0] ?? null;
}

/** Why the table does not allow this import; null where it does. */
export function fault({from, to, isTypeOnly}: Import): string | null {
	const room = roomOf(from);
	if (room === null) return `${from} lies in no room`;
	const {rooms, packages, typesOf = []} = importTable[room] as Row;
	const told = `${from} imports ${to}`;
	if (!to.startsWith('source/')) return packages.some(name => isOf(to, name)) ? null : told;
	if (roomOf(to) === room || rooms.some(one => liesIn(to, one))) return null;
	if (!typesOf.some(one => liesIn(to, one))) return told;
	return isTypeOnly ? null : `${told} for more than its types`;
}

function liesIn(path: string, room: string): boolean {
	return room === '' || path === `source/${room}` || path.startsWith(`source/${room}/`);
}

function isOf(specifier: string, name: string): boolean {
	return name.endsWith(':') ? specifier.startsWith(name) : specifier === name || specifier.startsWith(`${name}/`);
}
