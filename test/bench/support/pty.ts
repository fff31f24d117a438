import {spawn} from '@lydell/node-pty';
import xterm from '@xterm/headless';

/** A program on a real terminal. */
export interface PtyProcess {
	readonly pid: number;
	/** On the clock of `performance.now()`. */
	readonly spawnedAtMs: number;
	/** How many bytes the program has written so far. */
	bytes(): number;
	/** What a person would see, row by row. */
	screen(): readonly string[];
	write(keys: string): void;
	/** The time of the first output after which the screen was so. Rejects after a minute. */
	until(isSo: (screen: readonly string[]) => boolean): Promise<number>;
	/** Likewise, for a screen with a row that matches. */
	shows(row: RegExp): Promise<number>;
	/** Resolves once the program has ended. */
	end(): Promise<void>;
}

const patienceMs = 60_000;

export function spawnOnPty(
	args: readonly string[],
	{env, columns = 160, rows = 45}: {env: Readonly<Record<string, string>>; columns?: number; rows?: number},
): PtyProcess {
	const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
	const spawnedAtMs = performance.now();
	const pty = spawn(process.execPath, [...args], {name: 'xterm-256color', cols: columns, rows, env: {...env}});
	const exited = new Promise<void>(resolve => pty.onExit(() => resolve()));
	const onScreen = new Set<(atMs: number) => void>();
	let bytes = 0;
	pty.onData(chunk => {
		const atMs = performance.now();
		bytes += Buffer.byteLength(chunk);
		terminal.write(chunk, () => {
			for (const listener of [...onScreen]) listener(atMs);
		});
	});
	const screen = () =>
		Array.from({length: rows}, (_, row) => terminal.buffer.active.getLine(row)?.translateToString(true) ?? '');
	const until = (isSo: (screen: readonly string[]) => boolean) =>
		new Promise<number>((resolve, reject) => {
			const stop = () => {
				clearTimeout(timer);
				onScreen.delete(look);
			};
			const look = (atMs: number) => {
				if (!isSo(screen())) return;
				stop();
				resolve(atMs);
			};
			const timer = setTimeout(() => {
				stop();
				reject(new Error(`${args.join(' ')} never showed what was waited for, but:\n${screen().join('\n')}`));
			}, patienceMs);
			onScreen.add(look);
			look(performance.now());
		});
	return {
		pid: pty.pid,
		spawnedAtMs,
		bytes: () => bytes,
		screen,
		write: keys => pty.write(keys),
		until,
		shows: row => until(rows => rows.some(text => row.test(text))),
		async end() {
			pty.kill('SIGTERM');
			const timer = setTimeout(() => pty.kill('SIGKILL'), 5_000);
			await exited;
			clearTimeout(timer);
			terminal.dispose();
		},
	};
}
