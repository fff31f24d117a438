import {describe, expect, test} from 'vitest';
import {safe} from '../../source/domain/safe-text.ts';
import {unreadIn} from '../../source/engine/questions/unread.ts';
import {createDesk} from './support/desk.ts';
import {sample} from './support/session.ts';

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
