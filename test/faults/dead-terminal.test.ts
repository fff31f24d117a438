import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {open} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {eventually} from '../eventually.ts';
import {startDemo} from '../journeys/support/demo.ts';
import {createHomeFolder} from '../journeys/support/home-folder.ts';
import {createSre, perchArgs} from '../journeys/support/sre.ts';
import {openTerminal} from '../journeys/support/terminal.ts';
import {dist} from '../package/dist.ts';

const demo = await startDemo({speed: 1});
const perch = [join(dist, 'cli.js'), ...perchArgs(demo), '--refresh', '1'];

test.each([
	['hears', 'shop/cart'],
	['ignores', 'shop/checkout'],
])(
	'perch that %s the hangup ends when its terminal is closed, and what it asked for is audited',
	async (hangup, release) => {
		const home = await createHomeFolder(demo.folder);
		// A shell that ignores a signal hands that on.
		const script = hangup === 'ignores' ? 'trap "" HUP; exec "$@"' : 'exec "$@"';
		const terminal = openTerminal({
			command: '/bin/sh',
			args: ['-c', script, 'sh', process.execPath, ...perch],
			env: home.env,
			columns: 100,
			rows: 30,
		});
		const sre = createSre(terminal, home);
		await sre.opens(release);
		await sre.asks('x', 'back');
		await sre.sees(/dry run ok/);
		await sre.confirms();
		// The request is recorded before it is sent: whatever happens to the terminal, it is in the file.
		await eventually(async () => expect((await home.audit()).map(({record}) => record)).toContain('intent'));
		terminal.close();
		await terminal.ended;
		// Every line is whole: this reads each as JSON.
		expect((await home.audit())[0]).toMatchObject({record: 'intent', verb: 'back'});
	},
);

test.each([
	['a full disk', '/dev/full'],
	['nobody who reads', null],
] as const)('perch ends when its output goes to %s', async (_, path) => {
	const home = await createHomeFolder(demo.folder);
	await using file = path === null ? null : await open(path, 'w');
	const child = spawn(process.execPath, perch, {
		env: home.env,
		stdio: ['ignore', file?.fd ?? 'pipe', 'pipe'],
	});
	child.stdout?.destroy();
	const [code] = (await once(child, 'exit')) as [number | null];
	expect(code).toBe(1);
});
