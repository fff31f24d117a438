import type {Frame} from '../../../source/engine/screens/frame.ts';

/** One situation of one screen. */
export interface FrameCase {
	readonly name: string;
	readonly screen: Frame['screen'];
	readonly confirm?: Frame['confirm'];
	readonly palette?: Frame['palette'];
}
