import type {State} from '../state/state.ts';

/** How many rows each list of the home screen has: under the header, the banners and the counts, above the footer. */
export interface HomeLayout {
	readonly attentionRows: number;
	readonly tableRows: number;
}

const header = 1;
const counts = 1;
const tableHead = 1;
const footer = 1;

/** Shares out the rows of the home screen: the releases on top get at most half of the room. */
export function homeLayout(state: State, attentionCount: number): HomeLayout {
	const room = Math.max(2, state.screen.size.rows - header - counts - tableHead - footer);
	const attentionRows = Math.min(attentionCount, Math.floor(room / 2));
	return {attentionRows, tableRows: room - attentionRows};
}

/** Rows that fit on a screen that is one list. */
export function listRows(state: State): number {
	return Math.max(1, state.screen.size.rows - header - counts - tableHead - footer);
}
