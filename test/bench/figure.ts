/** One measured figure. */
export interface Figure {
	readonly name: string;
	readonly value: number;
	/** Printed behind the value; empty for a plain ratio or count. */
	readonly unit: '' | '×' | ' s' | ' ms' | ' bytes' | ' %' | ' MB';
	/** The largest value that passes; null for a figure that is only reported. */
	readonly reach: number | null;
	/** How it was measured, in a few words. */
	readonly note: string;
}

export function isMet({value, reach}: Figure): boolean | null {
	return reach === null ? null : value <= reach;
}

/** A Markdown table. */
export function figureTable(figures: readonly Figure[]): string {
	const rows = figures.map(figure => [
		figure.name,
		amount(figure.value, figure.unit),
		figure.reach === null ? '' : `≤ ${amount(figure.reach, figure.unit)}`,
		{true: 'yes', false: 'NO', null: ''}[`${isMet(figure)}`],
		figure.note,
	]);
	const all = [['Figure', 'Measured', 'Reach', 'Met', 'How'], ...rows];
	const widths = [0, 1, 2, 3, 4].map(at => Math.max(...all.map(row => row[at]?.length ?? 0)));
	const line = (row: readonly string[]) => `| ${row.map((text, at) => text.padEnd(widths[at] ?? 0)).join(' | ')} |`;
	const [head = [], ...body] = all;
	return [line(head), line(widths.map(width => '-'.repeat(width))), ...body.map(line)].join('\n');
}

function amount(value: number, unit: Figure['unit']): string {
	const digits = value >= 100 || Number.isInteger(value) ? 0 : value >= 10 ? 1 : 2;
	return `${value.toFixed(digits)}${unit}`;
}
