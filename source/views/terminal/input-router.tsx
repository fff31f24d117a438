import {useApp, useInput, usePaste, useStdout} from 'ink';
import {useEffect, useEffectEvent, useLayoutEffect, useRef} from 'react';
import type {Key, TerminalInput} from '../../engine/state/terminal-input.ts';
import {keysIn} from './key-names.ts';
import {readSize, stopJob} from './suspend.ts';

/** Focus reports; with the mouse also presses and the wheel, in the form that has no upper limit (1006). */
const reports = {
	on: {focus: '\u001b[?1004h', mouse: '\u001b[?1004h\u001b[?1000h\u001b[?1006h'},
	off: {focus: '\u001b[?1004l', mouse: '\u001b[?1006l\u001b[?1000l\u001b[?1004l'},
} as const;

/** The only reader of the keyboard. Reports keys that arrived together in one batch, so that a burst is recognised. */
export function useInputRouter(onInput: (input: TerminalInput) => void, hasMouse: boolean): void {
	const batch = useRef<Key[]>([]);
	const suspend = useSuspension(onInput, hasMouse ? 'mouse' : 'focus');

	useInput((input, key) => {
		const keys = keysIn(input, key);
		if (keys.some(({name}) => name === 'ctrl-z')) {
			void suspend();
			return;
		}
		// Ink reports the keys of one chunk one by one in the same task; the microtask runs after the last of them.
		if (batch.current.length === 0 && keys.length > 0) queueMicrotask(flush);
		batch.current.push(...keys);
	});

	// With a `Keyboard` in front, pastes never reach Ink; this call makes the terminal send paste marks.
	usePaste(text => onInput({kind: 'paste', length: text.length}));

	function flush(): void {
		const keys = batch.current;
		batch.current = [];
		onInput({kind: 'keys', keys});
	}
}

/** Turns the reports on while the screen is up, gives the terminal back while the job is stopped, by Ctrl-Z or by the
 * signal, and draws the whole screen afresh after the job was continued. */
function useSuspension(onInput: (input: TerminalInput) => void, reported: 'focus' | 'mouse'): () => Promise<void> {
	const {suspendTerminal} = useApp();
	const {stdout} = useStdout();
	const isSuspended = useRef(false);

	useLayoutEffect(() => {
		if (!('isTTY' in stdout && stdout.isTTY)) return;
		stdout.write(reports.on[reported]);
		return () => {
			stdout.write(reports.off[reported]);
		};
	}, [stdout, reported]);

	async function away(whileAway: () => Promise<void>): Promise<void> {
		if (isSuspended.current) return;
		isSuspended.current = true;
		stdout.write(reports.off[reported]);
		try {
			await suspendTerminal(async () => {
				await whileAway();
				await readSize();
				// The last frame is as old as the stop was long: this has the next one made before anything is drawn, and
				// disarms the verbs.
				onInput({kind: 'focus', isFocused: true});
			});
		} finally {
			stdout.write(reports.on[reported]);
			isSuspended.current = false;
		}
	}

	const stop = useEffectEvent(() => void away(stopJob));
	const repaint = useEffectEvent(() => void away(async () => {}));
	useEffect(() => {
		const stopAsked = () => stop();
		const continued = () => repaint();
		process.on('SIGTSTP', stopAsked);
		process.on('SIGCONT', continued);
		return () => {
			process.off('SIGTSTP', stopAsked);
			process.off('SIGCONT', continued);
		};
	}, []);

	return () => away(stopJob);
}
