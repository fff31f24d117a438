import {describe, expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import type {TrafficSample} from '../../source/domain/signals/signals.ts';
import {createDesk} from './support/desk.ts';
import {homeOf, homeRow, saidOf} from './support/home.ts';
import {deskAt, objectsOf} from './support/recorded.ts';
import {sample} from './support/session.ts';
import {failingOf, from, service, startMs} from './support/troubled.ts';

describe('the order by harm', () => {
	const canary = 'argo-canary/02-paused-at-step-1';

	test('has ~430 more failed requests a minute above ~36 above ~18, release or not, then what waits, then the rest by name', () => {
		const traffic = (serverMs: number): readonly TrafficSample[] => [
			// 0.6 a second more than stable's ratio leads one to expect.
			sample('checkout-stable', 95, 0.095),
			sample('checkout-canary', 5, 0.605),
			sample('search', 113, from(0)(serverMs)),
			sample('aaa', 10),
			sample('ledger', 20, serverMs < startMs ? 0 : 0.3),
			sample('zzz', 10),
		];
		const desk = createDesk({
			objects: [...objectsOf(canary), ...['aaa', 'ledger', 'search', 'zzz'].map(service), ...waiting()],
			nowMs: startMs,
			size: {columns: 80, rows: 24},
			world: {trafficAt: traffic},
		});
		desk.advance(120_000);
		const harm = homeOf(desk).rows.map(({name, harm}) => [name, harm?.kind === 'fails' ? harm.against : null]);
		expect(harm).toEqual([
			['shop/search', 'past'],
			['shop/checkout', 'stable'],
			['shop/ledger', 'past'],
			['site/checkout', null],
			['shop/aaa', null],
			['shop/zzz', null],
		]);
		expect(failingOf(homeRow(desk, 'shop/checkout')).extraPerMinute).toBeCloseTo(36, 0);
		expect(homeOf(desk).summary).toMatchObject({hurt: {count: 3}, releases: {waiting: 1, moving: 0, quiet: 2}});
	});

	/** The same release in another namespace, where nothing is measured. */
	function waiting(): readonly RawObject[] {
		return JSON.parse(JSON.stringify(objectsOf(canary)).replaceAll('"shop"', '"site"'), (key, value) =>
			key === 'uid' ? `${value}-of-site` : value,
		);
	}
});

test('a contradiction that harms nobody is marked with ≠, waits for a person and says what is contradicted', () => {
	const desk = deskAt('argo-bluegreen/05-aborted-after-cutover-unready', {
		world: {trafficAt: () => [sample('frontend', 40)]},
	});
	desk.advance(20_000);
	const sign = {glyph: '≠', tone: 'critical'};
	expect(homeOf(desk).rows[0]).toMatchObject({...sign, harm: null});
	expect(homeOf(desk).explained).toMatchObject(sign);
	expect(homeOf(desk).summary).toMatchObject({hurt: {count: 0}, releases: {waiting: 1}});
	expect(saidOf(desk)).toMatch(/^NOT ROLLED BACK: Argo says aborted/);
});
