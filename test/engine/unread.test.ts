import {describe, expect, test} from 'vitest';
import {safe} from '../../source/domain/text/safe-text.ts';
import {readTraffic} from '../../source/engine/queries/read-traffic.ts';
import {unreadIn} from '../../source/engine/queries/unread.ts';
import {connected, never} from './support/connected.ts';
import {createDesk} from './support/desk.ts';
import {sample} from './support/session.ts';
import {storedMetrics} from './support/stored-metrics.ts';

type Reads = Parameters<typeof unreadIn>[0];
const of = (id: string, more: Partial<Reads[number]>) =>
	({
		value: [],
		unread: null,
		connection: {mesh: {id, title: safe`${id === 'own' ? safe`own metrics` : safe`apps`}`}},
		...more,
	}) as unknown as Reads[number];
const unread = safe`no series has the label pod`;
const read = of('istio', {value: [sample('checkout', 100)]});

describe('why no series of a provider is read', () => {
	test.each([
		['where nothing else is read', [of('application', {unread})], 'apps: no series has the label pod'],
		['not where another is', [read, of('application', {unread})], null],
		[
			'of what the operator has described, whatever else is read',
			[read, of('own', {unread})],
			`own metrics: ${unread}`,
		],
		['of one that says nothing, not', [of('kong', {})], null],
	])('is told %s', (_when, reads, text) => {
		expect(unreadIn(reads)).toBe(text);
	});

	test.each([
		[[], null],
		[[{service: 'catalog', perSecond: 10}], null],
		[[{service: 'PassthroughCluster', perSecond: 10}], 'its only series names no Service'],
		[
			[
				{service: 'catalog', perSecond: 10},
				{service: 'PassthroughCluster', perSecond: 10},
			],
			null,
		],
	])('is found in an answer of which nothing is read: %j', async (counters, text) => {
		const before = await connected(storedMetrics([{service: 'catalog', perSecond: 10}]));
		const told = await readTraffic([{...before, port: storedMetrics(counters)}], 60, never);
		expect(told).toMatchObject({ok: true, value: {reads: [{unread: text}]}});
	});

	test('stands on every frame', () => {
		const desk = createDesk({
			objects: [],
			nowMs: Date.parse('2026-11-21T10:00:00Z'),
			world: {unmatched: 4, unread: safe`own metrics: no series has the label pod`},
		});
		desk.advance(5_000);
		expect(desk.frame().screen.view.header.banners.map(({text}): string => text)).toContain(
			'NOT READ: own metrics: no series has the label pod',
		);
	});
});
