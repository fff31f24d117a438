import {join} from 'node:path';
import {dist} from '../../package/dist.ts';
import {openTerminal, type Terminal} from './terminal.ts';

/** Runs perch from a shell on a terminal; the shell prints the terminal's settings before and after. */
export function openShellWithPerch({
	args,
	env,
	columns = 80,
	rows = 24,
}: {
	readonly args: readonly string[];
	readonly env: Readonly<Record<string, string>>;
	readonly columns?: number;
	readonly rows?: number;
}): {readonly terminal: Terminal; readonly perchPid: () => number; readonly settings: () => readonly string[]} {
	const perch = [process.execPath, join(dist, 'cli.js'), ...args].map(word => `'${word}'`).join(' ');
	// The inner shell becomes perch, so the process id that it prints is perch's.
	const script = `echo "settings=$(stty -g)"; sh -c 'echo "pid=$$"; exec "$@"' sh ${perch}; echo; echo "settings=$(stty -g)"`;
	const terminal = openTerminal({command: '/bin/sh', args: ['-c', script], env, columns, rows});
	const printed = (name: string) =>
		Array.from(
			terminal
				.bytes()
				.toString('latin1')
				.matchAll(new RegExp(`${name}=(\\S+)`, 'g')),
			([, value]) => value ?? '',
		);
	return {
		terminal,
		perchPid: () => Number(printed('pid')[0]),
		settings: () => printed('settings'),
	};
}
