import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import type {KubeObject} from '../../source/demo/contract.ts';
import {eventually} from '../eventually.ts';
import {foreignSequences} from '../journeys/support/byte-oracle.ts';
import {rolloutPath} from '../journeys/support/colleague.ts';
import {startDemo} from '../journeys/support/demo.ts';
import {startPerch} from '../journeys/support/sre.ts';

const demo = await startDemo({speed: 1});

// A Cyrillic letter, text that runs backwards, a no-break space, and a sequence that would set the clipboard.
const hostile = 'саrt\u202e\u00a0\u001b]52;c;AAAA\u0007';
const shown = '\\u0441\\u0430rt\\u202e\\u00a0^[]52;c;AAAA^G';

test('the name of an object that imitates another is ASCII on screen, in what is copied and in the audit', async () => {
	await demo.api.tell({kind: 'api', order: 'stopControllers'});
	const {colleague} = demo;
	const {
		uid: _,
		resourceVersion: __,
		...metadata
	} = (await colleague.get<KubeObject>(rolloutPath('shop', 'cart'))).metadata as KubeObject['metadata'] & {
		readonly resourceVersion: string;
	};
	const cart = await colleague.get(rolloutPath('shop', 'cart'));
	const made = {...cart, metadata: {...metadata, name: hostile}};
	await colleague.create('/apis/argoproj.io/v1alpha1/namespaces/shop/rollouts', made);
	await colleague.patch(`${rolloutPath('shop', encodeURIComponent(hostile))}/status`, {
		status: (cart as {status?: unknown}).status,
	});
	await using sre = await startPerch(demo, {columns: 160, rows: 45});
	await sre.sees(/\d waits? for you/);
	await sre.press('R');
	await sre.sees(/RELEASES \d/);
	await sre.press('/');
	await sre.types('u0441');
	await sre.terminal.until(() => sre.screen().includes(`shop/${shown}`), 'sees the name');
	await sre.press('enter', 'home', 'enter');
	await sre.terminal.until(() => sre.screen().startsWith(`shop/${shown}`), 'the release is open');
	console.log(sre.screen());
	await sre.press('y');
	await sre.sees(/copied\.md/);
	const copied = await readFile(join(sre.home.path, '.local/state/perch/copied.md'), 'utf8');
	console.log(copied);
	await sre.asks('x');
	await sre.reads();
	console.log(sre.screen());
}, 60000);
