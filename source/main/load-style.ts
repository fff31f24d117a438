import {readFile} from 'node:fs/promises';
import type {TerminalEnvironment} from '../adapters/system/terminal-environment.ts';
import {parseTheme} from '../domain/theme.ts';
import type {TerminalStyle} from '../views/lines/terminal-style.ts';

/** Loads how frames are drawn; a string says why that is impossible. A theme is a JSON file of that name
 * beside the program. */
export async function loadLook(name: string, terminal: TerminalEnvironment): Promise<TerminalStyle | string> {
	if (!/^[a-z0-9-]+$/.test(name)) return "A theme's name has small letters, digits and dashes.";
	let text: string;
	try {
		text = await readFile(new URL(`../themes/${name}.json`, import.meta.url), 'utf8');
	} catch {
		return `There is no theme "${name}".`;
	}
	const theme = parseTheme(JSON.parse(text));
	if (!theme.ok) return theme.error;
	return {theme: theme.value, hasColour: terminal.colour !== 'none', charset: terminal.hasUtf8 ? 'utf8' : 'ascii'};
}
