import {mkdir, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {expect, test} from 'vitest';
import {line} from '../../source/domain/text/safe-text.ts';
import {recordedEvent, recordingHeader} from '../../source/engine/replay.ts';
import type {AuditRecord} from '../../source/ports/audit.ts';
import {settings, target, wide} from '../engine/support/session.ts';
import {foreignSequences} from '../journeys/support/byte-oracle.ts';
import {startDemo} from '../journeys/support/demo.ts';
import {createHomeFolder} from '../journeys/support/home-folder.ts';
import {runHeadless} from '../journeys/support/run-headless.ts';
import {startPerch} from '../journeys/support/sre.ts';
import {vectors} from './support/hostile.ts';
import {expectAtRest} from './support/terminal-restored.ts';

const demo = await startDemo({speed: 1});

const hostile = 'BEGIN\u001b]52;c;AAAA\u0007\u001bPq\u001b\\\u009b2J\u202eEND';
const shown = 'BEGIN^[]52;c;AAAA^G^[Pq^[\\\\u009b2J\\u202eEND';

// What a bug would do: it throws what it has been handed.
const bugs = {
	'an error': 'throw new Error(hostile)',
	'an error whose stack is as hostile':
		'const bug = new Error(hostile); bug.stack = [hostile, hostile].join("\\n"); throw bug',
	'a rejection': 'Promise.reject(new TypeError(hostile))',
	'what is no error': 'throw hostile',
} as const;

test.each(Object.entries(bugs))('%s that carries escape sequences writes none to the terminal', async (name, bug) => {
	const path = join(demo.folder, `bug-${name.length}.mjs`);
	await writeFile(path, `const hostile = ${JSON.stringify(hostile)};\nprocess.on('SIGUSR2', () => {${bug}});\n`);
	const env = {NODE_OPTIONS: `--import=${pathToFileURL(path)}`};
	const args = name.includes('stack') ? ['--debug'] : [];
	await using sre = await startPerch(demo, {args, env, columns: 160, rows: 45});
	await sre.sees(/\d waits? for you/);
	process.kill(sre.terminal.pid, 'SIGUSR2');
	expect(await sre.terminal.ended).toEqual({code: 1, signal: 0});
	expect(foreignSequences(sre.terminal.bytes())).toEqual([]);
	// After the alternate screen, where the operator can read it.
	expectAtRest(sre.terminal);
	expect(sre.screen()).toMatch(/perch: internal error: /);
	if (name !== 'what is no error') expect(sre.screen()).toContain(shown);
});

test.each([
	[[`--${hostile}`]],
	[[`--${hostile}=1`]],
	[[hostile]],
	[['--kubeconfig', `/${hostile}`, '--once']],
	[['--color', hostile]],
	[['--mesh', hostile]],
	[['--replay', `/${hostile}`]],
	[['demo', '--user', hostile]],
	[['demo', '--fault', hostile]],
])('a command line with escape sequences is answered without any: %j', async args => {
	const home = await createHomeFolder(demo.folder);
	const {code, stdout, stderr} = await runHeadless(home, args);
	expect(code).toBe(2);
	expect(foreignSequences(Buffer.from(stdout + stderr))).toEqual([]);
	expect(stderr).toContain('^[]52;c;AAAA^G');
});

test('files that others wrote drive no terminal: a recording, an audit file, a configuration, a kubeconfig', async () => {
	const home = await createHomeFolder(demo.folder);
	const session = {settings, target, id: 's', startedAtMs: 0};
	const recording = join(home.path, 'run.jsonl');
	const event = {kind: 'coached', text: line('TOLD'), atMs: 1} as const;
	const raw = (text: string) => text.replaceAll('"TOLD"', JSON.stringify(hostile));
	await writeFile(
		recording,
		raw(
			`${recordingHeader([{...session, target: {...target, context: line('TOLD')}}], wide)}\n${recordedEvent(event)}\n`,
		),
	);
	const replayed = await runHeadless(home, ['--replay', recording]);
	expect(replayed.stdout).toContain('BEGIN^[]52');

	const record: AuditRecord = {
		record: 'outcome',
		intentId: hostile,
		at: hostile,
		outcome: hostile as never,
		evidence: line('TOLD'),
		reason: hostile,
	};
	const intent = {
		record: 'intent',
		intentId: hostile,
		at: hostile,
		user: hostile,
		context: hostile,
		cluster: hostile,
		clusterUid: null,
		verb: 'back',
		object: hostile,
		uid: hostile,
		effects: [hostile],
		requests: [],
		reason: hostile,
	};
	await mkdir(dirname(home.auditPath), {recursive: true});
	await writeFile(home.auditPath, [intent, record].map(one => `${JSON.stringify(one)}\n`).join(''));
	const audits = [await runHeadless(home, ['audit']), await runHeadless(home, ['audit', '--markdown'])];
	for (const {stdout} of audits) expect(stdout).toContain('^[]52;c;AAAA^G');

	const config = join(home.path, 'config.yaml');
	await writeFile(config, `${JSON.stringify(hostile)}: ${JSON.stringify(hostile)}\n`);
	const reach = ['--kubeconfig', demo.kubeconfigPath, '--prometheus', demo.prometheusUrl];
	const configured = await runHeadless(home, [...reach, '--once', '--config', config]);
	expect(configured.stderr).toContain('^[]52;c;AAAA^G');
	const kubeconfig = join(home.path, 'kubeconfig');
	await writeFile(kubeconfig, `current-context: ${JSON.stringify(hostile)}\ncontexts: []\n`);
	const unreached = await runHeadless(home, ['--once', '--kubeconfig', kubeconfig]);
	expect(unreached.stderr).toContain('^[]52;c;AAAA^G');

	for (const {stdout, stderr} of [replayed, ...audits, configured, unreached])
		expect(foreignSequences(Buffer.from(stdout + stderr))).toEqual([]);
});

test('every hostile text is pure ASCII in a recording, and is read back harmless', () => {
	for (const {text} of vectors) {
		const json = recordedEvent({kind: 'contextFailed', context: text.toWellFormed(), reason: line(text), atMs: 1});
		expect(json).toMatch(/^[ -~]*$/);
		expect(JSON.parse(json)).toMatchObject({context: text.toWellFormed(), reason: line(text)});
	}
});
