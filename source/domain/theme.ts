import * as v from 'valibot';
import {err, ok, type Result} from './result.ts';
import {ident, type SafeText} from './safe-text.ts';

/** What a piece of text means; a theme says how each meaning looks. Every meaning also has a glyph or a word. */
export const meanings = [
	'text',
	'dim',
	'title',
	'key',
	'border',
	'critical',
	'warning',
	'good',
	'moving',
	'quiet',
	'badgeProd',
	'badgeDemo',
	'badgeMode',
	'stable',
	'canary',
	'other',
	'p50',
	'p95',
	'p99',
	'marker',
	'escape',
	'selected',
] as const;

export type Meaning = (typeof meanings)[number];

/** The 16 colours that every terminal has; the terminal's owner chose how they look. */
export const colours = [
	'black',
	'red',
	'green',
	'yellow',
	'blue',
	'magenta',
	'cyan',
	'white',
	'brightBlack',
	'brightRed',
	'brightGreen',
	'brightYellow',
	'brightBlue',
	'brightMagenta',
	'brightCyan',
	'brightWhite',
] as const;

export type Colour = (typeof colours)[number];

export interface Style {
	readonly colour?: Colour | undefined;
	readonly background?: Colour | undefined;
	readonly bold?: boolean | undefined;
	readonly dim?: boolean | undefined;
	readonly inverse?: boolean | undefined;
	readonly underline?: boolean | undefined;
}

export interface Theme {
	readonly name: string;
	readonly styles: Readonly<Record<Meaning, Style>>;
}

/** Parses a theme file; the error names the first field that is wrong. */
export function parseTheme(input: unknown): Result<Theme, SafeText> {
	const parsed = v.safeParse(themeSchema, input);
	if (parsed.success) return ok(parsed.output);
	const [issue] = parsed.issues;
	return err(ident(`theme: ${v.getDotPath(issue) ?? 'file'}: ${issue.message}`));
}

const flag = v.optional(v.boolean());
const styleSchema = v.strictObject({
	colour: v.optional(v.picklist(colours)),
	background: v.optional(v.picklist(colours)),
	bold: flag,
	dim: flag,
	inverse: flag,
	underline: flag,
});
const themeSchema = v.strictObject({
	name: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]*$/)),
	styles: v.strictObject(v.entriesFromList(meanings, styleSchema)),
});
