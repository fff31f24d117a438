import type {Figures} from './figures.ts';
import {type TableName, tablesOf} from './tables.ts';

/** `docs/judgement.md` with the text between the two marks of each table generated anew. */
export function withTables(text: string, figures: Figures): string {
	const tables = Object.entries(tablesOf(figures)) as [TableName, string][];
	return tables.reduce((so, [name, table]) => {
		const [open, close] = [`<!-- generated: ${name} -->`, `<!-- end: ${name} -->`];
		const [before, rest] = so.split(open);
		const after = rest?.split(close)[1];
		if (before === undefined || after === undefined) throw new Error(`docs/judgement.md has no ${open} … ${close}`);
		return `${before}${open}\n\n${table}\n\n${close}${after}`;
	}, text);
}
