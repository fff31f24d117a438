import {expect, test} from 'vitest';
import {isReview, startDemo} from './support/demo.ts';
import {startPerch} from './support/sre.ts';

const demo = await startDemo();
const printable = Array.from({length: 95}, (_, at) => String.fromCharCode(32 + at));

test('perch --read-only sends nothing but reads and reviews of its own access, whatever key is pressed', async () => {
	await using sre = await startPerch(demo, {args: ['--read-only']});
	await sre.sees(/\d waits? for you/);
	for (const enters of [[], ['R'], ['enter'], ['c']]) {
		await sre.press(...enters);
		await sre.press(...'xphrbtn', 'right', 'enter', 'escape');
		sre.terminal.write(printable.filter(key => !'qz/?'.includes(key)).join(''));
		await sre.press('tab', 'down', 'right', 'enter');
	}
	await sre.press('?');
	await sre.sees(/help|keys/i);
	const entries = (await demo.api.journal()).filter(({userAgent}) => userAgent.startsWith('perch/'));
	expect(entries.length).toBeGreaterThan(10);
	expect(entries.filter(({method, path}) => method !== 'GET' && !isReview(path))).toEqual([]);
	expect(await sre.home.audit()).toEqual([]);
});
