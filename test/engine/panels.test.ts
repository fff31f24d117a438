import {describe, expect, test} from 'vitest';
import {safe} from '../../source/domain/text/safe-text.ts';
import {homeOf} from './support/home.ts';
import {cards, count, marked, panelsDesk, panelsOf, short} from './support/panels.ts';
import {checkout} from './support/recorded.ts';

describe('the panels', () => {
	test.each(['v', 'escape'])('open with v on the row that is selected, and %s leads back to it', key => {
		const desk = panelsDesk();
		desk.press('down', 'down', 'v');
		expect(marked(desk)).toEqual(['01']);
		desk.press(key);
		expect(homeOf(desk).rows.find(({isSelected}) => isSelected)?.name).toBe('shop/service-01');
	});

	test('show the rows of the list, the worst first, with what the list says of each and of all', () => {
		const desk = panelsDesk();
		const {rows, summary} = homeOf(desk);
		desk.press('v');
		const view = panelsOf(desk);
		expect(view).toMatchObject({perRow: 2, chartRows: 2, offset: 0, total: count + 1, cards: {length: 8}, summary});
		expect(view.cards).toMatchObject(rows.slice(0, 8).map(({name, glyph, flags}) => ({name, glyph, flags})));
		expect(cards(desk)[0]).toBe('checkout');
	});

	test('keep the filter, the order and the selection of the list, and the list keeps those of the panels', () => {
		const desk = panelsDesk();
		desk.press('s', 's', '/');
		desk.type('service-1');
		desk.press('enter', 'down', 'v');
		expect(cards(desk)).toEqual(['19', '18', '17', '16', '15', '14', '13', '12']);
		expect(marked(desk)).toEqual(['18']);
		expect(panelsOf(desk).sort).toEqual({column: 'rps', isDescending: true});
		desk.press('S', 'right', 'v');
		expect(
			homeOf(desk)
				.rows.map(({name}) => short(name))
				.slice(0, 3),
		).toEqual(['10', '11', '12']);
		expect(homeOf(desk).rows.find(({isSelected}) => isSelected)?.name).toBe('shop/service-19');
	});

	test('take a filter of their own, which esc clears before it leads back', () => {
		const desk = panelsDesk();
		desk.press('v', '/');
		desk.type('service-07');
		desk.press('enter');
		expect(cards(desk)).toEqual(['07']);
		expect(marked(desk)).toEqual(['07']);
		desk.press('escape');
		expect(panelsOf(desk).total).toBe(count + 1);
		desk.press('escape');
		expect(homeOf(desk).total).toBe(count + 1);
	});

	test('say what is missing where there is no card', () => {
		const desk = panelsDesk();
		desk.press('v', '/');
		desk.type('nowhere');
		expect(panelsOf(desk)).toMatchObject({cards: [], total: 0, empty: expect.stringContaining('nowhere')});
		const silent = panelsDesk({world: {latencyMs: () => 'never'}});
		silent.press('v');
		expect(panelsOf(silent)).toMatchObject({cards: [], empty: expect.stringMatching(/^connecting to /)});
		expect(panelsOf(silent).summary).toMatchObject({hurt: 'unknown', releases: null});
	});

	test('open what is selected, and esc leads back to the same page', () => {
		const desk = panelsDesk();
		desk.press('v', 'end', 'enter');
		expect(desk.state().screen.stack.at(-1)).toEqual({kind: 'service', key: 'service:prod/shop/service-19'});
		desk.press('escape');
		expect(marked(desk)).toEqual(['19']);
		desk.press('home', 'enter');
		expect(desk.state().screen.stack.at(-1)).toEqual({kind: 'release', key: checkout});
	});

	test('offer the verbs of the selected release', () => {
		const desk = panelsDesk();
		desk.press('v', 'x');
		expect(desk.frame().confirm?.object).toBe('shop/checkout');
	});

	test('of stale figures claim nothing of now', () => {
		const desk = panelsDesk();
		desk.press('v');
		desk.world.scrapedUntilMs = desk.clock.nowMs();
		desk.world.pollError = {kind: 'unreachable', status: null, message: safe`connection refused`};
		desk.advance(120_000);
		const view = panelsOf(desk);
		expect(view.summary.hurt).toBe('unknown');
		expect(new Set(view.cards.map(({requestsPerSecond}) => requestsPerSecond.kind))).toEqual(new Set(['stale']));
		expect(view.header.banners.map(({text}) => text).join()).toContain('METRICS');
	});
});

describe('the arrows', () => {
	test('move in the grid: sideways by one card, up and down by a row of cards', () => {
		const desk = panelsDesk();
		desk.press('v');
		const walk = (...keys: readonly string[]) => {
			desk.press(...keys);
			return marked(desk);
		};
		expect(walk('home')).toEqual(['checkout']);
		expect(walk('right')).toEqual(['00']);
		expect(walk('down')).toEqual(['02']);
		expect(walk('left')).toEqual(['01']);
		expect(walk('j')).toEqual(['03']);
		expect(walk('k', 'up')).toEqual(['checkout']);
		expect(walk('up', 'left')).toEqual(['checkout']);
		expect(walk('end')).toEqual(['19']);
		expect(walk('down', 'right')).toEqual(['19']);
	});

	test.each([
		[')', '('],
		['pagedown', 'pageup'],
	])('and %s and %s turn the pages, on which the selected card is always', (on, back) => {
		const desk = panelsDesk();
		desk.press('v', on);
		expect(panelsOf(desk)).toMatchObject({offset: 8, cards: {length: 8}});
		expect(marked(desk)).toEqual(['07']);
		desk.press(on);
		expect(marked(desk)).toEqual(['15']);
		expect(cards(desk).at(-1)).toBe('19');
		desk.press(on, back, back, back);
		expect(panelsOf(desk).offset).toBe(0);
		expect(marked(desk)).toHaveLength(1);
	});

	test('keep the selected card on screen, at every size and height', () => {
		for (const size of [
			{columns: 40, rows: 10},
			{columns: 60, rows: 15},
			{columns: 80, rows: 24},
			{columns: 160, rows: 45},
		]) {
			const desk = panelsDesk({size});
			desk.press('v');
			for (const key of ['end', '+', '+', 'up', 'pageup', '-', '-', '-', 'down', 'home', 'pagedown', '+', 'end']) {
				desk.press(key);
				expect(marked(desk), `${size.columns} ${key}`).toHaveLength(1);
			}
		}
	});
});

test('+ and - make the charts taller and shorter, down to one line and up to the room there is', () => {
	const desk = panelsDesk();
	desk.press('v', '+');
	expect(panelsOf(desk)).toMatchObject({chartRows: 3, cards: {length: 6}});
	desk.press('-', '-', '-', '-');
	expect(panelsOf(desk)).toMatchObject({chartRows: 1, cards: {length: 10}});
	desk.press(...Array.from({length: 12}, () => '+'));
	expect(panelsOf(desk)).toMatchObject({chartRows: 8, cards: {length: 2}});
	desk.press('escape', 'v');
	expect(panelsOf(desk).chartRows).toBe(8);
});
