import type {SafeText} from '../domain/text/safe-text.ts';
import type {Frame} from '../engine/screens/frame.ts';
import {drawContained} from './draw-contained.ts';
import {drawFrame} from './draw-frame.ts';
import {asciiView} from './lines/ascii.ts';
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
	// In ASCII a chart is letters, dots and dashes, which nothing tells from a text.
	const signs: TerminalStyle = {...look, charset: 'utf8'};
	const {lines, undrawn} = drawContained(frame, signs, inFront);
	const texts = lines
		.map(line => plainLine(line, frame.size.columns, signs))
		.map(text => text.replaceAll(axis, ' ').replace(drawn, ' ').trim().replaceAll(/ {2,}/g, ', '))
		.filter(text => /\p{L}{2}|\p{N}/u.test(text))
		.map(text => (look.charset === 'ascii' ? asciiView(text) : text));
	return {texts, undrawn};
}

function inFront(frame: Frame, look: TerminalStyle): readonly Line[] {
	const {size, confirm, palette} = frame;
	return confirm ? confirmBox(confirm, size) : palette ? paletteBox(palette, size) : drawFrame(frame, look);
}

/** The values of a chart's axis, which say nothing without its lines. */
const axis = /[\d.]+[kMGT]?┤/g;

/** Boxes, blocks and braille. */
const drawn = /[\u2500-\u259f\u2800-\u28ff]+/g;

/** The words of a text: figures, ages and countdowns change by the second, and are no news to a listener. */
export function wordsOf(lines: readonly string[]): string {
	return lines.join('\n').replaceAll(/[\d.,:%?~≥<+-]+(?:ms|µs|[smhdkM])?/gu, '');
}
