import {ident, type SafeText, safe} from '../domain/text/safe-text.ts';
import {clockTime} from '../domain/time.ts';
import {changesBetween, nothingStands, standingOf} from '../engine/screens/home/row-changes.ts';
import {serverTime} from '../engine/state/server-time.ts';
import {span} from '../views/lines/line.ts';
import {plainLine} from '../views/lines/paint.ts';
import type {TerminalStyle} from '../views/lines/terminal-style.ts';
import {settle} from './once.ts';
import type {Session} from './session.ts';

const longestLine = 400;

/** For output that is no terminal, or one that cannot move its cursor: what needs somebody now, then a line for each
 * change, until the process is told to end. */
export async function followLines(
	{engine, left}: Pick<Session, 'engine' | 'left'>,
	look: TerminalStyle,
	write: (text: string) => void,
	ended: Promise<void>,
): Promise<void> {
	const {store} = engine;
	let standing = nothingStands;

	function print(text: SafeText): void {
		const time = ident(clockTime(serverTime(store.state())));
		write(`${plainLine([span(safe`${time} UTC  ${text}`)], longestLine, look)}\n`);
	}

	function tell(): void {
		const now = standingOf(engine.context(), store.state());
		for (const text of changesBetween(standing, now)) print(text);
		standing = now;
	}

	await Promise.race([settle(engine), ended]);
	print(safe`· watching ${store.state().session.target.context}: a line for each change`);
	tell();
	const unsubscribe = store.subscribe(event => {
		if (event.kind === 'ticked') tell();
	});
	await Promise.race([left, ended]);
	unsubscribe();
}
