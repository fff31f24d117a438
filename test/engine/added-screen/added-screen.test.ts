import {expect, test} from 'vitest';
import {bindingsAt} from '../../../source/engine/keys/input/keymap.ts';
import {screens} from '../../../source/engine/screens/screens.ts';
import {drawFrame} from '../../../source/views/draw-frame.ts';
import {panels} from '../../../source/views/screens/registry.ts';
import {looks} from '../../frames/look.ts';
import type {Desk} from '../support/desk.ts';
import {deskAt} from '../support/recorded.ts';
import {controllers} from './controllers.ts';
import {controllersPanel} from './controllers-panel.ts';

/** The one line that adds the screen to each of the two registries. */
const withAdded = [...screens, controllers];
const drawn = {...panels, controllers: controllersPanel};

const openDesk = (): Desk =>
	deskAt('argo-canary/02-paused-at-step-1', {screens: withAdded, size: {columns: 200, rows: 24}});

function frameText(desk: Desk): readonly string[] {
	return drawFrame(desk.frame(), looks.noColour, drawn).map(line =>
		line
			.map(({text}) => text)
			.join('')
			.trimEnd(),
	);
}

test('an added screen is opened by its key, drawn, and left again', () => {
	const desk = openDesk();
	expect(frameText(desk).at(-1)).toContain('C controllers');
	desk.press('C');
	const rows = frameText(desk);
	expect(rows).toHaveLength(24);
	expect(rows[0]).toContain('prod');
	expect(rows).toContainEqual(expect.stringMatching(/^> argo.*: 1$/));
	expect(rows.at(-1)).toContain('esc close');
	desk.press('escape');
	expect(desk.frame().screen.kind).toBe('home');
});

test('an added screen is listed in the palette and in the help', () => {
	const desk = openDesk();
	desk.press(':');
	desk.type('controllers');
	expect(desk.frame().palette?.commands).toMatchObject([{text: 'The controllers of these releases', key: 'C'}]);
	desk.press('enter');
	expect(desk.state().screen.stack.at(-1)).toEqual({kind: 'controllers'});
	desk.press('?');
	const {screen} = desk.frame();
	const listed = screen.kind === 'help' ? screen.view.sections.flatMap(({keys}) => keys) : [];
	expect(listed).toContainEqual({key: 'C', text: 'the controllers of these releases'});
});

test('an added screen keeps a state of its own while it is on the stack', () => {
	const desk = openDesk();
	desk.press('C', 'down');
	expect(desk.state().screen.stack.at(-1)).toEqual({kind: 'controllers', own: {marked: 1}});
	desk.press('?', 'escape');
	expect(desk.state().screen.stack.at(-1)).toEqual({kind: 'controllers', own: {marked: 1}});
	desk.press('escape', 'C');
	expect(frameText(desk)).toContainEqual(expect.stringMatching(/^> argo.*: 1$/));
});

test('no key has two actions on an added screen or on any other', () => {
	for (const screen of withAdded) {
		const keys = bindingsAt({screens: withAdded}, screen).flatMap(binding => binding.keys);
		expect(new Set(keys).size).toBe(keys.length);
	}
});

test('a verb key does nothing on an added screen that shows no release', () => {
	const desk = openDesk();
	desk.press('C', 'x');
	expect(desk.state().screen.dialog).toBeNull();
	expect(desk.state().screen.message?.text).toBe('x (back) does nothing here: ? lists the keys');
});
