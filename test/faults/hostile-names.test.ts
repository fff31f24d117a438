import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import type {KubeObject} from '../../source/demo/contract.ts';
import {foreignSequences} from '../journeys/support/byte-oracle.ts';
import {rolloutPath} from '../journeys/support/colleague.ts';
import {startDemo} from '../journeys/support/demo.ts';
import {startPerch} from '../journeys/support/sre.ts';

const demo = await startDemo({speed: 1});

// Cyrillic letters, text that runs backwards, and a sequence that would move the cursor.
const hostile = 'саrt\u202e\u001b[H';
const shown = '\\u0441\\u0430rt\\u202e^[[H';

type Copied = KubeObject & {readonly spec: {readonly strategy: {readonly canary: {readonly steps: unknown}}}};

test('the name of an object that imitates another is ASCII on screen and in what is copied', async () => {
	await demo.api.tell({kind: 'api', order: 'stopControllers'});
	const {colleague} = demo;
	const cart = await colleague.get<Copied>(rolloutPath('shop', 'cart'));
	const canary = {steps: cart.spec.strategy.canary.steps};
	await colleague.create('/apis/argoproj.io/v1alpha1/namespaces/shop/rollouts', {
		...cart,
		metadata: {name: hostile, namespace: 'shop', labels: {}, annotations: {}},
		spec: {...cart.spec, strategy: {canary}},
	});
	await using sre = await startPerch(demo, {columns: 160, rows: 45});
	await sre.sees(/\d waits? for you/);
	await sre.press('R');
	await sre.sees(/RELEASES \d/);
	await sre.press('/');
	await sre.types('u0441');
	await sre.terminal.until(() => sre.screen().includes(`shop/${shown} `), 'sees the name');
	await sre.press('enter', 'home', 'enter');
	await sre.terminal.until(() => sre.screen().startsWith(`shop/${shown} `), 'the release is open');
	await sre.press('y');
	await sre.sees(/copied\.md/);
	const copied = await readFile(join(sre.home.path, '.local/state/perch/copied.md'), 'utf8');
	expect(copied).toContain(`\`shop/${shown}\``);
	expect(copied).not.toMatch(/[\u0400-\u04ff\u202e\u001b]/);
	// The name that is shown is no object's name: what perch may not ask for by its own name, it does not write.
	await sre.isRefused('x', /⚠ /);
	const output = sre.terminal
		.bytes()
		.toString('utf8')
		.replaceAll(/\u001b\]52;c;[\w+/=]*\u001b\\/g, '');
	expect(foreignSequences(Buffer.from(output))).toEqual([]);
	expect(await demo.perchWrites()).toEqual([]);
	expect(await sre.home.audit()).toEqual([]);
});
