import {render} from 'ink-testing-library';
import {afterEach, describe, expect, test} from 'vitest';
import type {Frame} from '../../source/engine/screens/frame.ts';
import type {TerminalInput} from '../../source/engine/state/terminal-input.ts';
import {renderOnce} from '../../source/views/render-once.ts';
import {App} from '../../source/views/terminal/app.tsx';
import {eventually} from '../eventually.ts';
import {looks} from '../frames/look.ts';
import {openShop, standOn} from '../frames/shop/shop.ts';

const close: (() => void)[] = [];
afterEach(() => {
	for (const unmount of close.splice(0)) unmount();
});

function open(first: Frame) {
	let frame = first;
	const listeners = new Set<() => void>();
	const inputs: TerminalInput[] = [];
	const frames = {
		subscribe: (listener: () => void) => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		current: () => frame,
	};
	const screen = render(<App frames={frames} onInput={input => inputs.push(input)} look={looks.noColour} />);
	close.push(screen.unmount);
	return {
		...screen,
		inputs,
		publish: (next: Frame) => {
			frame = next;
			for (const listener of listeners) listener();
		},
		keys: () => inputs.flatMap(input => (input.kind === 'keys' ? [input.keys.map(({name}) => name)] : [])),
	};
}

// The size of the terminal that ink-testing-library simulates.
const size = {columns: 100, rows: 24};
const {desk} = openShop({}, {}, 5);
desk.input({kind: 'resize', ...size});
const homeFrame = desk.frame();
standOn(desk, 'shop/checkout');
desk.press('enter');
const releaseFrame = desk.frame();

function shown(text: string | undefined): string {
	return (text ?? '')
		.replaceAll(/\u001b\[[\d;]*m/g, '')
		.split('\n')
		.map(line => line.trimEnd())
		.join('\n')
		.trimEnd();
}

describe('the screen', () => {
	test('shows the frame last published, the same as --once prints', async () => {
		const app = open(homeFrame);
		expect(shown(app.lastFrame())).toBe(renderOnce(homeFrame, looks.noColour).trimEnd());
		app.publish(releaseFrame);
		await eventually(() => expect(shown(app.lastFrame())).toBe(renderOnce(releaseFrame, looks.noColour).trimEnd()));
	});

	test('reports the size of the terminal when the frame has another size', async () => {
		const app = open({...homeFrame, size: {columns: 80, rows: 24}});
		await eventually(() => expect(app.inputs).toEqual([{kind: 'resize', columns: 100, rows: 24}]));
	});
});

describe('keys', () => {
	test.each([
		['p', ['p']],
		['P', ['P']],
		[' ', [' ']],
		['é', ['é']],
		['\r', ['enter']],
		['\t', ['tab']],
		['\u001b[Z', ['shift-tab']],
		['\u007f', ['backspace']],
		['\u001b[3~', ['delete']],
		['\u001b[A', ['up']],
		['\u001bOB', ['down']],
		['\u001b[5~', ['pageup']],
		['\u001b[H', ['home']],
		['\u001b[1;5C', ['ctrl-right']],
		['\u0003', ['ctrl-c']],
		['\u0004', ['ctrl-d']],
		['\u001bp', ['alt-p']],
		['\n', ['ctrl-j']],
		['\u001b[15~', ['unknown']],
	])('%j is read as %j', async (typed, names) => {
		const app = open(homeFrame);
		app.stdin.write(typed);
		await eventually(() => expect(app.keys()).toEqual([names]));
	});

	test('a lone Escape is reported after a moment', async () => {
		const app = open(homeFrame);
		app.stdin.write('\u001b');
		await eventually(() => expect(app.keys()).toEqual([['escape']]));
	});

	test('keys that arrive together are one event, in order', async () => {
		const app = open(homeFrame);
		app.stdin.write('p\r');
		app.stdin.write('j\u001b[Bx\u007fyes');
		await eventually(() => expect(app.keys().flat()).toHaveLength(9));
		expect(
			app
				.keys()
				.map(names => names.join(' '))
				.join(' '),
		).toBe('p enter j down x backspace y e s');
		for (const names of app.keys()) expect(names.length).toBeGreaterThan(1);
	});

	test('a letter has itself as its text, and a named key has no text', async () => {
		const app = open(homeFrame);
		app.stdin.write('a\r');
		await eventually(() =>
			expect(app.inputs).toEqual([
				{
					kind: 'keys',
					keys: [
						{name: 'a', text: 'a'},
						{name: 'enter', text: ''},
					],
				},
			]),
		);
	});

	test('a paste is reported by its length only', async () => {
		const app = open(homeFrame);
		app.stdin.write('\u001b[200~px\r\u001b[201~');
		await eventually(() => expect(app.inputs).toEqual([{kind: 'paste', length: 3}]));
	});
});
