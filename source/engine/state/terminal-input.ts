import type {SafeText} from '../../domain/text/safe-text.ts';

/** Input from the terminal. It carries no time: the engine adds the time of its clock. */
export type TerminalInput =
	/** Keys that arrived in one piece: more than one is a burst, and a burst must not trigger anything. */
	| {readonly kind: 'keys'; readonly keys: readonly Key[]}
	/** A bracketed paste, ended or abandoned; its text is not kept. `length` in UTF-16 units. */
	| {readonly kind: 'paste'; readonly length: number}
	| {readonly kind: 'focus'; readonly isFocused: boolean}
	/** The mouse: a step of its wheel, or a click on the row of that key; null where there is no row. */
	| {readonly kind: 'wheel'; readonly rows: -1 | 1}
	| {readonly kind: 'click'; readonly row: string | null}
	| {readonly kind: 'resize'; readonly columns: number; readonly rows: number}
	/** The last frame could not be shown: which part failed. */
	| {readonly kind: 'undrawn'; readonly text: SafeText};

export interface Key {
	/**
	 * `up`, `down`, `left`, `right`, `home`, `end`, `pageup`, `pagedown`, `enter`, `escape`, `tab`, `shift-tab`,
	 * `backspace`, `delete`, `ctrl-c`, `alt-p`, or the single character that was typed (`p`, `P`, `?`, ` `).
	 * An unknown key is `unknown`.
	 */
	readonly name: string;
	/** What the key would type into a line; empty for keys that type nothing. Raw: make it safe before showing it. */
	readonly text: string;
}
