import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {eventually} from '../eventually.ts';
import {rolloutPath} from '../journeys/support/colleague.ts';
import {startDemo} from '../journeys/support/demo.ts';
import {startPerch} from '../journeys/support/sre.ts';

const demo = await startDemo();

/** Texts that nothing else writes, at each place where a manifest may hold a secret. */
const canaries = {
	env: 'canary-env-0cc175b9c0f1',
	argument: 'canary-arg-92eb5ffee6ae',
	applied: 'canary-last-8fa14cdd754f',
} as const;

test('no value of env, of args or of the applied manifest is left on screen, in what is copied, audited, logged or recorded', async () => {
	const path = rolloutPath('shop', 'cart');
	type Template = {readonly spec: {readonly template: {readonly spec: {readonly containers: readonly object[]}}}};
	const {spec} = await demo.colleague.get<Template>(path);
	const [container, ...others] = spec.template.spec.containers;
	const secretive = {
		...container,
		env: [{name: 'DB_PASSWORD', value: canaries.env}],
		args: ['--password', canaries.argument],
	};
	await demo.colleague.patch(path, {
		metadata: {
			annotations: {
				'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({spec: canaries.applied}),
			},
		},
		spec: {
			template: {
				spec: {containers: [secretive, ...others]},
			},
		},
	});
	const recordPath = join(demo.folder, 'masked-recording.jsonl');
	await using sre = await startPerch(demo, {args: ['--debug', '--record', recordPath], columns: 160, rows: 45});
	const seen: string[] = [];
	const looks = async (...patterns: readonly RegExp[]) => {
		await sre.sees(...patterns);
		seen.push(sre.screen());
	};
	await sre.opens('shop/cart');
	await sre.press('d');
	await looks(/env changed DB_PASSWORD \(values masked\)/, /•••/);
	await sre.press('escape', 'y');
	await looks(/copied\.md/);
	await sre.press(':');
	await sre.types('describe');
	await sre.press('enter');
	await looks(/kind: Rollout/);
	await sre.press('/');
	await sre.types('DB_PASSWORD');
	await looks(/- name: DB_PASSWORD/, /value: •••/);
	await sre.press('enter', 'escape', 'escape');
	await sre.sees(/^shop\/cart .* → /);
	await sre.asks('x', 'back');
	await sre.sees(/dry run/);
	await sre.press('d', 'y', 'Y');
	await looks(/PATCH rollouts/);
	await sre.reads();
	await sre.confirms();
	await eventually(async () => expect(await sre.home.outcomes()).not.toEqual([]));
	seen.push(sre.screen());
	expect(await sre.leaves()).toEqual({code: 0, signal: 0});

	const state = join(sre.home.path, '.local/state/perch');
	const files = [sre.home.auditPath, sre.home.debugLogPath, join(state, 'copied.md'), recordPath];
	const texts = await Promise.all(files.map(file => readFile(file, 'utf8')));
	// Nothing failed: the log may hold nothing.
	expect(texts.map(text => text.length > 0)).toMatchObject([true, expect.anything(), true, true]);
	const left = {
		screen: seen.join('\n'),
		output: sre.terminal.bytes().toString('utf8'),
		audit: texts[0],
		debug: texts[1],
		copied: texts[2],
		recording: texts[3],
	};
	const found = Object.entries(left).flatMap(([where, text = '']) =>
		Object.entries(canaries).flatMap(([what, canary]) => (text.includes(canary) ? [`${what} in ${where}`] : [])),
	);
	expect(found).toEqual([]);
});
