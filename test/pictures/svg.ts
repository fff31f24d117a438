import {type Look, type Run, runsOf} from './ansi-cells.ts';

const cellWidth = 8.4;
const cellHeight = 18;
const baseline = 13.5;
const margin = 14;
const titleHeight = 30;

const paper = '#14171f';
const ink = '#c9d1d9';
const border = '#2b313d';
/** The 16 colours, on a dark paper. */
const palette = [
	'#3b4252',
	'#e5534b',
	'#57ab5a',
	'#d8a657',
	'#539bf5',
	'#b083f0',
	'#39c5cf',
	'#adbac7',
	'#768390',
	'#ff6b61',
	'#6bc46d',
	'#f0c674',
	'#6cb6ff',
	'#dcbdfb',
	'#56d4dd',
	'#f5f7fa',
] as const;

/** A picture of a terminal: painted rows, as they go to a terminal of `columns` cells, in a window with a title. Charts
 * are drawn as shapes, so that they look the same with every font. */
export function svgOf({
	rows,
	columns,
	title,
}: {
	readonly rows: readonly string[];
	readonly columns: number;
	readonly title: string;
}): string {
	const width = round(columns * cellWidth + 2 * margin);
	const height = round(rows.length * cellHeight + 2 * margin + titleHeight);
	const body = rows.map((row, at) => rowOf(row, at)).join('');
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">
<style>text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre;fill:${ink}}</style>
<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="9" fill="${paper}" stroke="${border}"/>
${['#ff5f57', '#febc2e', '#28c840'].map((fill, at) => `<circle cx="${20 + at * 18}" cy="17" r="5.5" fill="${fill}"/>`).join('')}
<text x="${round(width / 2)}" y="22" text-anchor="middle" style="font-size:12px;fill:${palette[8]}">${escaped(title)}</text>
<g transform="translate(${margin} ${titleHeight + margin})">${body}</g>
</svg>
`;
}

function rowOf(row: string, at: number): string {
	return runsOf(row)
		.map(run => runOf(run, at * cellHeight))
		.join('');
}

function runOf(run: Run, y: number): string {
	const {foreground, background} = coloursOf(run.look);
	const x = round(run.column * cellWidth);
	const characters = Array.from(run.text);
	const behind =
		background === null
			? ''
			: `<rect x="${x}" y="${y}" width="${round(characters.length * cellWidth)}" height="${cellHeight}" fill="${background}"/>`;
	const opacity = run.look.isDim && !run.look.isBold ? ' opacity=".62"' : '';
	return behind + shapesOf(run, y, foreground, opacity) + textsOf(run, y, foreground, opacity);
}

/** Text is placed word by word, so that a font of another width shifts nothing that follows. */
function textsOf({column, text, look}: Run, y: number, fill: string, opacity: string): string {
	const weight = look.isBold ? ' font-weight="700"' : '';
	const line = look.isUnderlined ? ' text-decoration="underline"' : '';
	const colour = fill === ink ? '' : ` style="fill:${fill}"`;
	const cells = Array.from(text);
	const found: string[] = [];
	let word = '';
	for (let at = 0; at <= cells.length; at++) {
		const character = cells[at];
		if (character !== undefined && character !== ' ' && !isShape(character)) {
			word += character;
			continue;
		}
		const {length} = Array.from(word);
		if (length > 0) {
			const x = round((column + at - length) * cellWidth);
			found.push(
				`<text x="${x}" y="${y + baseline}" textLength="${round(length * cellWidth)}"${weight}${line}${colour}${opacity}>${escaped(word)}</text>`,
			);
		}
		word = '';
	}
	return found.join('');
}

function isShape(character: string): boolean {
	return /[\u2581-\u2588\u2800-\u28ff─│┆┌┐└┘┤╭╮╰╯]/.test(character);
}

function shapesOf({column, text}: Run, y: number, fill: string, opacity: string): string {
	const paths = Array.from(text)
		.map((character, at) => (isShape(character) ? shapeOf(character, (column + at) * cellWidth, y) : ''))
		.join('');
	return paths === '' ? '' : `<path d="${paths}" fill="${fill}"${opacity}/>`;
}

function shapeOf(character: string, x: number, y: number): string {
	const code = character.codePointAt(0) ?? 0;
	if (code >= 0x2800 && code <= 0x28ff) return brailleOf(code - 0x2800, x, y);
	if (code >= 0x2581 && code <= 0x2588) {
		const height = ((code - 0x2580) / 8) * (cellHeight - 4);
		return box(x, y + cellHeight - 2 - height, cellWidth - 0.6, height);
	}
	return strokesOf(character, x, y);
}

/** Bits of a braille cell, with the column and row of each dot. */
const brailleDots = [
	[0x01, 0, 0],
	[0x02, 0, 1],
	[0x04, 0, 2],
	[0x40, 0, 3],
	[0x08, 1, 0],
	[0x10, 1, 1],
	[0x20, 1, 2],
	[0x80, 1, 3],
] as const;

function brailleOf(bits: number, x: number, y: number): string {
	const size = 3;
	return brailleDots
		.filter(([bit]) => (bits & bit) !== 0)
		.map(([, column, row]) =>
			box(x + column * (cellWidth / 2) + 0.4, y + row * (cellHeight / 4) + 0.6, size, size + 0.4),
		)
		.join('');
}

/** Lines of boxes, from the middle of the cell to its sides. */
const arms: Readonly<Record<string, readonly ('left' | 'right' | 'up' | 'down')[]>> = {
	'─': ['left', 'right'],
	'│': ['up', 'down'],
	'┌': ['right', 'down'],
	'┐': ['left', 'down'],
	'└': ['right', 'up'],
	'┘': ['left', 'up'],
	'┤': ['left', 'up', 'down'],
	'╭': ['right', 'down'],
	'╮': ['left', 'down'],
	'╰': ['right', 'up'],
	'╯': ['left', 'up'],
};

function strokesOf(character: string, x: number, y: number): string {
	const [middleX, middleY] = [x + cellWidth / 2, y + cellHeight / 2];
	if (character === '┆') return [0, 1, 2].map(at => box(middleX - 0.5, y + 1 + at * 6, 1, 3.5)).join('');
	return (arms[character] ?? [])
		.map(arm => {
			if (arm === 'left') return box(x, middleY - 0.5, cellWidth / 2 + 0.5, 1);
			if (arm === 'right') return box(middleX - 0.5, middleY - 0.5, cellWidth / 2 + 0.5, 1);
			if (arm === 'up') return box(middleX - 0.5, y, 1, cellHeight / 2 + 0.5);
			return box(middleX - 0.5, middleY - 0.5, 1, cellHeight / 2 + 0.5);
		})
		.join('');
}

function box(x: number, y: number, width: number, height: number): string {
	return `M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}z`;
}

function coloursOf(look: Look): {readonly foreground: string; readonly background: string | null} {
	const colour = look.colour === null ? ink : (palette[look.colour] ?? ink);
	const back = look.background === null ? null : (palette[look.background] ?? null);
	return look.isInverse ? {foreground: back ?? paper, background: colour} : {foreground: colour, background: back};
}

function escaped(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function round(value: number): number {
	return Math.round(value * 100) / 100;
}
