import {render} from 'ink';
import {App, type AppProps} from './app.tsx';
import {createCellScreen} from './cell-screen.ts';
import {createKeyboard} from './keyboard.ts';

export interface Screen {
	/** Settles when the screen is gone and the terminal restored; rejects with what broke it. */
	readonly closed: Promise<void>;
	close(): Promise<void>;
}

/**
 * Takes the terminal over. It is given back on every way out: `close`, INT, TERM, HUP and QUIT (which then end the
 * process, as long as nobody else listens for them), and an error while drawing.
 */
export function openScreen({
	stdin,
	stdout,
	...props
}: AppProps & {readonly stdin: NodeJS.ReadStream; readonly stdout: NodeJS.WriteStream}): Screen {
	const keyboard = createKeyboard(stdin, props.onInput);
	// Before anything is drawn again: a key that comes in the same instant must find the verbs disarmed.
	const onResize = () => props.onInput({kind: 'resize', columns: stdout.columns, rows: stdout.rows});
	stdout.on('resize', onResize);
	const ink = render(<App {...props} />, {
		stdin: keyboard.stdin,
		stdout: createCellScreen(stdout),
		interactive: true,
		alternateScreen: true,
		maxFps: 60,
		exitOnCtrlC: false,
		// What something prints is not neutralised: it belongs into the log, never on this screen.
		patchConsole: false,
	});
	const closed = ink.waitUntilExit().then(
		() => release(),
		(error: unknown) => {
			release();
			throw error;
		},
	);

	function release(): void {
		stdout.off('resize', onResize);
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
