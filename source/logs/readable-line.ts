import {logText} from '../domain/log-line.ts';
import type {SafeText} from '../domain/text/safe-text.ts';
import {fieldText, structuredLine} from './structured-line.ts';

/** A line of fields as people read it: level and message, then what came of it, then all else, since a narrow
 * terminal cuts the end. Any other line as it is. */
export function readableLine(text: SafeText): SafeText {
	const read = structuredLine(text);
	if (read === null) return text;
	const {level, message, outcome, rest} = read;
	const first = level === null ? [] : [level.toUpperCase()];
	return logText([...first, message, ...[...outcome, ...rest].map(fieldText)].join(' ').replaceAll('\n', ' ↵ '));
}
