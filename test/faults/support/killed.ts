import {join} from 'node:path';
import {expect} from 'vitest';
import {eventually} from '../../eventually.ts';
import {rolloutPath} from '../../journeys/support/colleague.ts';
import type {Demo} from '../../journeys/support/demo.ts';
import type {HomeFolder} from '../../journeys/support/home-folder.ts';
import {createSre, perchArgs} from '../../journeys/support/sre.ts';
import {openTerminal} from '../../journeys/support/terminal.ts';
import {dist} from '../../package/dist.ts';

/** When perch is killed: `ms` milliseconds after the confirming key, or after the API server had the request. */
export interface Moment {
	readonly after: 'key' | 'request';
	readonly ms: number;
}

/** Holds a release and kills perch at that moment, with a signal that nothing can catch. */
export async function holdAndKill(demo: Demo, home: HomeFolder, {after, ms}: Moment): Promise<void> {
	const terminal = openTerminal({
		command: process.execPath,
		args: [join(dist, 'cli.js'), ...perchArgs(demo)],
		env: home.env,
		columns: 80,
		rows: 24,
	});
	const sre = createSre(terminal, home);
	await sre.opens('shop/cart');
	// Resume it only now: the request of the perch that was killed before may reach the API server after its death.
	await demo.colleague.patch(rolloutPath('shop', 'cart'), {spec: {paused: null}});
	await sre.doesNotSee(/held by hand/);
	await sre.asks('h', 'hold');
	await sre.sees(/dry run ok/);
	await sre.press('right');
	await sre.sees(/\[ Hold \]/);
	await sre.reads();
	// Compare the last write, not how many there are: a full journal drops an old one for each new one.
	const last = async () => (await demo.perchWrites()).at(-1)?.userAgent;
	const before = await last();
	terminal.write('\r');
	if (after === 'request') await eventually(async () => expect(await last()).not.toBe(before));
	await new Promise(resolve => setTimeout(resolve, ms));
	terminal.kill('SIGKILL');
	await terminal.ended;
}

/** Every request that changed something has an intent in the audit file, written down before it was sent. */
export async function expectAudited(demo: Demo, home: HomeFolder): Promise<number> {
	const intents = new Map(
		(await home.audit()).flatMap(record => (record.record === 'intent' ? [[record.intentId, record] as const] : [])),
	);
	const writes = await demo.perchWrites();
	for (const write of writes) {
		const id = /intent=(\S+)/.exec(write.userAgent)?.[1] ?? 'none';
		const intent = intents.get(id);
		expect(intent, `${write.method} ${write.path} by ${write.userAgent}`).toBeDefined();
		expect(Date.parse(intent?.at ?? '')).toBeLessThanOrEqual(write.atMs);
	}
	return writes.length;
}
