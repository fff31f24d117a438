import {describe, expect, test} from 'vitest';
import type {Desk} from './support/desk.ts';
import {keyOf} from './support/keys.ts';
import {deskOn} from './support/recorded.ts';

const half = 'argo-canary/06-paused-at-50-after-analysis';

describe('a burst of keys, as a slow line delivers the keys of a hand,', () => {
	const inOneRead = (desk: Desk, ...names: readonly string[]) => desk.input({kind: 'keys', keys: names.map(keyOf)});

	test('moves as its keys say: esc and the next key both count', () => {
		const desk = deskOn(half);
		desk.press('escape', 'escape', '?');
		inOneRead(desk, 'escape', 'R');
		expect(desk.state().screen.stack.map(({kind}) => kind)).toEqual(['home', 'releases']);
		inOneRead(desk, 'down', 'enter', '2');
		expect(desk.state().screen).toMatchObject({stack: [{}, {}, {kind: 'release'}], chartIndex: 1});
		inOneRead(desk, 'escape', 'escape', '/', 'c', 'a');
		expect(desk.state().screen).toMatchObject({stack: [{kind: 'home'}], filter: {text: 'ca', isEditing: true}});
	});

	test('closes a dialog by its esc, and says that it takes no verb', () => {
		const desk = deskOn(half);
		desk.press('x');
		inOneRead(desk, 'escape', 'p');
		expect(desk.state().screen.dialog).toBeNull();
		expect(desk.state().screen.message?.text).toBe('keys ignored 0.5 s after a burst of keys: press again');
		desk.advance(600);
		desk.press('p');
		expect(desk.state().screen.dialog).not.toBeNull();
	});
});

describe('a key that does nothing where it is pressed', () => {
	test.each([
		['F', 'F does nothing here: ? lists the keys'],
		[' ', 'space (pin) does nothing here: ? lists the keys'],
		['s', 's (sort) does nothing here: ? lists the keys'],
		['alt-p', 'alt-p does nothing here: ? lists the keys'],
		['unknown', 'that key does nothing here: ? lists the keys'],
		['日', '\\u65e5 does nothing here: ? lists the keys'],
	])('(%s) is answered with a pointer to ?', (key, said) => {
		const desk = deskOn(half);
		desk.press(key);
		expect(desk.state().screen.message?.text).toBe(said);
	});

	test('on the help screen is answered with a pointer to esc', () => {
		const desk = deskOn(half);
		desk.press('?', 'p');
		expect(desk.state().screen.message?.text).toBe('p (promote) does nothing here: esc goes back');
	});

	test('in a burst leaves the message about the burst on screen', () => {
		const desk = deskOn(half);
		desk.input({kind: 'keys', keys: ['x', 'F', 'F'].map(keyOf)});
		expect(desk.state().screen.message?.text).toBe('keys ignored 0.5 s after a burst of keys: press again');
	});
});
