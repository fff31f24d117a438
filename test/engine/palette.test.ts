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

function selectedOf(desk: ReturnType<typeof openDesk>): string | null {
	return desk.frame().palette?.commands.find(({isSelected}) => isSelected)?.text ?? null;
}

describe('the palette', () => {
	test('lists the views, and then the verbs of the open release, those that apply first', () => {
		const desk = openDesk('argo-canary/02-paused-at-step-1');
		desk.press(':');
		const {palette} = desk.frame();
		const texts: readonly string[] = palette?.commands.map(({text}) => text) ?? [];
		expect(palette?.about).toBe('shop/checkout');
		const firstVerb = texts.indexOf('Promote');
		for (const view of [
			'Releases of every kind, those that harm users first',
			'The keys, and what each sign means',
			'Another namespace, or all of them',
		])
			expect(texts.indexOf(view)).toBeLessThan(firstVerb);
		expect(texts.indexOf('Jump to step')).toBeGreaterThan(firstVerb);
		const firstRefused = palette?.commands.findIndex(({disabledBecause}) => disabledBecause !== null) ?? -1;
		expect(firstRefused).toBeGreaterThan(texts.indexOf('Back to stable'));
	});

	test('writes in sentence case, and needs only some letters of a name', () => {
		const desk = openDesk('argo-canary/02-paused-at-step-1');
		desk.press(':');
		for (const {text} of desk.frame().palette?.commands ?? [])
			expect(text.replaceAll(/YAML|PromQL/g, '')).toMatch(/^[A-Z](?!.*[A-Z]{2})/);
		desk.type('b2s');
		expect(desk.frame().palette?.commands).toEqual([]);
		desk.press('backspace', 'backspace', 'backspace');
		desk.type('bts');
		expect(desk.frame().palette?.commands.find(({isSelected}) => isSelected)?.text).toBe('Back to stable');
	});

	test('finds a command by its key as well, and marks none toward the canary by it', () => {
		const desk = openDesk('argo-canary/02-paused-at-step-1');
		desk.press(':');
		desk.type('x');
		expect(selectedOf(desk)).toBe('Back to stable');
		desk.press('backspace');
		desk.type('p');
		expect(desk.frame().palette?.commands.map(({text}) => text)).toContain('Promote');
		expect(selectedOf(desk)).not.toBe('Promote');
	});

	test('marks a verb toward the canary only when it is named in full, or by the arrows', () => {
		const desk = openDesk('argo-canary/02-paused-at-step-1');
		desk.press(':');
		desk.type('promot');
		expect(selectedOf(desk)).toBeNull();
		desk.press('enter');
		expect(desk.frame().confirm).toBeNull();
		expect(desk.state().screen.message?.text).toBe('type more of its name, or choose with up and down');
		desk.type('e');
		expect(selectedOf(desk)).toBe('Promote');
		desk.press('backspace', 'down');
		expect(selectedOf(desk)).toBe('Promote');
	});

	test('is narrowed by typing, and enter opens the dialog of the verb', () => {
		const desk = openDesk('argo-canary/02-paused-at-step-1');
		desk.press(':', 'h', 'o', 'l', 'd');
		expect(desk.frame().palette?.commands.map(({text}) => text)).toContain('Hold');
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
		expect(desk.frame().palette?.commands.map(({text}) => text)).not.toContain('Promote');
	});
});
