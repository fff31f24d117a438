import {describe, expect, test} from 'vitest';
import {readSituation} from '../releases/situation.ts';
import {createDesk} from './support/desk.ts';

function openDesk(situation: string) {
	const {objects, nowMs} = readSituation(situation);
	const desk = createDesk({objects, nowMs});
	desk.advance(3_000);
	desk.press('enter');
	return desk;
}

describe('the palette', () => {
	test('lists the verbs of the open release, those that apply first, and then the screens', () => {
		const desk = openDesk('argo-canary/02-paused-at-step-1');
		desk.press(':');
		const {palette} = desk.frame();
		const texts = palette?.commands.map(({text}) => text) ?? [];
		expect(palette?.about).toBe('shop/checkout');
		expect(texts.slice(0, 2)).toEqual(['PROMOTE', 'PROMOTE FULLY']);
		expect(texts).toContain('JUMP TO STEP');
		expect(texts.at(-1)).toBe('this page');
		const firstRefused = palette?.commands.findIndex(({disabledBecause}) => disabledBecause !== null) ?? -1;
		const lastAllowed = palette?.commands.findLastIndex(({text}) => text === 'BACK TO STABLE') ?? -1;
		expect(firstRefused).toBeGreaterThan(lastAllowed);
	});

	test('is narrowed by typing, and enter opens the dialog of the verb', () => {
		const desk = openDesk('argo-canary/02-paused-at-step-1');
		desk.press(':', 'h', 'o', 'l', 'd');
		expect(desk.frame().palette?.commands.map(({text}) => text)).toContain('HOLD');
		desk.advance(1_000);
		desk.press('enter');
		desk.advance(1_000);
		expect(desk.frame().palette).toBeNull();
		expect(desk.frame().confirm?.headline).toMatch(/^HOLD/);
		expect(desk.server.applied).toEqual([]);
	});

	test('stays open and says why when the chosen verb does not apply', () => {
		const desk = openDesk('argo-canary/02-paused-at-step-1');
		desk.press(':', 'r', 'e', 't', 'r', 'y', 'enter');
		expect(desk.frame().palette).not.toBeNull();
		expect(desk.state().screen.message?.text).toBe('only an aborted release can be tried again');
	});

	test('keeps its keys from the screen behind it, and esc closes it', () => {
		const desk = openDesk('argo-canary/02-paused-at-step-1');
		desk.press(':', 'x', 'q');
		expect(desk.frame().confirm).toBeNull();
		expect(desk.state().screen.isQuitting).toBe(false);
		desk.press('escape');
		expect(desk.frame().palette).toBeNull();
	});

	test('has no verbs in watch mode', () => {
		const {objects, nowMs} = readSituation('argo-canary/02-paused-at-step-1');
		const desk = createDesk({objects, nowMs, settings: {isReadOnly: true}});
		desk.advance(3_000);
		desk.press('enter', ':');
		expect(desk.frame().palette?.commands.map(({text}) => text)).not.toContain('PROMOTE');
	});
});
