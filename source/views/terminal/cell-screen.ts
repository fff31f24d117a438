import {blankRow, type CellRow, parseRow} from './cell-row.ts';
import {rowDifference} from './row-difference.ts';

/** The terminal for Ink, which writes whole frames. This writes only the cells that differ from the last frame, a
 * third of the bytes. A frame is the sequences that erase the last frame, then rows of text with SGR; anything else
 * passes unchanged. */
export function createCellScreen(stdout: NodeJS.WriteStream): CellScreen {
	const {write, forget} = createTranslation(() => ({columns: stdout.columns, rows: stdout.rows}));
	const forInk = new Proxy(stdout, {
		get(target, name) {
			if (name === 'write') return (data: string, done?: () => void) => target.write(write(data), done);
			const value: unknown = Reflect.get(target, name, target);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
	return {stdout: forInk, forget};
}

export interface CellScreen {
	readonly stdout: NodeJS.WriteStream;
	/** Takes the content of the screen for unknown: the next frame is written whole. */
	forget(): void;
}

interface Shown {
	readonly size: string;
	readonly rows: ReadonlyMap<number, {readonly text: string; readonly row: CellRow}>;
}

function createTranslation(sizeNow: () => {readonly columns: number; readonly rows: number}): {
	write(data: string): string;
	forget(): void;
} {
	/** The content of the screen; null when it is unknown. */
	let shown: Shown | null = null;

	function write(data: string): string {
		const erased = /^(?:\u001b\[[\d;]*[A-HJK])+/.exec(data)?.[0].length ?? 0;
		const frame = data.slice(erased);
		if (data === '' || (frame !== '' && !onlyTextAndSgr.test(frame))) {
			// Modes draw nothing, but the other buffer has other cells; unknown data may have drawn anything.
			if (!onlyModes.test(data) || data.includes('?1049')) shown = data === '' ? shown : null;
			return data;
		}
		const {columns, rows: height} = sizeNow();
		const before = shown?.size === `${columns}x${height}` ? shown.rows : null;
		const texts = frame.split('\n').slice(0, height);
		const rows = new Map(
			texts.map((text, index) => {
				const known = before?.get(index);
				return [index, known?.text === text ? known : {text, row: parseRow(text, columns)}] as const;
			}),
		);
		shown = {size: `${columns}x${height}`, rows};
		const changes = Array.from({length: height}, (_, index) =>
			rowDifference(before?.get(index)?.row ?? blankRow, rows.get(index)?.row ?? blankRow, index, columns),
		);
		return (before === null ? clear : '') + changes.join('');
	}

	return {
		write,
		forget() {
			shown = null;
		},
	};
}

const onlyModes = /^(?:\u001b\[\?\d+[hl])+$/;
const onlyTextAndSgr = /^(?:\u001b\[[\d;]*m|[^\u0000-\u0009\u000b-\u001f])*$/;
const clear = '\u001b[H\u001b[J';
