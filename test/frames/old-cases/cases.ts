import type {Frame} from '../../../source/engine/screens/frame.ts';

/** One situation of one screen. */
export interface FrameCase {
	readonly name: string;
	/** What is on screen; a grid shows more on a bigger one. */
	readonly screen: Frame['screen'] | ((size: Frame['size']) => Frame['screen']);
	readonly confirm?: Frame['confirm'];
	readonly palette?: Frame['palette'];
}

export function frameOf({screen, confirm, palette}: FrameCase, size: Frame['size']): Frame {
	const shown = typeof screen === 'function' ? screen(size) : screen;
	return {size, screen: shown, confirm: confirm ?? null, palette: palette ?? null};
}
