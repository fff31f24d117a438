import {instantOf} from '../../../source/domain/instant.ts';
import {ident, line} from '../../../source/domain/text/safe-text.ts';
import type {LogsView} from '../../../source/engine/screens/logs/logs.ts';
import {createLogBook, type LogBook} from '../../../source/logs/log-book.ts';
import type {LogEntry} from '../../../source/logs/log-entry.ts';
import type {LogState} from '../../../source/ports/logs.ts';
import type {Desk} from './desk.ts';
import {deskOn} from './recorded.ts';

/** perch with the logs of a paused canary open, and the book that its lines are written into. */
export function deskAtLogs(): {readonly desk: Desk; readonly book: LogBook} {
	const book = createLogBook();
	const desk = deskOn('argo-canary/02-paused-at-step-1', {logs: book, size: {columns: 80, rows: 24}});
	desk.press('l');
	desk.advance(1_000);
	book.begin(followed(desk).id);
	return {desk, book};
}

export function followed(desk: Desk) {
	const command = desk.given('followLogs').at(-1);
	if (!command) throw new Error('no logs are followed');
	return command;
}

export function view(desk: Desk): LogsView {
	const {screen} = desk.frame();
	if (screen.kind !== 'logs') throw new Error(`the screen is ${screen.kind}`);
	return screen.view;
}

export const shownTexts = (desk: Desk) => view(desk).sections.flatMap(({lines}) => lines.map(({text}) => text));

export function writes(
	desk: Desk,
	book: LogBook,
	texts: readonly string[],
	role: 'stable' | 'canary' = 'stable',
	more: Partial<LogEntry> = {},
): void {
	const release = [...desk.context.derive.releases(desk.state()).values()].find(({name}) => name === 'checkout');
	const revision = release?.[role] ?? null;
	const pod = ident(role);
	book.push(
		texts.map(text => ({pod, revision, at: instantOf(0), text: line(text), isNote: false, isOfStart: false, ...more})),
	);
	tells(desk, book);
}

export function tells(desk: Desk, book: LogBook, states: readonly LogState[] = [{kind: 'following'}]): void {
	const pods = Object.fromEntries(states.map((state, at) => [`shop/pod-${at}`, {state, run: null, lines: 0}]));
	const told = {newest: book.newest(), dropped: book.dropped(), isGathering: false, pods};
	desk.dispatch({kind: 'logsTold', id: followed(desk).id, told});
}
