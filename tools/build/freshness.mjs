import {readdir, stat} from 'node:fs/promises';
import {join} from 'node:path';

/** Whether a built file is newer than everything below these paths. Folders count too: deleting a file changes its
 * folder. */
export async function isUpToDate(builtPath, inputPaths) {
	const built = await stat(builtPath).catch(() => undefined);
	if (built === undefined) return false;
	const changedMs = await Promise.all(inputPaths.map(newestMs));
	return Math.max(...changedMs) < built.mtimeMs;
}

async function newestMs(path) {
	const info = await stat(path);
	if (!info.isDirectory()) return info.mtimeMs;
	const below = await readdir(path);
	const changedMs = await Promise.all(below.map(name => newestMs(join(path, name))));
	return Math.max(info.mtimeMs, ...changedMs);
}
