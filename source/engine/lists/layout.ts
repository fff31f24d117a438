import type {State} from '../state/state.ts';

const header = 1;
const summary = 1;
const tableHead = 1;
const footer = 1;
const rule = 1;
const position = 1;

/** From this width on the selected row is shown at the right, with its charts, and not beneath the list. */
export const wideColumns = 140;

/** How many lines the first screen has for its rows, and for what it says of the selected one. */
export function homeLayout({screen}: Pick<State, 'screen'>): {
	readonly tableRows: number;
	readonly explainedRows: number;
} {
	const {columns, rows} = screen.size;
	const room = rows - header - summary - tableHead - footer;
	const explainedRows = rows < 12 || columns >= wideColumns ? 0 : rows < 20 ? 2 : rows < 30 ? 3 : 4;
	const beneath = explainedRows === 0 ? 0 : rule + explainedRows + position;
	return {tableRows: Math.max(1, room - beneath), explainedRows};
}

/** Rows that fit on a screen that is one list. */
export function listRows(state: State): number {
	return Math.max(1, state.screen.size.rows - header - summary - tableHead - footer);
}
