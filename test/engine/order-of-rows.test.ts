import {describe, expect, test} from 'vitest';
import {trafficOf} from '../../source/engine/questions/poll.ts';
import {createDesk, type Desk} from './support/desk.ts';
import {homeOf} from './support/home.ts';
import {deskAt} from './support/recorded.ts';
import {sample} from './support/session.ts';
import {service} from './support/troubled.ts';

/** Counts may change with each poll, but what is derived from the order is then not computed again. */
test('the order of rows is the same object from poll to poll until it is due again', () => {
	const desk = deskAt('argo-canary/06-paused-at-50-after-analysis', {
		world: {trafficAt: () => [sample('checkout', 100, 1)]},
	});
	// Follow the polls one by one: some fall within the ten seconds in which the order stands, some do not.
	const polls = Array.from({length: 60}, () => {
		desk.advance(1_000);
		const {metrics} = desk.state();
		return {traffic: trafficOf(metrics), ordering: metrics.ordering};
	});
	const changes = (key: 'traffic' | 'ordering') => new Set(polls.map(poll => poll[key]).filter(Boolean)).size;
	expect(changes('ordering')).toBeGreaterThan(1);
	expect(changes('traffic')).toBeGreaterThanOrEqual(2 * (changes('ordering') - 1));
	expect(new Set(polls.flatMap(({ordering}) => ordering?.sinceMs ?? [])).size).toBe(changes('ordering'));
});

describe('a row that begins to fail', () => {
	const startMs = Date.parse('2026-11-21T07:11:23Z');

	/** A Service whose requests begin to fail, and one before it by its name. */
	function failing(fromMs: number) {
		const desk = createDesk({
			objects: [service('aaa'), service('pay')],
			nowMs: startMs,
			size: {columns: 80, rows: 24},
			world: {
				trafficAt: serverMs => [sample('aaa', 10), sample('pay', 100, serverMs < startMs + fromMs ? 0 : 50)],
			},
		});
		desk.advance(30_000);
		return desk;
	}

	const rows = (desk: Desk) => homeOf(desk).rows.map(({name, harm}) => [name, harm?.kind ?? 'calm']);
	const calm = [
		['shop/aaa', 'calm'],
		['shop/pay', 'calm'],
	];

	// The order stands for ten seconds: whenever within them the harm is seen, it must not wait for their end.
	test.each([30, 33, 36, 39])('rises with the poll that shows its harm, %i s after the start', seconds => {
		const desk = failing(seconds * 1_000);
		expect(rows(desk)).toEqual(calm);
		for (let at = 0; rows(desk).every(([, harm]) => harm === 'calm'); at += 1) {
			if (at > 2_000) throw new Error('no row shows harm');
			desk.advance(100);
		}
		expect(rows(desk)).toEqual([
			['shop/pay', 'fails'],
			['shop/aaa', 'calm'],
		]);
	});

	test('holds its place while the operator moves about in the list, and rises once the keys rest', () => {
		const desk = failing(30_000);
		for (let at = 0; rows(desk).every(([, harm]) => harm === 'calm'); at += 1) {
			if (at > 400) throw new Error('no row shows harm');
			desk.press(at % 2 === 0 ? 'down' : 'up');
			desk.advance(500);
		}
		expect(rows(desk)).toEqual([
			['shop/aaa', 'calm'],
			['shop/pay', 'fails'],
		]);
		desk.advance(5_000);
		expect(rows(desk)[0]).toEqual(['shop/pay', 'fails']);
	});
});
