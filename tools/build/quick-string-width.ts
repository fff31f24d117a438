import stringWidth from 'string-width';
import {cells} from '../../source/views/lines/cells.ts';

/** Ink measures every line several times a frame, which takes half of the frame's time. Nearly all signs that perch
 * draws take one cell each, and its lines contain no sequences but colours. */
export function quickStringWidth(text: string, options?: Parameters<typeof stringWidth>[1]): number {
	return options === undefined ? cells(text.replace(colours, '')) : stringWidth(text, options);
}

const colours = /\u001b\[[\d;]*m/g;
