import stringWidth from 'string-width';
import {expect} from 'vitest';
import type {Frame} from '../../source/engine/screens/frame.ts';
import {drawFrame} from '../../source/views/draw-frame.ts';
import {paintLine} from '../../source/views/lines/paint.ts';
import type {Desk} from '../engine/support/desk.ts';
import {looks} from './look.ts';

/** Expects all rows and none over the width. A terminal without a window may report no columns or no rows; perch then
 * draws one row. */
export function expectFilled(frame: Frame): void {
	const {columns, rows} = frame.size;
	const lines = drawFrame(frame, looks.colour).map(line => paintLine(line, columns, looks.colour));
	expect(lines).toHaveLength(Math.max(1, rows));
	expect(lines.filter(line => stringWidth(line) > columns)).toEqual([]);
}

/** Resizes the window so many times, to ever new sizes. */
export function expectResizable(desk: Desk, times: number): void {
	for (let at = 0; at < times; at += 1) {
		// The steps share no factor with the bounds: widths and heights meet in ever new pairs.
		desk.input({kind: 'resize', columns: (at * 37) % 260, rows: (at * 11) % 90});
		expectFilled(desk.frame());
	}
	expect(desk.state().defect).toBeNull();
}
