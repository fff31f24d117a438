import {currentPlace} from '../lists/places.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {shownState} from '../world/shown-state.ts';
import {selectConfirm} from './confirm.ts';
import type {ConfirmView} from './confirm-view.ts';
import {type HelpView, selectHelp} from './help.ts';
import {type HomeView, selectHome} from './home.ts';
import {type PaletteView, selectPalette} from './palette.ts';
import {type ReleaseView, selectRelease} from './release.ts';
import {type ReleasesView, selectReleases} from './releases.ts';
import {type ServiceView, selectService} from './service.ts';

/** Everything that one frame shows; what the views are given, whole. */
export interface Frame {
	readonly size: {readonly columns: number; readonly rows: number};
	readonly screen:
		| {readonly kind: 'home'; readonly view: HomeView}
		| {readonly kind: 'releases'; readonly view: ReleasesView}
		| {readonly kind: 'release'; readonly view: ReleaseView}
		| {readonly kind: 'service'; readonly view: ServiceView}
		| {readonly kind: 'help'; readonly view: HelpView};
	/** Drawn over the screen. */
	readonly confirm: ConfirmView | null;
	/** Drawn over the screen, never together with the dialog. */
	readonly palette: PaletteView | null;
}

/** The whole frame. While the display is frozen, data is shown as it was then, and keys and warnings as they are. */
export function selectFrame(context: EngineContext, live: State): Frame {
	const shown = shownState(live);
	return {
		size: live.screen.size,
		screen: selectScreen(context, live, shown),
		confirm: selectConfirm(context, live),
		palette: selectPalette(context, live),
	};
}

function selectScreen(context: EngineContext, live: State, shown: State): Frame['screen'] {
	const place = currentPlace(live.screen);
	switch (place.kind) {
		case 'home':
			return {kind: 'home', view: selectHome(context, live, shown)};
		case 'releases':
			return {kind: 'releases', view: selectReleases(context, live, shown)};
		case 'release':
			return {kind: 'release', view: selectRelease(context, live, shown, place.key)};
		case 'service':
			return {kind: 'service', view: selectService(context, live, shown, place.key)};
		case 'help':
			return {kind: 'help', view: selectHelp(context, live, shown)};
	}
}
