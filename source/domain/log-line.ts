import type {Instant} from './instant.ts';
import {block, type SafeText} from './text/safe-text.ts';

/** One line that a container wrote. */
export interface LogLine {
	/** When the container wrote it, by the node's clock. */
	readonly at: Instant;
	readonly text: SafeText;
}

/** Characters of a line that are kept; the rest is counted at its end. */
const longestLine = 8_192;

/** A container's line, safe to draw: tabs become blanks, and control characters stay visible. Colour sequences are
 * dropped, since their text is shown all the same. A sequence that conceals text on a terminal is kept visible: it
 * tells that somebody wanted the text after it unseen. One that is longer than any colour needs is kept as well,
 * since it may carry something else. */
export function logText(raw: string): SafeText {
	const text = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
	const marked = text.includes('\u001b') ? text.replace(colour, visibleIfHiding) : text;
	if (marked.length <= longestLine) return block(marked);
	return block(`${marked.slice(0, longestLine)}…(+${marked.length - longestLine})`);
}

const colour = /\u001b\[([0-9;:]*)m/g;
const longestColour = 32;

function visibleIfHiding(sequence: string, parameters: string): string {
	const conceals = parameters.split(/[;:]/).some((value, at, all) => value === '8' && !isOfColour(all, at));
	return conceals || parameters.length > longestColour ? `^[${sequence.slice(1)}` : '';
}

/** Whether a parameter belongs to `38;5;N` or `38;2;R;G;B` (48, 58 likewise) and is no command of its own. */
function isOfColour(parameters: readonly string[], at: number): boolean {
	const five = ['38', '48', '58'].includes(parameters[at - 2] ?? '') && parameters[at - 1] === '5';
	const rgb = [2, 3, 4].some(
		back => ['38', '48', '58'].includes(parameters[at - back] ?? '') && parameters[at - back + 1] === '2',
	);
	return five || rgb;
}
