import {chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {clipboardSequence, longestCopyBytes} from '../../../source/adapters/system/osc52.ts';
import {copiedPath, createOwnTerminal} from '../../../source/adapters/system/own-terminal.ts';
import type {Environment} from '../../../source/adapters/system/state-folder.ts';
import {safe} from '../../../source/domain/text/safe-text.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const text = safe`✖ **WORSE** 生`;

describe('the bytes for the clipboard', () => {
	test('are one OSC 52 in UTF-8', () => {
		expect(clipboardSequence(text, {TERM: 'xterm-256color'})).toBe(`\u001b]52;c;${base64(text)}\u001b\\`);
	});

	test.each([{TERM: 'screen-256color', TMUX: '/tmp/tmux-0/default,1,0'}, {TERM: 'tmux-256color'}])(
		'are sent plain and wrapped in tmux: %j',
		env => {
			const plain = `\u001b]52;c;${base64(text)}\u001b\\`;
			const wrapped = `\u001bPtmux;\u001b\u001b]52;c;${base64(text)}\u001b\u001b\\\u001b\\`;
			expect(clipboardSequence(text, env)).toBe(plain + wrapped);
		},
	);

	test('are wrapped for GNU screen in pieces that it passes on, ended by BEL', () => {
		const long = 'x'.repeat(2_000);
		const bytes = clipboardSequence(long, {TERM: 'screen', STY: '1.pts-0'}) ?? '';
		const pieces = bytes.split('\u001b\\').slice(0, -1);
		expect(pieces.length).toBeGreaterThan(3);
		for (const piece of pieces) expect(piece.length).toBeLessThan(768);
		expect(pieces.map(piece => piece.slice(2)).join('')).toBe(`\u001b]52;c;${base64(long)}\u0007`);
	});

	test('are in both forms where only TERM says screen', () => {
		const bytes = clipboardSequence(text, {TERM: 'screen-256color'});
		expect(bytes).toBe(`\u001b]52;c;${base64(text)}\u001b\\\u001bP\u001b]52;c;${base64(text)}\u0007\u001b\\`);
	});

	test.each(['dumb', 'linux', ''])('are none on TERM=%s', TERM => {
		expect(clipboardSequence(text, {TERM})).toBeNull();
	});
});

describe('a copy', () => {
	let home = '';
	let written = '';

	beforeEach(async () => {
		home = await mkdtemp(join(tmpdir(), 'perch-copy-'));
		written = '';
	});
	afterEach(() => rm(home, {recursive: true, force: true}));

	const terminal = (env: Environment = {TERM: 'xterm'}, isTTY = true) =>
		createOwnTerminal({
			env: {PATH: '/nowhere', ...env},
			homeFolder: home,
			stdout: {
				isTTY,
				write(bytes: string) {
					written += bytes;
				},
			},
		});
	const path = () => copiedPath({}, home);

	test('goes to the terminal and, whole, to a file that its owner alone can read', async () => {
		const outcome = await terminal().copy(text);
		expect(outcome).toEqual({clipboard: 'sent', file: {ok: true, value: '~/.local/state/perch/copied.md'}});
		expect(written).toBe(clipboardSequence(text, {TERM: 'xterm'}));
		expect(await readFile(path(), 'utf8')).toBe(`${text}\n`);
		expect((await stat(path())).mode & 0o777).toBe(0o600);
	});

	test('replaces the last one, whoever could read that, and leaves no other file', async () => {
		await mkdir(join(home, '.local/state/perch'), {recursive: true});
		await writeFile(path(), 'old', {mode: 0o644});
		await terminal().copy(text);
		expect(await readFile(path(), 'utf8')).toBe(`${text}\n`);
		expect((await stat(path())).mode & 0o777).toBe(0o600);
		expect(await readdir(join(home, '.local/state/perch'))).toEqual(['copied.md']);
	});

	test('and the bell send nothing into a pipe', async () => {
		const pipe = terminal({TERM: 'xterm'}, false);
		pipe.ring();
		expect(await pipe.copy(text)).toMatchObject({clipboard: 'none', file: {ok: true}});
		expect(written).toBe('');
		terminal().ring();
		expect(written).toBe('\u0007');
	});

	test('that is too long for terminals is in the file alone', async () => {
		const fits = safe`${'x'.repeat(longestCopyBytes) as typeof text}`;
		expect((await terminal().copy(fits)).clipboard).toBe('sent');
		expect(written.length).toBeLessThanOrEqual(100_000);
		written = '';
		expect((await terminal().copy(safe`${fits}x`)).clipboard).toBe('tooLong');
		expect(written).toBe('');
		expect(await readFile(path(), 'utf8')).toHaveLength(longestCopyBytes + 2);
	});

	test('on a terminal without a clipboard is in the file alone', async () => {
		expect(await terminal({TERM: 'linux'}).copy(text)).toMatchObject({clipboard: 'none', file: {ok: true}});
		expect(written).toBe('');
	});

	test('goes out though no file can be written, and says why there is none', async () => {
		await writeFile(join(home, '.local'), 'in the way');
		const outcome = await terminal().copy(text);
		expect(outcome).toMatchObject({clipboard: 'sent', file: {ok: false, error: expect.stringContaining('ENOTDIR')}});
	});

	test('in tmux is given to tmux itself, and nothing is written where tmux took it', async () => {
		await withTmux('cat > "$TAKEN"; printf "%s" "$*" > "$TAKEN.arguments"');
		const env = {TERM: 'tmux-256color', TMUX: 'x', PATH: `${home}/bin:/usr/bin:/bin`, TAKEN: join(home, 'taken')};
		expect((await terminal(env).copy(text)).clipboard).toBe('tmux');
		expect(await readFile(env.TAKEN, 'utf8')).toBe(text);
		expect(await readFile(`${env.TAKEN}.arguments`, 'utf8')).toBe('load-buffer -w -');
		expect(written).toBe('');
	});

	test('in a tmux that does not take it, or is not there, goes out as bytes', async () => {
		await withTmux('exit 1');
		const env = {TERM: 'screen', TMUX: 'x', PATH: `${home}/bin:/usr/bin:/bin`};
		expect((await terminal(env).copy(text)).clipboard).toBe('sent');
		expect((await terminal({...env, PATH: '/nowhere'}).copy(text)).clipboard).toBe('sent');
		expect(written).toContain('\u001bPtmux;');
	});

	test('the bell is one byte', () => {
		terminal().ring();
		expect(written).toBe('\u0007');
	});

	async function withTmux(script: string): Promise<void> {
		await mkdir(join(home, 'bin'));
		await writeFile(join(home, 'bin/tmux'), `#!/bin/sh\n${script}\n`);
		await chmod(join(home, 'bin/tmux'), 0o755);
	}
});
