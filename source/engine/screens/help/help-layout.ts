import type {HelpSection} from './legend.ts';

type Sections = readonly HelpSection[];

const gap = 2;
const columnCells = 58;
/** Blanks before a key, between a key and its text, and at the right. */
const aroundKey = 6;

/** How many sections stand beside each other, and how wide each is. */
export function helpColumns(sections: Sections, columns: number): {readonly count: number; readonly width: number} {
	const count = Math.max(1, Math.min(sections.length, Math.floor(columns / columnCells)));
	return {count, width: Math.floor((columns - (count - 1) * gap) / count)};
}

/** Cells for the keys of a section, and for their texts. */
export function helpCells({keys}: Sections[number], width: number): {readonly key: number; readonly text: number} {
	const key = Math.max(5, ...keys.map(({key: shown}) => shown.length));
	return {key, text: Math.max(1, width - key - aroundKey)};
}

/** Each section goes whole into the column that is shortest so far: the index of its column, for each section. */
export function helpPlaces(heights: readonly number[], count: number): readonly number[] {
	const columns = Array.from({length: count}, () => 0);
	return heights.map(height => {
		const at = columns.indexOf(Math.min(...columns));
		columns[at] = (columns[at] ?? 0) + height;
		return at;
	});
}

/** The rows that the whole help takes in so many columns. Its texts are our own: each sign takes one cell. */
export function helpRows(sections: Sections, columns: number): number {
	const {count, width} = helpColumns(sections, columns);
	const heights = sections.map(section => {
		const cells = helpCells(section, width);
		return section.keys.reduce((sum, {text}) => sum + wrappedRows(text, cells.text), 2);
	});
	const places = helpPlaces(heights, count);
	return Math.max(
		...Array.from({length: count}, (_, at) =>
			heights.reduce((sum, height, of) => sum + (places[of] === at ? height : 0), 0),
		),
	);
}

function wrappedRows(text: string, width: number): number {
	let rows = 1;
	let taken = 0;
	for (const {length} of text.split(' ')) {
		const isNext = taken > 0 && taken + 1 + length > width;
		rows += (isNext ? 1 : 0) + Math.floor(Math.max(0, length - 1) / width);
		taken = isNext || taken === 0 ? length : taken + 1 + length;
	}
	return rows;
}
