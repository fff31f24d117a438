import type {Look} from '../views/look/look.ts';
import type {Session} from './session.ts';

/** The interactive screen, until the operator leaves. The terminal is restored on every way out. */
export async function watch(session: Session, look: Look): Promise<void> {
	const {openScreen} = await import('../views/screen.tsx');
	const {engine} = session;
	const screen = openScreen({
		frames: engine.frames,
		onInput: input => engine.store.dispatch({kind: 'inputReceived', input}),
		look,
		stdin: process.stdin,
		stdout: process.stdout,
	});
	engine.start();
	await Promise.race([session.left, screen.closed]);
	await screen.close();
}
