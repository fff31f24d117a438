import {mkdtemp, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {AuditRecord} from '../../../source/ports/audit.ts';

/** A home folder for one operator: perch reads nothing from the machine's own, and tests can read what perch writes. */
export interface HomeFolder {
	readonly path: string;
	readonly env: Readonly<Record<string, string>>;
	readonly auditPath: string;
	readonly debugLogPath: string;
	/** Empty when nothing was written yet. */
	audit(): Promise<readonly AuditRecord[]>;
	/** The outcomes of the operator's intents, in the order in which perch recorded them. */
	outcomes(): Promise<readonly string[]>;
	read(path: string): Promise<string>;
}

export async function createHomeFolder(parent: string): Promise<HomeFolder> {
	const path = await mkdtemp(join(parent, 'home-'));
	const state = join(path, '.local/state/perch');
	const auditPath = join(state, 'audit.jsonl');
	const read = (file: string) =>
		readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
			if (error.code === 'ENOENT') return '';
			throw error;
		});
	async function audit(): Promise<readonly AuditRecord[]> {
		const lines = (await read(auditPath)).split('\n').filter(text => text !== '');
		return lines.map(text => JSON.parse(text) as AuditRecord);
	}

	return {
		path,
		env: {
			HOME: path,
			XDG_CONFIG_HOME: join(path, '.config'),
			XDG_STATE_HOME: join(path, '.local/state'),
			XDG_CACHE_HOME: join(path, '.cache'),
			TMPDIR: process.env.TMPDIR ?? '/tmp',
			PATH: process.env.PATH ?? '',
			TERM: 'xterm-256color',
			LANG: 'C.UTF-8',
		},
		auditPath,
		debugLogPath: join(state, 'debug.log'),
		audit,
		outcomes: async () => (await audit()).flatMap(record => (record.record === 'outcome' ? [record.outcome] : [])),
		read,
	};
}
