import {readFileSync} from 'node:fs';
import {parseTheme, type Theme} from '../../source/domain/text/theme.ts';
import type {TerminalStyle} from '../../source/views/lines/terminal-style.ts';

export function themeNamed(name: string): Theme {
	const file = new URL(`../../themes/${name}.json`, import.meta.url);
	const parsed = parseTheme(JSON.parse(readFileSync(file, 'utf8')));
	if (!parsed.ok) throw new Error(parsed.error);
	return parsed.value;
}

const theme = themeNamed('default');

export const looks = {
	colour: {theme, hasColour: true, charset: 'utf8'},
	noColour: {theme, hasColour: false, charset: 'utf8'},
	ascii: {theme, hasColour: true, charset: 'ascii'},
} as const satisfies Record<string, TerminalStyle>;
