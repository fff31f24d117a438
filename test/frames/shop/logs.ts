import {instantOf} from '../../../source/domain/instant.ts';
import {logText} from '../../../source/domain/log-line.ts';
import {createLogBook, type LogBook, type LogLines} from '../../../source/logs/log-book.ts';
import type {LogEntry} from '../../../source/logs/log-entry.ts';
import type {LogState} from '../../../source/ports/logs.ts';
import type {Desk} from '../../engine/support/desk.ts';

/** A book for each reading, so that each moment keeps its lines. */
export interface LogShelf extends LogLines {
	begun(id: string): LogBook;
	bookOf(id: string): LogBook;
}

export function createLogShelf(): LogShelf {
	const books = new Map<string, LogBook>();
	const none = createLogBook();
	return {
		begun(id) {
			const book = createLogBook();
			book.begin(id);
			books.set(id, book);
			return book;
		},
		bookOf: id => books.get(id) ?? none,
		entries: id => (books.get(id) ?? none).entries(id),
		patterns: id => (books.get(id) ?? none).patterns(id),
	};
}

/** Writes four lines a second of the pods whose logs the desk follows, of which the canary's tell what is wrong; none
 * of pods that cannot be read. */
export function writeLogs(
	desk: Desk,
	shelf: LogShelf,
	stateOf: (podAt: number) => LogState,
	lineCount = 240,
	texts = textOf,
): void {
	const followed = desk.given('followLogs').at(-1);
	if (!followed) return;
	const {id, follow} = followed;
	const {nowMs} = desk.state();
	const release = [...desk.context.derive.releases(desk.state()).values()].find(({key}) => key === follow.release);
	const book = shelf.begun(id);
	const readable = follow.pods.filter((_, at) => stateOf(at).kind === 'following');
	if (readable.length > 0)
		book.push(
			Array.from({length: lineCount}, (_, at): LogEntry => {
				const pod = readable[at % readable.length];
				if (!pod) throw new Error('no pod is followed');
				const isBad = pod.revision === release?.canary && at % 4 === 0;
				return {
					pod: pod.name,
					revision: pod.revision,
					at: instantOf(nowMs - (lineCount - at) * 250),
					text: logText(isBad ? badText(at) : texts(at)),
					isNote: false,
					isOfStart: false,
				};
			}),
		);
	tellLogs(desk, shelf, stateOf);
}

/** How far perch is with the pods now, with the lines that are in the book. */
export function tellLogs(desk: Desk, shelf: LogShelf, stateOf: (podAt: number) => LogState): void {
	const followed = desk.given('followLogs').at(-1);
	if (!followed) return;
	const {id, follow} = followed;
	const pods = Object.fromEntries(follow.pods.map(({name}, at) => [name, {state: stateOf(at), run: null, lines: 0}]));
	desk.dispatch({
		kind: 'logsTold',
		id,
		told: {newest: shelf.bookOf(id).newest(), dropped: 0, isGathering: false, pods},
	});
}

function textOf(at: number): string {
	return at % 5 === 0
		? `level=info msg=request method=POST path=/checkout status=200 duration=${20 + (at % 17)}ms`
		: `level=info msg=request method=GET path=/checkout/${48_000 + at * 7} status=200 duration=${4 + (at % 9)}ms`;
}

function badText(at: number): string {
	return `level=error msg="payment timed out" order=ord-${(at * 7_919).toString(16).padStart(8, 'a')} upstream=gateway.pay:80 after=250ms status=503`;
}
