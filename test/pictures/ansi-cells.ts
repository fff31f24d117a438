/** How one run of characters looks on a terminal. */
export interface Look {
	/** 0–15, or null for the terminal's own colour. */
	readonly colour: number | null;
	readonly background: number | null;
	readonly isBold: boolean;
	readonly isDim: boolean;
	readonly isInverse: boolean;
	readonly isUnderlined: boolean;
}

export interface Run {
	/** The column of its first character. */
	readonly column: number;
	readonly text: string;
	readonly look: Look;
}

const plain: Look = {
	colour: null,
	background: null,
	isBold: false,
	isDim: false,
	isInverse: false,
	isUnderlined: false,
};

/** Splits a painted row, with perch's own SGR sequences, into runs of one look. Each character takes one cell. */
export function runsOf(row: string): readonly Run[] {
	const runs: Run[] = [];
	let look = plain;
	let column = 0;
	for (const part of row.split(/(\u001b\[[\d;]*m)/)) {
		const [, codes] = /^\u001b\[([\d;]*)m$/.exec(part) ?? [];
		if (codes !== undefined) {
			look = codes
				.split(';')
				.map(Number)
				.reduce((so, code) => withCode(so, code), look);
			continue;
		}
		const {length} = Array.from(part);
		if (length > 0) runs.push({column, text: part, look});
		column += length;
	}
	return runs;
}

function withCode(look: Look, code: number): Look {
	switch (code) {
		case 0:
			return plain;
		case 1:
			return {...look, isBold: true};
		case 2:
			return {...look, isDim: true};
		case 4:
			return {...look, isUnderlined: true};
		case 7:
			return {...look, isInverse: true};
		default:
			return withColour(look, code);
	}
}

function withColour(look: Look, code: number): Look {
	if (code >= 30 && code <= 37) return {...look, colour: code - 30};
	if (code >= 90 && code <= 97) return {...look, colour: code - 90 + 8};
	if (code >= 40 && code <= 47) return {...look, background: code - 40};
	if (code >= 100 && code <= 107) return {...look, background: code - 100 + 8};
	throw new Error(`a picture cannot show the SGR code ${code}`);
}
