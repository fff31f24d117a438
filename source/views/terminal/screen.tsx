import {render} from 'ink';
import {drawContained} from '../draw-contained.ts';
import {rowAt} from '../lines/line.ts';
import {App, type AppProps} from './app.tsx';
import {createCellScreen} from './cell-screen.ts';
import {createKeyboard} from './keyboard.ts';
import type {MouseReport} from './terminal-decoder.ts';

export interface Screen {
	/** Settles when the screen is closed and the terminal restored; rejects with the error that broke the screen. */
	readonly closed: Promise<void>;
	close(): Promise<void>;
}

/** Takes the terminal over, and restores it on every way out: `close`, INT, TERM, HUP and QUIT (which then end the
 * process unless another listener handles them), and an error while drawing. */
export function openScreen({
	stdin,
	stdout,
	...props
}: AppProps & {readonly stdin: NodeJS.ReadStream; readonly stdout: NodeJS.WriteStream}): Screen {
	const keyboard = createKeyboard(stdin, props.onInput, props.hasMouse ? onMouse : null);
	// Report the new size before the next drawing: a key at the same instant must find the verbs disarmed.
	const onResize = () => props.onInput({kind: 'resize', columns: stdout.columns, rows: stdout.rows});
	stdout.on('resize', onResize);
	const cells = createCellScreen(stdout);
	// A terminal that became small and large again may have lost rows, and Node then reports no new size.
	process.on('SIGWINCH', cells.forget);
	const ink = render(<App {...props} />, {
		stdin: keyboard.stdin,
		stdout: cells.stdout,
		interactive: true,
		alternateScreen: true,
		// The frame gate already limits how often figures are drawn. A limit of Ink's own would hold back the frame of a key
		// that follows another frame.
		maxFps: 1_000,
		exitOnCtrlC: false,
		// Printed text is not neutralised: it belongs in the log, never on this screen.
		patchConsole: false,
	});
	const closed = ink.waitUntilExit().then(
		() => release(),
		(error: unknown) => {
			release();
			throw error;
		},
	);

	function onMouse({did, column, row}: MouseReport): void {
		if (did === 'press') {
			const {lines} = drawContained(props.frames.current(), props.look);
			props.onInput({kind: 'click', row: rowAt(lines, {column, row})});
		} else props.onInput({kind: 'wheel', rows: did === 'wheelUp' ? -1 : 1});
	}

	function release(): void {
		stdout.off('resize', onResize);
		process.off('SIGWINCH', cells.forget);
		keyboard.close();
	}

	return {
		closed,
		close: async () => {
			ink.unmount();
			await closed;
		},
	};
}
