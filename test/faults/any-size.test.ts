import {join} from 'node:path';
import {expect, test} from 'vitest';
import {startDemo} from '../journeys/support/demo.ts';
import {createHomeFolder} from '../journeys/support/home-folder.ts';
import {expectWhole} from '../journeys/support/layout.ts';
import {createSre, perchArgs} from '../journeys/support/sre.ts';
import {openTerminal} from '../journeys/support/terminal.ts';
import {dist} from '../package/dist.ts';

const demo = await startDemo({speed: 1});

test('perch starts in a terminal without a size, and goes through one cell and 500×200 to a usual window', async () => {
	const home = await createHomeFolder(demo.folder);
	const terminal = openTerminal({
		command: '/bin/sh',
		args: ['-c', 'stty rows 0 cols 0; exec "$@"', 'sh', process.execPath, join(dist, 'cli.js'), ...perchArgs(demo)],
		env: home.env,
		columns: 100,
		rows: 30,
	});
	const sre = createSre(terminal, home);
	const output = () => terminal.bytes().toString('latin1');
	await terminal.until(() => output().includes('\u001b[?1049h'), 'the screen is taken');
	terminal.resize(1, 1);
	terminal.resize(500, 200);
	await sre.sees(/\d waits? for you/, /\? help *$/);
	expectWhole(sre, 500);
	terminal.resize(1, 1);
	terminal.resize(100, 30);
	await sre.sees(/^perch .{60,}/, /\d waits? for you/, /\? help *$/);
	expectWhole(sre, 100);
	expect(await sre.leaves()).toEqual({code: 0, signal: 0});
});
