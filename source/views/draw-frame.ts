import {safe} from '../domain/safe-text.ts';
import type {Frame} from '../engine/screens/frame.ts';
import {asciiView} from './lines/ascii.ts';
import {fitLine, type Line, overlay, span} from './lines/line.ts';
import type {Look} from './lines/look.ts';
import {confirmBox} from './screens/confirm.ts';
import {paletteBox} from './screens/palette.ts';
import {drawPanel} from './screens/registry.ts';
import {headerLine} from './widgets/header.ts';

/** One frame as lines: exactly `rows` of them, none wider than the terminal when painted. Pure. */
export function drawFrame(frame: Frame, look: Look): readonly Line[] {
	const {size, screen, confirm, palette} = look.charset === 'ascii' ? asciiView(frame) : frame;
	if (size.columns < 40 || size.rows < 10) return statusOnly(screen.view.header, size);
	const lines = drawPanel(screen, size, look);
	if (confirm !== null) return overlay(lines, confirmBox(confirm, size), size.columns);
	return palette === null ? lines : overlay(lines, paletteBox(palette, size), size.columns);
}

/** Too small to decide on: one line of state, and what to do. */
function statusOnly(header: Frame['screen']['view']['header'], size: Frame['size']): readonly Line[] {
	const rows = Math.max(1, size.rows);
	const hint = fitLine([span(safe`enlarge to 40x10: keys that write are off`, 'warning')], size.columns);
	return Array.from({length: rows}, (_, row) => {
		if (row === 0) return headerLine(header, null, size.columns);
		return row === 1 ? hint : [];
	});
}
