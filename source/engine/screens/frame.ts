import {currentPlace} from '../lists/places.ts';
import type {State} from '../state/state.ts';
import {currentScreen, type EngineContext, type Screen} from '../world/context.ts';
import {shownState} from '../world/shown-state.ts';
import {selectConfirm} from './confirm/confirm.ts';
import type {ConfirmView} from './confirm/confirm-view.ts';
import {type FailedView, selectFailed} from './failed.ts';
import {type PaletteView, selectPalette} from './help/palette.ts';
import type {screens} from './screens.ts';

/** Everything that one frame shows: the views get this and nothing else. */
export interface Frame {
	readonly size: {readonly columns: number; readonly rows: number};
	readonly screen: ScreenFrame | {readonly kind: 'failed'; readonly view: FailedView};
	/** Drawn over the screen. */
	readonly confirm: ConfirmView | null;
	/** Drawn over the screen, never together with the dialog. */
	readonly palette: PaletteView | null;
}

/** The whole frame; a screen that fails gives way to one that says so. While the display is frozen, data is shown as it was then; keys and warnings are live. */
export function selectFrame(context: EngineContext, live: State): Frame {
	const shown = shownState(live);
	const {size} = live.screen;
	try {
		return {
			size,
			screen: selectScreen(context, live, shown),
			confirm: selectConfirm(context, live),
			palette: selectPalette(context, live),
		};
	} catch (error) {
		return {size, screen: {kind: 'failed', view: selectFailed(live, shown, error)}, confirm: null, palette: null};
	}
}

/** The screen on top, with its view. */
export type ScreenFrame = FrameOf<(typeof screens)[number]>;

type FrameOf<S extends Screen> = S extends S ? {readonly kind: S['id']; readonly view: ReturnType<S['select']>} : never;

function selectScreen(context: EngineContext, live: State, shown: State): ScreenFrame {
	const screen = currentScreen(context, live);
	const view = screen.select(context, live, shown, currentPlace(live.screen));
	// The cast is safe: the screen's own descriptor gives the type of its view.
	return {kind: screen.id, view} as ScreenFrame;
}
