import {expect, test} from 'vitest';
import {createObjectStore} from '../../../source/demo/api/store.ts';
import {buildWorld, populate} from '../../../source/demo/world/build.ts';
import {createPodLogs} from '../../../source/demo/world/pod-logs.ts';

const nowMs = Date.UTC(2026, 10, 21, 2, 41, 12);
const clock = {nowMs: () => nowMs, schedule: () => ({cancel() {}})};
const store = createObjectStore({seed: 1, clock});
populate(store, buildWorld({seed: 1, nowMs}));
const logs = createPodLogs({store, seed: 1, startedAtMs: nowMs - 600_000});

function linesOf(app: string, tag: string, ofSeconds: number): readonly string[] {
	const pods = store
		.list('pods')
		.filter(
			({metadata, spec}) =>
				metadata.labels?.app === app &&
				(spec as {containers: readonly {image: string}[]}).containers[0]?.image.endsWith(`:${tag}`),
		);
	expect(pods.length).toBeGreaterThan(0);
	return pods.flatMap(pod => (logs(pod, '')[0]?.lines(nowMs - ofSeconds * 1000, nowMs) ?? []).map(({text}) => text));
}

test("checkout's newest version logs payments that timed out as often as its requests fail, and no other does", () => {
	const timedOut = (tag: string) => linesOf('checkout', tag, 300).filter(text => text.includes('payment timed out'));
	const pods = store.list('pods', 'shop').filter(({metadata}) => metadata.labels?.app === 'checkout').length - 8;
	// Of 813 requests a second over 8 pods, 0.42 % more fail than before.
	const expected = (813 / 8) * 0.019 * 300 * pods;
	expect(timedOut('2.9.0').length).toBeGreaterThan(expected * 0.7);
	expect(timedOut('2.9.0').length).toBeLessThan(expected * 1.3);
	expect(timedOut('2.8.1')).toEqual([]);
});

test('a log reads the same whenever it is read', () => {
	const [pod] = store.list('pods', 'shop');
	if (!pod) throw new Error('the shop has no pods');
	const whole = logs(pod, '')[0]?.lines(nowMs - 20_000, nowMs) ?? [];
	const parts = [20, 15, 10, 5].flatMap(
		ago => logs(pod, '')[0]?.lines(nowMs - ago * 1000, nowMs - (ago - 5) * 1000) ?? [],
	);
	expect(parts).toEqual(whole);
	expect(whole.length).toBeGreaterThan(0);
});

test('one writes JSON, another in colour', () => {
	expect(() => linesOf('search', '4.3.0', 60).map(text => JSON.parse(text))).not.toThrow();
	expect(linesOf('frontend', '5.12.1', 60).every(text => text.startsWith('\u001b['))).toBe(true);
});

test('pods of a version that no Service selects any more write nothing of requests', () => {
	expect(linesOf('search', '4.2.0', 60).filter(text => text.includes('"request"'))).toEqual([]);
	expect(linesOf('search', '4.3.0', 60).filter(text => text.includes('"request"')).length).toBeGreaterThan(0);
});
