import * as v from 'valibot';
import {err, ok, type Result} from '../result.ts';
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
	'badgeStaging',
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

/** `#rrggbb` */
export type Rgb = `#${string}`;

/** A number is of the 256-colour palette that xterm defined, 16 to 255. */
export interface Style<C = Colour | Rgb | number> {
	readonly colour?: C | undefined;
	readonly background?: C | undefined;
	/** Replaces `colour` and `background` where the terminal has more than 16 colours. */
	readonly exact?: {readonly colour?: Rgb | undefined; readonly background?: Rgb | undefined} | undefined;
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
const named = v.optional(v.picklist(colours, `must be one of ${colours.join(', ')}`));
const rgb = v.optional(
	v.custom<Rgb>(input => typeof input === 'string' && /^#[0-9a-f]{6}$/i.test(input), 'must be #rrggbb'),
);
const styleSchema = v.strictObject({
	colour: named,
	background: named,
	exact: v.optional(v.strictObject({colour: rgb, background: rgb})),
	bold: flag,
	dim: flag,
	inverse: flag,
	underline: flag,
});
const themeSchema = v.strictObject({
	name: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]*$/)),
	styles: v.strictObject(v.entriesFromList(meanings, styleSchema)),
});
