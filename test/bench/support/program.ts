import {cpSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

/** A copy of the built program: a build that starts meanwhile does not change the measured program. */
export interface Program {
	readonly folder: string;
	readonly cli: string;
	/** Keeps the program away from the operator's own files. */
	readonly env: Readonly<Record<string, string>>;
	remove(): void;
}

export function copyProgram(): Program {
	const root = join(import.meta.dirname, '../../..');
	const folder = mkdtempSync(join(tmpdir(), 'perch-bench-'));
	for (const name of ['dist', 'themes', 'package.json']) {
		cpSync(join(root, name), join(folder, name), {recursive: true});
	}
	return {
		folder,
		cli: join(folder, 'dist/cli.js'),
		env: {
			PATH: process.env.PATH ?? '',
			HOME: folder,
			XDG_CONFIG_HOME: join(folder, 'config'),
			XDG_STATE_HOME: join(folder, 'state'),
			TERM: 'xterm-256color',
			LANG: 'C.UTF-8',
			NODE_COMPILE_CACHE: join(folder, 'compile-cache'),
		},
		remove: () => rmSync(folder, {recursive: true, force: true}),
	};
}
