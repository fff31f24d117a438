import {createRequire} from 'node:module';
import {type IPty, spawn} from '@lydell/node-pty';
import type * as Headless from '@xterm/headless';

// Node finds no named exports in this package when it runs a test's support without vitest.
const {Terminal: Emulator} = createRequire(import.meta.url)('@xterm/headless') as typeof Headless;

/** How long a test waits for a condition on the screen before it fails. No test is about speed, and the longest wait,
 * for a start, takes ten times as long on a small machine with other work as on an idle one. */
const patienceMs = 60_000;

export interface Ending {
	readonly code: number;
	/** 0: none. */
	readonly signal: number;
}

/** A real terminal with a program in it, and what a person would see on it. */
export interface Terminal {
	readonly pid: number;
	/** The rows of the last whole frame as text, without blanks at their ends. */
	rows(): readonly string[];
	/** Every byte that came from the program. */
	bytes(): Buffer;
	write(text: string): void;
	resize(columns: number, rows: number): void;
	kill(signal: NodeJS.Signals): void;
	/** Closes the window: nobody reads or writes the terminal any more, and the system hangs it up. */
	close(): void;
	/** Checks the condition after each change and resolves as soon as it holds; otherwise rejects, quoting the screen. */
	until(condition: () => boolean, what: string): Promise<void>;
	readonly ended: Promise<Ending>;
	/** Whether a row is the rest of the one above, which was too wide. */
	isWrapped(row: number): boolean;
}

export function openTerminal({
	command,
	args,
	env,
	columns,
	rows,
}: {
	readonly command: string;
	readonly args: readonly string[];
	readonly env: Readonly<Record<string, string>>;
	readonly columns: number;
	readonly rows: number;
}): Terminal {
	const emulator = new Emulator({cols: columns, rows, scrollback: 1_000, allowProposedApi: true});
	const chunks: Buffer[] = [];
	const listeners = new Set<() => void>();
	let hasEnded = false;
	// Output comes in pieces: within a frame the screen is half the old one, half the new one, and nobody looks at it.
	let screen = readScreen(emulator);
	const changed = () => {
		if (emulator.modes.synchronizedOutputMode && !hasEnded) return;
		screen = readScreen(emulator);
		for (const listener of [...listeners]) listener();
	};
	const {promise: ended, resolve: end} = Promise.withResolvers<Ending>();
	// A null encoding gives buffers, because tests look at the output byte by byte.
	const pty: IPty = spawn(command, [...args], {name: env.TERM ?? 'dumb', cols: columns, rows, env, encoding: null});
	pty.onData(data => {
		const chunk = Buffer.from(data);
		chunks.push(chunk);
		emulator.write(chunk, changed);
	});
	pty.onExit(({exitCode, signal}) => {
		hasEnded = true;
		// First draw the output that is still to be drawn.
		emulator.write('', () => {
			changed();
			end({code: exitCode, signal: signal ?? 0});
		});
	});

	const screenRows = () => screen.map(({text}) => text);

	return {
		pid: pty.pid,
		rows: screenRows,
		bytes: () => Buffer.concat(chunks),
		write: text => pty.write(text),
		resize(nextColumns, nextRows) {
			emulator.resize(nextColumns, nextRows);
			pty.resize(nextColumns, nextRows);
			changed();
		},
		kill: signal => {
			if (!hasEnded) pty.kill(signal);
		},
		// The library's types leave it out.
		close: () => (pty as IPty & {destroy(): void}).destroy(),
		until(condition, what) {
			const {promise, resolve, reject} = Promise.withResolvers<void>();
			const fail = (why: string) =>
				settle(() => reject(new Error(`${why}: ${what}\n${screenRows().join('\n')}\n(end of the screen)`)));
			const timer = setTimeout(() => fail('waited in vain'), patienceMs);
			const settle = (how: () => void) => {
				clearTimeout(timer);
				listeners.delete(look);
				how();
			};
			const look = () => {
				if (condition()) settle(resolve);
				else if (hasEnded) fail('the program has ended');
			};
			listeners.add(look);
			look();
			return promise;
		},
		ended,
		isWrapped: row => screen[row]?.isWrapped ?? false,
	};
}

interface Row {
	readonly text: string;
	/** Whether it is the rest of the row above. */
	readonly isWrapped: boolean;
}

function readScreen({rows, buffer: {active}}: Headless.Terminal): readonly Row[] {
	return Array.from({length: rows}, (_, row) => {
		const line = active.getLine(active.viewportY + row);
		return {text: line?.translateToString(true) ?? '', isWrapped: line?.isWrapped ?? false};
	});
}
