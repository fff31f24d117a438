export type NeutraliserMode = 'ident' | 'line' | 'block';

/** What one character becomes on the screen, and the column and marks after it. */
export type Piece = {
	readonly text: string;
	readonly nextColumn: number;
	readonly marksInARow: number;
};

/** One character (a code point, or half a surrogate pair) with its surroundings. */
export type CharacterInContext = {
	readonly character: string;
	readonly mode: NeutraliserMode;
	/** Cells since the last line feed; wide characters count as one. Decides only how far a tab reaches. */
	readonly column: number;
	/** Combining marks just before this character, or `noBaseYet`. */
	readonly marksInARow: number;
};

const maxMarksInARow = 4;
const tabColumns = 8;
const replacement = '\ufffd';

/** At the start of a line a mark would attach to whatever stands to the left of the text on the screen. */
export const noBaseYet = maxMarksInARow;

/** UTF-16 units of the longest piece, `\u{10ffff}`. */
export const longestPieceUnits = 10;

/** Makes one character visible and harmless. Nothing disappears but the rest of a run of marks that was cut. */
export function pieceOf(context: CharacterInContext): Piece {
	const {character, mode, column} = context;
	if (mode === 'block' && character === '\n') return {text: character, nextColumn: 0, marksInARow: noBaseYet};
	if (mode === 'block' && character === '\t') return plain(' '.repeat(tabColumns - (column % tabColumns)), column);
	if (/[ -~]/.test(character)) return plain(character, column);
	if (/\p{Cc}/u.test(character) && character < '\u0080') return plain(caret(character), column);
	if (mode === 'ident') return plain(unicodeEscape(character), column);
	if (/\p{Cs}/u.test(character)) return plain(replacement, column);
	if (mode === 'block' && /\p{Zs}/u.test(character)) return plain(' ', column);
	if (unseen.test(character)) return plain(unicodeEscape(character), column);
	if (/\p{M}/u.test(character)) return mark(context);
	return plain(character, column);
}

// Controls, formats (bidi among them), private use, unassigned, separators, and characters that draw nothing
// (also blank braille).
const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/u;

function plain(text: string, column: number): Piece {
	return {text, nextColumn: column + Array.from(text).length, marksInARow: 0};
}

function mark({character, column, marksInARow}: CharacterInContext): Piece {
	if (marksInARow < maxMarksInARow)
		return {
			text: character,
			nextColumn: column,
			marksInARow: marksInARow + 1,
		};
	// One replacement stands for the whole rest of the run.
	const isFirstCut = marksInARow === maxMarksInARow;
	return {
		text: isFirstCut ? replacement : '',
		nextColumn: column + (isFirstCut ? 1 : 0),
		marksInARow: maxMarksInARow + 1,
	};
}

/** `^[` for ESC, `^?` for DEL: the control key that types it. */
function caret(control: string): string {
	return `^${String.fromCharCode(control.charCodeAt(0) ^ 0x40)}`;
}

function unicodeEscape(character: string): string {
	const hex = (character.codePointAt(0) ?? 0).toString(16);
	return hex.length <= 4 ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
}
