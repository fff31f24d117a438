import {err, ok, type Result} from '../result.ts';
import {asciiOnly, ident, line, type SafeText} from './safe-text.ts';

/** The words as one command of a POSIX shell, which hands them to the program exactly as they are. Fails with the
 * word that cannot be written so that a person sees all of it: it holds control characters or such. */
export function shellCommand(words: readonly string[]): Result<SafeText, SafeText> {
	const unseen = words.find(word => !isVisible(word));
	if (unseen !== undefined) return err(ident(unseen));
	return ok(words.map(quoted).join(' ') as SafeText);
}

/** JSON in ASCII: every other character is an escape, which reads back as the same character. */
export function asciiJson(value: unknown): SafeText {
	return asciiOnly(JSON.stringify(value));
}

/** Whether the text is shown as it is. Long ASCII is, though the neutraliser would cut it. */
function isVisible(word: string): boolean {
	return /^[ -~]*$/.test(word) || line(word) === word;
}

function quoted(word: string): string {
	// zsh expands a word that begins with =.
	if (/^(?!=)[\w@%+=:,./-]+$/.test(word)) return word;
	return `'${word.replaceAll("'", `'\\''`)}'`;
}
