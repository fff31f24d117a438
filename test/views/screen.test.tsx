import {EventEmitter} from 'node:events';
import {describe, expect, test} from 'vitest';
import type {Frame} from '../../source/engine/screens/frame.ts';
import type {HomeView} from '../../source/engine/screens/home/home.ts';
import type {TerminalInput} from '../../source/engine/state/terminal-input.ts';
import {openScreen} from '../../source/views/terminal/screen.tsx';
import {eventually} from '../eventually.ts';
import {looks} from '../frames/look.ts';
import {openShop} from '../frames/shop/shop.ts';

/** A stand-in for a terminal, with all that the screen uses of one. */
function terminal() {
	const waiting: string[] = [];
	const written: string[] = [];
	let isRaw = false;
	const stdin = Object.assign(new EventEmitter(), {
		isTTY: true,
		setEncoding: () => {},
		setRawMode: (raw: boolean) => {
			isRaw = raw;
		},
		ref: () => {},
		unref: () => {},
		read: () => waiting.shift() ?? null,
	});
	const stdout = Object.assign(new EventEmitter(), {
		isTTY: true,
		columns: 80,
		rows: 24,
		writable: true,
		write: (text: string, done?: () => void) => {
			written.push(text);
			done?.();
			return true;
		},
	});
	return {
		stdin: stdin as unknown as NodeJS.ReadStream,
		stdout: stdout as unknown as NodeJS.WriteStream,
		type: (text: string) => {
			waiting.push(text);
			stdin.emit('readable');
		},
		resize: (columns: number, rows: number) => {
			Object.assign(stdout, {columns, rows});
			stdout.emit('resize');
		},
		output: () => written.join(''),
		isRaw: () => isRaw,
	};
}

const {desk} = openShop({}, {}, 30);
desk.input({kind: 'resize', columns: 80, rows: 24});
const shown = desk.frame();

function open(current: () => Frame = () => shown, hasMouse = false) {
	const tty = terminal();
	const inputs: TerminalInput[] = [];
	const listeners = new Set<() => void>();
	const frame = {last: current()};
	const screen = openScreen({
		frames: {
			subscribe: listener => {
				listeners.add(listener);
				return () => listeners.delete(listener);
			},
			current: () => frame.last,
		},
		onInput: input => inputs.push(input),
		look: looks.colour,
		hasMouse,
		stdin: tty.stdin,
		stdout: tty.stdout,
	});
	const publish = (next: Frame) => {
		frame.last = next;
		for (const listener of listeners) listener();
	};
	return {...tty, screen, inputs, publish};
}

