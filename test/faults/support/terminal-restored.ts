import {expect} from 'vitest';
import type {Demo} from '../../journeys/support/demo.ts';
import {createHomeFolder} from '../../journeys/support/home-folder.ts';
import {openShellWithPerch} from '../../journeys/support/own-shell.ts';
import {perchArgs} from '../../journeys/support/sre.ts';
import type {Terminal} from '../../journeys/support/terminal.ts';

const modes = ['1049', '25', '1004', '2004', '1000', '1006'] as const;
/** How each mode must be left: in a terminal at rest only the cursor is on. */
const atRest = {'1049': 'l', '25': 'h', '1004': 'l', '2004': 'l', '1000': 'l', '1006': 'l'} as const;

/** What is on the screen when the signal comes. */
export const moments = {
	'the screen has just been taken': /\?1049h/,
	'the first frame is drawn': /perch/,
	'data are shown': /\d waits? for you/,
} as const satisfies Readonly<Record<string, RegExp>>;

export const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** Sends the signal once the output holds `moment`, `afterMs` later, and looks at what the shell gets back. */
export async function expectRestored(
	demo: Demo,
	signal: (typeof signals)[number],
	{moment, afterMs = 0}: {readonly moment: RegExp; readonly afterMs?: number},
): Promise<void> {
	const home = await createHomeFolder(demo.folder);
	const {terminal, perchPid, settings} = openShellWithPerch({args: [...perchArgs(demo), '--mouse'], env: home.env});
	await terminal.until(() => moment.test(terminal.bytes().toString('latin1')), `output has ${moment}`);
	await new Promise(resolve => setTimeout(resolve, afterMs));
	process.kill(perchPid(), signal);
	await terminal.ended;
	const [before, after] = settings();
	expect(before).toMatch(/:/);
	expect(after).toBe(before);
	expectAtRest(terminal);
}

/** Expects every mode that perch set on this terminal to be as in one at rest. */
export function expectAtRest(terminal: Terminal): void {
	const output = terminal.bytes().toString('latin1');
	for (const mode of modes) {
		const last = output.match(new RegExp(`\\u001b\\[\\?${mode}[hl]`, 'g'))?.at(-1);
		if (last !== undefined) expect(last).toBe(`\u001b[?${mode}${atRest[mode]}`);
	}
	expect(output).toContain('\u001b[?1049h');
}
