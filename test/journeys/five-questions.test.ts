import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {startDemo} from './support/demo.ts';
import {type Sre, startPerch} from './support/sre.ts';

const demo = await startDemo({speed: 1, agoSeconds: 60});

test('on call, without a key: who hurts users most, and why; three keys go back, and no key proves it', async () => {
	await using sre = await startPerch(demo);
	// Who hurts users most?
	await sre.sees(
		/^ [2-9] HURT USERS ~\d+ failed\/min .* {3}\d+ waits? for you {3}\d+ moving {3}\d+ quiet/m,
		/^✖>web\/search +\d{3} +\d\.\d\d .* 4\.3\.0 100% *$/m,
		/^─ web\/search {2}4\.2\.0 → 4\.3\.0 ─+ argo ─ *$/m,
		/^ ✖ NOT ROLLED BACK: Argo says aborted, 100% still on 4\.3\.0/m,
		/its requests fail, usually 0\.0\d %: ~\d+ more a minute/,
		/^ x → 4\.2\.0, 4\/4 pods ready · next: nothing by itself/m,
	);
	const failures = failuresOf(sre, 'web/search');
	for (const {name, perMinute} of failingRows(sre)) expect(perMinute, name).toBeLessThanOrEqual(failures);

	// Go back: three keys.
	await sre.asks('x');
	await sre.sees(
		/BACK TO 4\.2\.0 +web\/search/,
		/100% on 4\.3\.0 → 4\.2\.0/,
		/live check .* dry run ok/,
		/\[ Cancel \]/,
	);
	await sre.press('right');
	await sre.sees(/\[ Go back \]/);
	await sre.reads();
	await sre.press('enter');

	// Did it work? The dialog says so by itself, what was done first, and then what is measured.
	await sre.sees(/4\.2\.0 takes all traffic/, /RECOVERED after \d+s: no requests to the canary/);
	expect(await demo.perchWrites()).toMatchObject([{method: 'PATCH', status: 200}]);

	// Tell a colleague.
	await sre.press('escape');
	await sre.doesNotSee(/Why\? \(optional\)/);
	expect(await told(sre)).toMatch(
		/^✔ \*\*TAKEN BACK \d\d:\d\d by admin\*\* `web\/search` .* · RECOVERED after \d+s[\s\S]*\n- done: \d\d:\d\d:\d\d UTC \*\*BACK TO 4\.2\.0\*\* by `admin`[\s\S]*\n- proof: RECOVERED after \d+s: /,
	);
	await sre.leaves();
});

test('on call, with one key: whether it is the canary, against stable, and what going back does', async () => {
	await using sre = await startPerch(demo, {args: ['-n', 'shop']});
	await sre.sees(
		/^✖>shop\/checkout +\d+ +0\.\d\d .* 2\.9\.0 20% *$/m,
		/^ ✖ CANARY IS WORSE since .*\d\d:\d\d · fails /m,
	);
	await sre.press('enter');
	await sre.sees(
		/^✖ CANARY IS WORSE since .*\d\d:\d\d · fails \d+ in 1,000, stable \d\.\d/m,
		/^ +now +20 % of requests go to 2\.9\.0 · about \d+ extra failed requests a minute *$/m,
		/^ +next +nothing by itself: paused at step 5 of 9, waiting for you/m,
		/^ +back +2\.8\.1 by argo abort · 8\/8 pods ready/m,
		/^ +errors +0\.\d\d % +\d\.\d+ % +✖ [\d.]+×/m,
		/^ +p99 +\d+ms +\d+ms +✖ [\d.]+×/m,
	);
	// The note tells the figures of the screen.
	const [, inThousand = ''] = /fails (\d+) in 1,000/.exec(sre.screen()) ?? [];
	const note = await told(sre);
	expect(note).toMatch(/^✖ \*\*CANARY IS WORSE since .*\*\* `shop\/checkout` `2\.8\.1 → 2\.9\.0` · .*PAUSED/);
	expect(note).toMatch(/\n- next: nothing by itself: paused at step 5 of 9, waiting for you/);
	expect(note).toMatch(/\n- way back: 2\.8\.1 by argo abort/);
	const [, told95 = '0', stable95 = '0'] = /p95 canary (\d+)ms, stable (\d+)ms/.exec(note) ?? [];
	expect(Number(told95)).toBeGreaterThan(Number(stable95) * 1.3);
	const [, percent = '0'] = /canary (\d\.\d+) %/.exec(note) ?? [];
	expect(Math.abs(10 * Number(percent) - Number(inThousand))).toBeLessThan(4);
	await sre.leaves();
});

interface FailingRow {
	readonly name: string;
	readonly perMinute: number;
}

/** The rows of the list with what fails of each, from top to bottom. */
function failingRows(sre: Sre): readonly FailingRow[] {
	return sre.terminal.rows().flatMap(row => {
		const [, name = '', perMinute = ''] = /^.[ >]([\w…-]+\/[\w…-]+) +(\d+) /.exec(row) ?? [];
		return name === '' ? [] : [{name, perMinute: Number(perMinute)}];
	});
}

function failuresOf(sre: Sre, service: string): number {
	return failingRows(sre).find(({name}) => name === service)?.perMinute ?? 0;
}

/** What `y` copies, as the file has it. */
async function told(sre: Sre): Promise<string> {
	await sre.press('y');
	await sre.sees(/lines .*copied\.md/);
	return readFile(join(sre.home.path, '.local/state/perch/copied.md'), 'utf8');
}