const modesOn = ['\u001b[?1049h', '\u001b[?25l', '\u001b[?1004h', '\u001b[?2004h'];
const modesOff = ['\u001b[?1049l', '\u001b[?25h', '\u001b[?1004l', '\u001b[?2004l'];
/** What the screen may write: text, SGR, cursor and erase CSI, and the modes that it restores. */
const allowed = /\u001b\[(?:\?(?:25|1004|1049|2004|2026)[hl]|[\d;]*[ABCDEFGHJKm])|[\n\r]/g;

describe('the terminal', () => {
	test('is taken over, and given back on close', async () => {
		const app = open();
		await eventually(() => expect(app.output()).toMatch(/HURTS? USERS/));
		for (const mode of modesOn) expect(app.output()).toContain(mode);
		expect(app.isRaw()).toBe(true);
		await app.screen.close();
		for (const mode of modesOff) {
			expect(app.output().lastIndexOf(mode)).toBeGreaterThan(
				app.output().lastIndexOf(mode.replace(/.$/, mode.endsWith('l') ? 'h' : 'l')),
			);
		}
		expect(app.isRaw()).toBe(false);
		expect(app.output().replaceAll(allowed, '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
	});

	test('stays when drawing fails: what failed is drawn, and the engine is told', async () => {
		const app = open();
		const frame = {size: {columns: 80, rows: 24}, confirm: null, palette: null} as const;
		app.publish({...frame, screen: {kind: 'home', view: {} as HomeView}});
		await eventually(() => expect(app.inputs).toEqual([{kind: 'undrawn', text: 'home: TypeError'}]));
		await eventually(() => expect(app.output()).toContain('PERCH FAILED here'));
		app.publish(shown);
		await eventually(() => expect(app.output().split('FAIL/m')).toHaveLength(3));
		await app.screen.close();
		expect(app.isRaw()).toBe(false);
	});
});

describe('the mouse', () => {
	const on = '\u001b[?1000h\u001b[?1006h';
	const off = '\u001b[?1006l\u001b[?1000l';

	test('is reported only where it was asked for', async () => {
		const app = open();
		await eventually(() => expect(app.output()).toMatch(/HURTS? USERS/));
		app.type('\u001b[<65;20;5M');
		await app.screen.close();
		expect(app.output()).not.toMatch(/\?100[06]/);
		expect(app.inputs).toEqual([]);
	});

	test('is given back while perch is suspended and on close, and is reported again afterwards', async () => {
		const app = open(undefined, true);
		await eventually(() => expect(app.output()).toContain(on));
		app.type('\u001b[<65;20;5M');
		await eventually(() => expect(app.inputs).toEqual([{kind: 'wheel', rows: 1}]));
		process.emit('SIGCONT');
		await eventually(() => expect(app.output().split(on)).toHaveLength(3));
		expect(app.output().split(off)).toHaveLength(2);
		await app.screen.close();
		expect(app.output().lastIndexOf(off)).toBeGreaterThan(app.output().lastIndexOf(on));
	});
});

describe('input', () => {
	test('comes as keys, pastes, focus and sizes', async () => {
		const app = open();
		app.type('p');
		app.type('\u001b[200~px\u001b[201~');
		app.type('\u001b[I');
		app.resize(120, 40);
		await eventually(() => expect(app.inputs).toHaveLength(4));
		expect(app.inputs).toEqual(
			expect.arrayContaining([
				{kind: 'keys', keys: [{name: 'p', text: 'p'}]},
				{kind: 'paste', length: 2},
				{kind: 'focus', isFocused: true},
				{kind: 'resize', columns: 120, rows: 40},
			]),
		);
		await app.screen.close();
	});

	test('keeps Ctrl-C in a paste without an end', async () => {
		const app = open();
		app.type('\u001b[200~p\r');
		app.type('x');
		app.type('\u0003');
		await eventually(() => expect(app.inputs).toHaveLength(2));
		expect(app.inputs).toEqual([
			{kind: 'paste', length: 3},
			{kind: 'keys', keys: [{name: 'ctrl-c', text: ''}]},
		]);
		await app.screen.close();
	});

	test.each([
		['R', 'R'],
		['\r', 'enter'],
		['\u001b[B', 'down'],
	])('takes Escape and %j that arrive together for two keys, in one burst', async (typed, name) => {
		const app = open();
		app.type(`\u001b${typed}`);
		await eventually(() => expect(app.inputs).toHaveLength(1));
		expect(app.inputs).toEqual([
			{
				kind: 'keys',
				keys: [
					{name: 'escape', text: ''},
					{name, text: name.length === 1 ? name : ''},
				],
			},
		]);
		await app.screen.close();
	});

	test('takes an arrow that a slow line tore apart for Escape at most', async () => {
		const app = open();
		app.type('\u001b');
		await eventually(() => expect(app.inputs).toEqual([{kind: 'keys', keys: [{name: 'escape', text: ''}]}]));
		app.type('[');
		app.type('A');
		app.type('j');
		await eventually(() => expect(app.inputs).toHaveLength(2));
		expect(app.inputs[1]).toEqual({kind: 'keys', keys: [{name: 'j', text: 'j'}]});
		await app.screen.close();
	});
});
