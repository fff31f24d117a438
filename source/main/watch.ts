import type {Engine} from '../engine/engine.ts';
import type {TerminalStyle} from '../views/lines/terminal-style.ts';
import {boundShortLivedMemory, settleAfterStart} from './after-start.ts';
import type {Session} from './session.ts';

/** After this time the first figures are on the screen. */
const settleAfterMs = 1_000;

/** The interactive screen, until the operator leaves. The terminal is restored on every way out. */
export async function watch(
	session: Session,
	look: TerminalStyle,
	{hasMouse, isRead}: {readonly hasMouse: boolean; readonly isRead: boolean},
	tour: ((engine: Engine) => () => void) | null,
): Promise<void> {
	const open = isRead
		? (await import('../views/terminal/reader.tsx')).openReader
		: (await import('../views/terminal/screen.tsx')).openScreen;
	const {engine} = session;
	const screen = open({
		frames: engine.frames,
		onInput: input => engine.store.dispatch({kind: 'inputReceived', input}),
		look,
		hasMouse,
		stdin: process.stdin,
		stdout: process.stdout,
	});
	// What perch prints of a bug must come after the alternate screen, not be lost with it.
	const restore = () => void screen.close();
	process.once('uncaughtExceptionMonitor', restore);
	boundShortLivedMemory();
	engine.start();
	const settling = setTimeout(settleAfterStart, settleAfterMs);
	const stopTour = tour?.(engine);
	await Promise.race([session.left, screen.closed]);
	clearTimeout(settling);
	stopTour?.();
	await screen.close();
	process.off('uncaughtExceptionMonitor', restore);
}
