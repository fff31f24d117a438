import {readFile, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {foreignSequences} from './support/byte-oracle.ts';
import {startDemo} from './support/demo.ts';
import {runHeadless} from './support/run-headless.ts';
import {type Sre, startPerch} from './support/sre.ts';

const demo = await startDemo({agoSeconds: 60});

const copies = /\u001b\]52;c;([\w+/=]*)\u001b\\/g;

test('y tells a colleague: the paste is in the clipboard and in a file, before and after going back', async () => {
	await using sre = await startPerch(demo, {args: ['--bell', '-n', 'shop']});
	await sre.opens('shop/checkout');
	await sre.sees(/now +20 % of requests go to.* extra failed requests a minute/);
	await sre.press('y');
	await sre.sees(/lines sent to clipboard \(OSC 52\) · also in ~\/\.local\/state\/perch\/copied\.md/);
	const [before = ''] = copied(sre);
	expect(before).toMatch(/^✖ \*\*CANARY IS WORSE since .*\*\* `shop\/checkout` `2\.8\.1 → 2\.9\.0` · /);
	expect(before).toMatch(/\n- errors: \*\*about .* extra failed requests a minute\*\* · canary .* %, stable .* %/);
	expect(before).not.toContain('- done:');
	expect(await copyFile(sre)).toBe(`${before}\n`);

	await sre.asks('x', 'back');
	await sre.sees(/dry run ok/);
	await sre.press('Y');
	await sre.sees(/1 line sent to clipboard/);
	const [, command = ''] = copied(sre);
	expect(command).toMatch(
		/^kubectl --kubeconfig \S+ --context demo -n shop patch rollouts\.argoproj\.io checkout --subresource=status --type=json -p '\[.*\{"op":"add","path":"\/status\/abort","value":true\}\]'$/,
	);
	expect(await demo.perchWrites()).toEqual([]);

	const bells = bellsOf(sre);
	await sre.confirms();
	await sre.sees(/Why\? \(optional\) tab types/);
	await sre.press('escape');
	await sre.sees(/RECOVERED after/);
	await sre.press('y');
	await sre.terminal.until(() => copied(sre).length === 3, 'copied once more');
	const [, , after = ''] = copied(sre);
	expect(after).toMatch(/^✔ \*\*TAKEN BACK \d\d:\d\d by admin\*\* `shop\/checkout` .* · RECOVERED after \d+s/);
	expect(after).toMatch(/\n- done: \d\d:\d\d:\d\d UTC \*\*BACK TO 2\.8\.1\*\* by `admin` with perch \(argo abort\): /);
	expect(after).toMatch(/\n- proof: RECOVERED after \d+s: /);

	// The harm itself may have rung before.
	expect(bellsOf(sre)).toBe(bells + 1);
	expect(foreignSequences(Buffer.from(bytesBeside(sre).replaceAll('\u0007', '')))).toEqual([]);

	const {stdout} = await runHeadless(sre.home, ['audit', '--markdown', '--last', '1']);
	expect(stdout).toMatch(/^\*\*BACK TO 2\.8\.1\*\* `rollouts\.argoproj\.io shop\/checkout`\n/);
	expect(stdout).toMatch(/\n- by: argo abort\n/);
});

test('where the terminal has no clipboard, the paste is in the file, and nothing is sent', async () => {
	await using sre = await startPerch(demo, {args: ['--read-only'], env: {TERM: 'linux'}});
	await sre.sees(/\d waits? for you/);
	await sre.press('/');
	await sre.sees(/enter keep/);
	await sre.types('pay/gateway');
	await sre.sees(/pay\/gateway /, /\/pay\/gateway/);
	await sre.press('enter');
	await sre.doesNotSee(/enter keep/);
	await sre.press('y');
	await sre.sees(/lines in .*copied\.md: this terminal has no clipboard/);
	expect(copied(sre)).toEqual([]);
	expect(await copyFile(sre)).toMatch(/^· \*\*stable: no release under way\*\* `pay\/gateway` `1\.30\.0`\n/);
	const {mode} = await stat(copyPath(sre));
	expect(mode & 0o777).toBe(0o600);
});

/** The texts that perch sent to the clipboard, in order. */
function copied(sre: Sre): readonly string[] {
	const bytes = sre.terminal.bytes().toString('utf8');
	return Array.from(bytes.matchAll(copies), ([, base64 = '']) => Buffer.from(base64, 'base64').toString('utf8'));
}

/** What perch sent to the terminal beside the texts for the clipboard. */
function bytesBeside(sre: Sre): string {
	return sre.terminal.bytes().toString('utf8').replaceAll(copies, '');
}

function bellsOf(sre: Sre): number {
	return bytesBeside(sre).split('\u0007').length - 1;
}

function copyPath({home}: Sre): string {
	return join(home.path, '.local/state/perch/copied.md');
}

function copyFile(sre: Sre): Promise<string> {
	return readFile(copyPath(sre), 'utf8');
}
