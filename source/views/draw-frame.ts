import {safe} from '../domain/text/safe-text.ts';
import type {Frame} from '../engine/screens/frame.ts';
import {asciiView} from './lines/ascii.ts';
import {fitLine, type Line, overlay, span} from './lines/line.ts';
import type {TerminalStyle} from './lines/terminal-style.ts';
import {confirmBox} from './screens/confirm.ts';
import {failedPanel} from './screens/failed.ts';
import {paletteBox} from './screens/palette.ts';
import {type Panel, panels} from './screens/registry.ts';
import {headerLine} from './widgets/header.ts';

/** One frame as lines: exactly `rows` lines, none wider than the terminal when painted. Pure. */
export function drawFrame(
	frame: Frame,
	look: TerminalStyle,
	drawnBy: Readonly<Record<string, Panel<never>>> = panels,
): readonly Line[] {
	const {size, screen, confirm, palette} = look.charset === 'ascii' ? asciiView(frame) : frame;
	if (size.columns < 40 || size.rows < 10) return statusOnly(screen.view.header, size);
	const panel = screen.kind === 'failed' ? failedPanel : drawnBy[screen.kind];
	if (!panel) throw new Error(`nothing draws the screen ${screen.kind}`);
	const lines = panel(screen.view as never, size, look);
	if (confirm !== null) return overlay(lines, confirmBox(confirm, size), size.columns);
	return palette === null ? lines : overlay(lines, paletteBox(palette, size), size.columns);
}

/** The terminal is too small for decisions: show one line of state, and what to do. */
function statusOnly(header: Frame['screen']['view']['header'], size: Frame['size']): readonly Line[] {
	const rows = Math.max(1, size.rows);
	const hint = fitLine([span(safe`enlarge to 40x10: keys that write are off`, 'warning')], size.columns);
	return Array.from({length: rows}, (_, row) => {
		if (row === 0) return headerLine(header, [], size.columns);
		return row === 1 ? hint : [];
	});
}
