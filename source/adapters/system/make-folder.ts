import {mkdir, stat} from 'node:fs/promises';
import {dirname} from 'node:path';

/**
 * Makes a folder (mode 0700) and the missing ones above it; returns whether it made any. Throws the file
 * system's error. Node's own `recursive` never ends where a folder exists and takes no entry, as in `/proc`.
 */
export async function makeFolder(path: string): Promise<boolean> {
	const missing: string[] = [];
	for (let folder = path; !(await isThere(folder)); folder = dirname(folder)) missing.unshift(folder);
	for (const folder of missing) await makeOne(folder);
	return missing.length > 0;
}

async function isThere(path: string): Promise<boolean> {
	try {
		await stat(path);
		return true;
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return false;
		throw error;
	}
}

/** Another perch that starts at the same moment may have made it. */
async function makeOne(path: string): Promise<void> {
	try {
		await mkdir(path, {mode: 0o700});
	} catch (error) {
		if (codeOf(error) !== 'EEXIST') throw error;
	}
}

function codeOf(error: unknown): unknown {
	return error instanceof Error && 'code' in error ? error.code : undefined;
}
