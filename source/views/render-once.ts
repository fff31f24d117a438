import type {Frame} from '../engine/screens/frame.ts';
import {drawContained} from './draw-contained.ts';
import {plainLine} from './lines/paint.ts';
import type {TerminalStyle} from './lines/terminal-style.ts';

/** One frame as plain text without any escape sequence, for `--once` and for output that is not a terminal. */
export function renderOnce(frame: Frame, look: TerminalStyle): string {
	const lines = drawContained(frame, look).lines.map(line => plainLine(line, frame.size.columns, look));
	return `${lines.join('\n')}\n`;
}
