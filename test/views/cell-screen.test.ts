import {EventEmitter} from 'node:events';
import {Terminal} from '@xterm/headless';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {themeAtDepth} from '../../source/domain/text/theme-colours.ts';
import {drawFrame} from '../../source/views/draw-frame.ts';
import {paintLine} from '../../source/views/lines/paint.ts';
import type {TerminalStyle} from '../../source/views/lines/terminal-style.ts';
import {createCellScreen} from '../../source/views/terminal/cell-screen.ts';
import {frameOf} from '../frames/cases/cases.ts';
import {dialogCases} from '../frames/cases/dialogs.ts';
import {listCases} from '../frames/cases/lists.ts';
import {releaseCases} from '../frames/cases/releases.ts';
import {looks, themeNamed} from '../frames/look.ts';

const size = {columns: 80, rows: 24};
const eraseAll = `${'\u001b[2K\u001b[1A'.repeat(size.rows - 1)}\u001b[2K\u001b[G`;
const cases = [...listCases, ...releaseCases, ...dialogCases];

/** Named colours, colours of the palette, and exact ones on a background of their own. */
const shades: readonly TerminalStyle[] = [
	looks.colour,
	{...looks.colour, theme: themeAtDepth(themeNamed('dark'), '256')},
	{...looks.colour, theme: themeAtDepth(themeNamed('high-contrast'), 'truecolour')},
];

/** Each case as Ink writes it: every row painted, joined by line feeds. */
const frames = cases.map((one, at) => {
	const look = shades[at % shades.length] ?? looks.colour;
	return drawFrame({...frameOf(one, size), palette: null}, look)
		.map(line => paintLine(line, size.columns, look))
		.join('\n');
});

function screen() {
	let written = '';
	const stdout = Object.assign(new EventEmitter(), {
		...size,
		write: (text: string) => {
			written += text;
			return true;
		},
	}) as unknown as NodeJS.WriteStream;
	const {stdout: terminal, forget: signalled} = createCellScreen(stdout);
	return {stdout, terminal, signalled, take: () => written, forget: () => (written = '')};
}

/** What a real terminal shows, cell by cell, with colours and attributes. */
async function shownBy(output: string): Promise<readonly string[]> {
	const terminal = new Terminal({cols: size.columns, rows: size.rows, allowProposedApi: true});
	await new Promise<void>(resolve => terminal.write(output, resolve));
	return Array.from({length: size.rows}, (_, row) => {
		const line = terminal.buffer.active.getLine(row);
		return Array.from({length: size.columns}, (_unused, column) => {
			const cell = line?.getCell(column);
			const isBlank = (cell?.getChars() ?? '') === '' || cell?.getChars() === ' ';
			const attributes = [
				cell?.isBold(),
				cell?.isDim(),
				cell?.isUnderline(),
				cell?.isInverse(),
				cell?.getFgColor(),
				cell?.getBgColor(),
			];
			return isBlank && !cell?.isInverse() && !cell?.isUnderline() && cell?.isBgDefault()
				? ' '
				: `${cell?.getChars()}${attributes}`;
		}).join('|');
	});
}

describe('the difference between frames', () => {
	test('leaves on a real terminal what the last frame alone would', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(fc.nat(frames.length - 1), {minLength: 2, maxLength: 5}), async picks => {
				const {terminal, take} = screen();
				for (const pick of picks) terminal.write(eraseAll + frames[pick]);
				const whole = (frames[picks.at(-1) ?? 0] ?? '').replaceAll('\n', '\r\n');
				expect(await shownBy(take())).toEqual(await shownBy(whole));
			}),
			{numRuns: 40},
		);
	});

	test('is empty where nothing changed, and one cell where one cell changed', () => {
		const {terminal, take, forget} = screen();
		const [first = ''] = frames;
		terminal.write(first);
		forget();
		terminal.write(eraseAll + first);
		expect(take()).toBe('');
		// The second hand of the clock stands in the same cell of both.
		const [row = ''] = first.split('\n');
		const at = row.replaceAll(/\u001b\[[\d;]+m/g, '').search(/:\d\d:\d\d/) + 5;
		terminal.write(eraseAll + first.replace(/(:\d\d:\d)\d/, '$1x'));
		expect(take()).toBe(`\u001b[1;${at + 1}Hx`);
	});

	test('is the whole frame after the screen was left, cleared or resized', () => {
		const [first = ''] = frames;
		for (const change of ['\u001b[?1049h', eraseAll, 'resize', 'resized and back']) {
			const {stdout, terminal, signalled, take, forget} = screen();
			terminal.write(first);
			if (change === 'resize') Object.assign(stdout, {columns: 81});
			else if (change === 'resized and back') signalled();
			else terminal.write(change);
			forget();
			terminal.write(eraseAll + first);
			expect(take()).toMatch(/HURTS? USERS/);
		}
	});
});

test('mode sequences pass unchanged, and the screen need not be drawn again after them', () => {
	const {terminal, take, forget} = screen();
	const [first = ''] = frames;
	terminal.write(first);
	forget();
	for (const mode of ['\u001b[?2026h', '\u001b[?2026l', '\u001b[?25l', '\u001b[?1004l\u001b[?2004l', ''])
		terminal.write(mode);
	expect(take()).toBe('\u001b[?2026h\u001b[?2026l\u001b[?25l\u001b[?1004l\u001b[?2004l');
	forget();
	terminal.write(eraseAll + first);
	expect(take()).toBe('');
});
