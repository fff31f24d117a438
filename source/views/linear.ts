import type {SafeText} from '../domain/safe-text.ts';
import type {Frame} from '../engine/screens/frame.ts';
import {drawContained} from './draw-contained.ts';
import {drawFrame} from './draw-frame.ts';
import type {Line} from './lines/line.ts';
import {plainLine} from './lines/paint.ts';
import type {TerminalStyle} from './lines/terminal-style.ts';
import {confirmBox} from './screens/confirm.ts';
import {paletteBox} from './screens/palette.ts';

/** A frame for a screen reader: what is in front, line by line, without frames, charts and blanks that only align. */
export function linearText(
	frame: Frame,
	look: TerminalStyle,
): {readonly texts: readonly string[]; readonly undrawn: SafeText | null} {
	const {lines, undrawn} = drawContained(frame, look, inFront);
	const texts = lines
		.map(line => plainLine(line, frame.size.columns, look))
		.map(text => text.replace(drawn, ' ').trim().replaceAll(/ {2,}/g, ', '))
		.filter(text => /[\p{L}\p{N}]/u.test(text));
	return {texts, undrawn};
}

function inFront(frame: Frame, look: TerminalStyle): readonly Line[] {
	const {size, confirm, palette} = frame;
	return confirm ? confirmBox(confirm, size) : palette ? paletteBox(palette, size) : drawFrame(frame, look);
}

/** Boxes, blocks and braille. */
const drawn = /[\u2500-\u259f\u2800-\u28ff]+/g;

/** The words of a text: figures, ages and countdowns change by the second, and are no news to a listener. */
export function wordsOf(lines: readonly string[]): string {
	return lines.join('\n').replaceAll(/[\d.,:%?~≥<+-]+(?:ms|µs|[smhdkM])?/gu, '');
}
