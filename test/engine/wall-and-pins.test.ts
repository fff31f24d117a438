import {describe, expect, test} from 'vitest';
import type {Desk} from './support/desk.ts';
import {homeOf} from './support/home.ts';
import {cards, count, panelsDesk, panelsOf, short} from './support/panels.ts';
import {sample} from './support/session.ts';

describe('pins', () => {
	test('set with space leave the pinned cards alone on the panels, and mark them in the list, until esc', () => {
		const desk = panelsDesk();
		desk.press('down', ' ', 'down', 'down', ' ');
		expect(homeOf(desk).rows.flatMap(({name, isPinned}) => (isPinned ? [short(name)] : []))).toEqual(['00', '02']);
		expect(homeOf(desk).total).toBe(count + 1);
		desk.press('v');
		expect(panelsOf(desk)).toMatchObject({isPinned: true, total: 2});
		expect(cards(desk)).toEqual(['00', '02']);
		desk.press('escape', 'escape', 'v');
		expect(panelsOf(desk)).toMatchObject({isPinned: false, total: count + 1});
	});

	test('are taken off again with space, on the panels too', () => {
		const desk = panelsDesk();
		desk.press('end', ' ', 'v', ' ');
		expect(panelsOf(desk)).toMatchObject({isPinned: false, total: count + 1});
	});

	test('that no filter matches show no other rows in their place', () => {
		const desk = panelsDesk();
		desk.press('end', ' ', 'v', '/');
		desk.type('checkout');
		expect(cards(desk)).toEqual([]);
		expect(panelsOf(desk).empty).not.toBeNull();
	});
});

describe('the lines of a card', () => {
	const linesOf = (desk: Desk, name: string) => {
		desk.press('v');
		return panelsOf(desk)
			.cards.find(card => card.name === name)
			?.lines.map(({role}) => role);
	};

	test('are stable and canary where a release is on its way and both are measured', () => {
		expect(linesOf(panelsDesk(), 'shop/checkout')).toEqual(['stable', 'canary']);
	});

	test('are one of all requests where only one version is measured, and for a plain service', () => {
		expect(linesOf(panelsDesk(), 'shop/service-00')).toEqual(['all']);
		const one = panelsDesk({world: {trafficAt: () => [sample('checkout', 100)]}});
		expect(linesOf(one, 'shop/checkout')).toEqual(['all']);
	});
});

describe('the wall', () => {
	const wall = {settings: {wall: {screen: 'panels', pageSeconds: 15}, isReadOnly: true}} as const;

	test('begins with the panels and turns their pages by itself, after the last one to the first', () => {
		const desk = panelsDesk(wall);
		expect(panelsOf(desk)).toMatchObject({wallSeconds: 15, total: count + 1});
		const offsets: number[] = [];
		for (let second = 0; second < 60; second += 1) {
			const {offset} = panelsOf(desk);
			if (offset !== offsets.at(-1)) offsets.push(offset);
			desk.advance(1_000);
		}
		expect(new Set(offsets)).toEqual(new Set([0, 8, 16]));
		for (const [at, offset] of offsets.entries()) {
			const before = offsets[at - 1];
			if (before !== undefined) expect(offset).toBe((before + 8) % 24);
		}
		expect(offsets.length).toBeGreaterThanOrEqual(4);
	});

	test('asks for the figures of the page that is on screen', () => {
		const desk = panelsDesk(wall);
		for (let page = 0; page < 3; page += 1) {
			desk.advance(15_000);
			const shown = panelsOf(desk).cards.flatMap(({key}) => key.match(/^service:prod\/shop\/(.*)$/)?.[1] ?? []);
			const asked = JSON.stringify(
				desk
					.given('ask')
					.filter(({question}) => question === 'trend')
					.at(-1)?.asked,
			);
			for (const name of shown) expect(asked).toContain(`"${name}"`);
		}
	});

	test('stays where it is, and says so, when a key would lead to the list', () => {
		const desk = panelsDesk(wall);
		desk.press('v');
		expect(panelsOf(desk).footer.message?.text).toBe('a wall shows the panels alone');
		desk.press('escape');
		expect(panelsOf(desk).total).toBe(count + 1);
	});

	test('offers no verb and takes none', () => {
		const desk = panelsDesk(wall);
		const keys = panelsOf(desk).footer.keys.map(({key}): string => key);
		expect(keys.filter(key => ['x', 'p', 'h', 'r', 'b', 'w', 'u', 't', 'n'].includes(key))).toEqual([]);
		for (const key of ['x', 'p', 'h', 'r', 'b', 'w', 'u', 't', 'n']) {
			desk.press(key);
			expect(desk.state().screen.dialog, key).toBeNull();
		}
		expect(desk.given('send')).toEqual([]);
	});
});
