import {listedKeys, selectedRow, withSelected} from '../../lists/selection.ts';
import type {State} from '../../state/state.ts';
import {currentScreen, type EngineContext} from '../../world/context.ts';
import {moved, openedSelected} from '../actions/navigation.ts';
import {paletteKey} from './palette.ts';

/** Rows that a step of the wheel moves where no row is marked, as on the help screen. */
const scrolledRows = 3;

/** A step of the wheel moves the mark of a list or of the palette, or scrolls. A dialog does not heed the mouse. */
export function turned(context: EngineContext, state: State, rows: -1 | 1): State {
	const {screen} = state;
	const by = rows < 0 ? 'up' : 'down';
	if (screen.dialog || screen.filter?.isEditing) return state;
	if (screen.palette) {
		const {palette} = paletteKey(context, state, screen.palette, {name: by, text: ''});
		return {...state, screen: {...screen, palette}};
	}
	const steps = currentScreen(context, state).list ? 1 : scrolledRows;
	return Array.from({length: steps}).reduce<State>(so => moved(context, so, by), state);
}

/** A click marks the row; a click on the marked row opens it. The mouse starts no verb. */
export function clicked(context: EngineContext, state: State, row: string | null): State {
	const {dialog, palette} = state.screen;
	const key = listedKeys(context, state).find(listed => listed === row);
	if (dialog || palette || key === undefined) return state;
	return key === selectedRow(context, state) ? openedSelected(context, state) : withSelected(context, state, key);
}
