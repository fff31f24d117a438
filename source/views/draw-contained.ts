import {defectOf} from '../domain/defect.ts';
import type {SafeText} from '../domain/text/safe-text.ts';
import type {Frame} from '../engine/screens/frame.ts';
import {drawFrame} from './draw-frame.ts';
import type {Line} from './lines/line.ts';
import type {TerminalStyle} from './lines/terminal-style.ts';
import {failedLines} from './screens/failed.ts';

/** A frame as lines, and what of it could not be shown; null where all of it was. */
export interface Drawn {
	readonly lines: readonly Line[];
	readonly undrawn: SafeText | null;
}

/** Draws a frame. Where that fails, what failed is drawn in its place: one screen must not end perch. */
export function drawContained(frame: Frame, look: TerminalStyle, draw = drawFrame): Drawn {
	try {
		return {lines: draw(frame, look), undrawn: frame.screen.kind === 'failed' ? frame.screen.view.text : null};
	} catch (error) {
		const {text} = defectOf(frame.screen.kind, error);
		return {lines: drawFailed(frame, look, text), undrawn: text};
	}
}

function drawFailed(frame: Frame, look: TerminalStyle, text: SafeText): readonly Line[] {
	const {columns, rows} = frame.size;
	try {
		const {header, footer} = frame.screen.view;
		const screen = {kind: 'failed', view: {header, footer, text}} as const;
		return drawFrame({...frame, screen, confirm: null, palette: null}, look);
	} catch {
		// What fails is a part of every screen.
		const lines = failedLines(text, columns);
		return Array.from({length: Math.max(1, rows)}, (_, at) => lines[at] ?? []);
	}
}
