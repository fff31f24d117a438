import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {describeFileError, fileErrorCode} from '../adapters/system/file-error.ts';
import {configFolder, type Environment} from '../adapters/system/state-folder.ts';
import type {TerminalEnvironment} from '../adapters/system/terminal-environment.ts';
import {err, ok, type Result} from '../domain/result.ts';
import {ident, line, type SafeText, safe} from '../domain/text/safe-text.ts';
import {parseTheme} from '../domain/text/theme.ts';
import {themeAtDepth} from '../domain/text/theme-colours.ts';
import type {TerminalStyle} from '../views/lines/terminal-style.ts';

/** Where a theme `NAME.json` is looked for: the operator's own themes, then those beside the program. */
export function themeFolders(env: Environment, homeFolder: string): readonly string[] {
	return [join(configFolder(env, homeFolder), 'themes'), fileURLToPath(new URL('../themes/', import.meta.url))];
}

/** Loads how frames are drawn; a string says why that is impossible. */
export async function loadLook(
	name: string,
	terminal: TerminalEnvironment,
	folders: readonly string[],
): Promise<TerminalStyle | string> {
	if (!/^[a-z][a-z0-9-]*$/.test(name)) return "A theme's name has small letters, digits and dashes.";
	const found = await readFirst(folders.map(folder => join(folder, `${name}.json`)));
	if (found === null) return `There is no theme "${name}": choose from ${(await themeNames(folders)).join(', ')}.`;
	if ('trouble' in found) return found.trouble;
	const json = parsedJson(found.text);
	const repair = safe`mend it, or take another theme with --theme`;
	if (!json.ok) return safe`${ident(found.path)} is not valid JSON: ${json.error}; ${repair}.`;
	const theme = parseTheme(json.value);
	if (!theme.ok) return safe`${ident(found.path)}: ${theme.error}; ${repair}.`;
	const {colour, hasUtf8} = terminal;
	return {
		theme: themeAtDepth(theme.value, colour === 'none' ? '16' : colour),
		hasColour: colour !== 'none',
		charset: hasUtf8 ? 'utf8' : 'ascii',
	};
}

async function readFirst(
	paths: readonly string[],
): Promise<{readonly path: string; readonly text: string} | {readonly trouble: string} | null> {
	for (const path of paths) {
		try {
			return {path, text: await readFile(path, 'utf8')};
		} catch (error) {
			if (fileErrorCode(error) !== 'ENOENT' && fileErrorCode(error) !== 'ENOTDIR')
				return {trouble: describeFileError({what: 'theme', path, error})};
		}
	}
	return null;
}

/** The error is the parser's own words, which name the place. */
function parsedJson(text: string): Result<unknown, SafeText> {
	try {
		return ok(JSON.parse(text));
	} catch (error) {
		return err(line(error instanceof Error ? error.message : String(error)));
	}
}

async function themeNames(folders: readonly string[]): Promise<readonly string[]> {
	const files = await Promise.all(folders.map(folder => readdir(folder).catch(() => [])));
	const names = files.flat().flatMap(file => /^([a-z][a-z0-9-]*)\.json$/.exec(file)?.[1] ?? []);
	return [...new Set(names)].toSorted();
}
