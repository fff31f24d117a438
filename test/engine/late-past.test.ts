import {expect, test} from 'vitest';
import {past} from '../../source/engine/questions/past/past.ts';
import {createDesk} from './support/desk.ts';
import {homeOf} from './support/home.ts';
import {sample} from './support/session.ts';
import {bad, service, startMs, usual} from './support/troubled.ts';

/** What is said of who hurts users, one after another, while the past is answered so many seconds after it was asked. */
function said(pastSeconds: number, failuresAt: (serverMs: number) => number): readonly unknown[] {
	const desk = createDesk({
		objects: [service('catalog'), service('search')],
		nowMs: startMs,
		size: {columns: 80, rows: 24},
		world: {
			trafficAt: serverMs => [sample('catalog', 508), sample('search', 113, failuresAt(serverMs))],
			latencyMs: command => (command.kind === 'ask' && command.question === past.id ? pastSeconds * 1_000 : 5),
		},
	});
	const all: unknown[] = [];
	for (let at = 0; at < 240 * 4; at += 1) {
		desk.advance(250);
		const {hurt} = homeOf(desk).summary;
		const one = hurt === 'unknown' ? hurt : hurt.count;
		if (one !== all.at(-1)) all.push(one);
	}
	return all;
}

test.each([0.1, 3, 15, 25, 40, 55])(
	'a past that is told only after %s s never lets perch say that nothing hurts users while a service fails',
	seconds => {
		expect(said(seconds, serverMs => (serverMs < startMs - 1_800_000 ? usual : bad))).toEqual(
			seconds < 0.25 ? [1] : ['unknown', 1],
		);
	},
);

test('a service that began to fail after perch began to look has not failed since before, however late the past is told', () => {
	const bursts = (serverMs: number) =>
		serverMs < startMs - 1_800_000 ? usual : serverMs < startMs || serverMs > startMs + 30_000 ? bad : usual;
	expect(said(0.1, bursts)).toEqual([0, 1]);
	expect(said(40, bursts)).toEqual(['unknown', 0, 1]);
});
