import type {SafeText} from './safe-text.ts';

/**
 * Markdown that reads the same in GitHub and in Slack: bold, code, and list items that begin with `- `. Nothing is
 * escaped by backslashes, because Slack shows them; a text that Markdown would change becomes code instead.
 */

/** A name, a version, a command: exactly as it is. */
export function code(text: SafeText): SafeText {
	const longest = Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
	if (longest === 0) return `\`${text}\`` as SafeText;
	const fence = '`'.repeat(longest + 1);
	return `${fence} ${text} ${fence}` as SafeText;
}

/** A sentence; as code where Markdown or a chat would make something of it: emphasis, a link, a mention. */
export function prose(text: SafeText): SafeText {
	return hasMarkup.test(text) ? code(text) : text;
}

export function bold(text: SafeText): SafeText {
	const shown = prose(text);
	return `**${shown}**` as SafeText;
}

/** `&` begins an entity and `#1` names an issue only before certain characters. */
const hasMarkup = /[*_`~<>[\]\\@]|&[#\w]|#\w|:\/\/|www\.|^\s*(?:[-+=#]|\d+[.)]\s)|:[a-z_+-]+:/i;
