import type {HomeView} from '../../../source/engine/screens/home/home.ts';
import type {ServiceRow} from '../../../source/engine/screens/home/service-row.ts';
import type {Desk} from './desk.ts';

/** What the first screen shows. */
export function homeOf(desk: Desk): HomeView {
	const {screen} = desk.frame();
	if (screen.kind !== 'home') throw new Error(`The screen is ${screen.kind}`);
	return screen.view;
}

/** The row of this name. */
export function homeRow(desk: Desk, name: string): ServiceRow {
	const {rows} = homeOf(desk);
	const found = rows.find(row => row.name === name);
	if (!found) throw new Error(`${name} is not among ${rows.map(row => row.name).join(', ')}`);
	return found;
}

/** What the first screen says of the selected row. */
export function saidOf(desk: Desk): string {
	return homeOf(desk).explained?.sentences.join(' ') ?? '';
}
