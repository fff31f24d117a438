import {join} from 'node:path';
import {expect} from 'vitest';
import type {Demo} from '../../journeys/support/demo.ts';
import {createHomeFolder} from '../../journeys/support/home-folder.ts';
import {expectWhole} from '../../journeys/support/layout.ts';
import {createSre, perchArgs, type Sre} from '../../journeys/support/sre.ts';
import {openTerminal} from '../../journeys/support/terminal.ts';
import {dist} from '../../package/dist.ts';
import {expectAtRest} from './terminal-restored.ts';

/** perch as a job of an interactive shell. */
export interface Job extends AsyncDisposable {
	readonly sre: Sre;
	/** Stops the job by the key or by the signal, expects a terminal that is the shell's again, and changes the window
	 * meanwhile; continues the job, and expects it drawn whole in the new window. */
	stopsAndGoesOn(by: 'key' | 'signal', window: {readonly columns: number; readonly rows: number}): Promise<void>;
}

const prompt = /^READY> *$/m;

export async function startJob(demo: Demo): Promise<Job> {
	const home = await createHomeFolder(demo.folder);
	const terminal = openTerminal({
		command: '/bin/sh',
		args: ['-i'],
		env: {...home.env, PS1: 'READY> '},
		columns: 100,
		rows: 30,
	});
	const sre = createSre(terminal, home);
	const output = () => terminal.bytes().toString('latin1');

	async function says(command: string, answer: RegExp): Promise<string> {
		const from = output().length;
		terminal.write(`${command}\r`);
		const found = () => answer.exec(output().slice(from))?.[1];
		await terminal.until(() => found() !== undefined, `${command} says ${answer}`);
		return found() ?? '';
	}

	const settings = () => says('clear; echo "settings=$(stty -g)"', /settings=([\da-f:]+)/);
	await sre.sees(prompt);
	const before = await settings();
	const perch = [process.execPath, join(dist, 'cli.js'), ...perchArgs(demo)].map(word => `'${word}'`).join(' ');
	const pid = Number(await says(`sh -c 'echo "pid=$$."; exec "$@"' sh ${perch}`, /pid=(\d+)\./));
	await sre.sees(/\d waits? for you/);
	return {
		sre,
		async stopsAndGoesOn(by, {columns, rows}) {
			if (by === 'key') terminal.write('\u001a');
			else process.kill(pid, 'SIGTSTP');
			await sre.sees(/Stopped|suspended/, prompt);
			expectAtRest(terminal);
			expect(await settings()).toBe(before);
			terminal.resize(columns, rows);
			terminal.write('fg\r');
			await sre.sees(new RegExp(`^perch .{${columns - 40},}`), /\d waits? for you/, /\? help/);
			await terminal.until(() => terminal.rows().at(-1) !== '', 'the last row is drawn');
			expectWhole(sre, columns);
		},
		async [Symbol.asyncDispose]() {
			terminal.kill('SIGKILL');
			// The shell leaves its job behind.
			process.kill(pid, 'SIGKILL');
			await terminal.ended;
		},
	};
}
