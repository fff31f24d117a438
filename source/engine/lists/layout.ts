import type {State} from '../state/state.ts';

/** Rows that a list of the home screen has: under the header, the banners and the counts, above the footer. */
export interface HomeLayout {
	readonly attentionRows: number;
	readonly tableRows: number;
}

const header = 1;
const counts = 1;
const tableHead = 1;
const footer = 1;

/** How the rows of the home screen are shared out: at most half of the room goes to the releases on top. */
export function homeLayout(state: State, attentionCount: number): HomeLayout {
	const room = Math.max(2, state.screen.size.rows - header - counts - tableHead - footer);
	const attentionRows = Math.min(attentionCount, Math.floor(room / 2));
	return {attentionRows, tableRows: room - attentionRows};
}

/** Rows that fit in a screen which is one list. */
export function listRows(state: State): number {
	return Math.max(1, state.screen.size.rows - header - counts - tableHead - footer);
}
