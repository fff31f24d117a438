import {readFileSync, writeFileSync} from 'node:fs';
import type {Figures} from './figures.ts';
import {type TableName, tablesOf} from './tables.ts';

const pageUrl = new URL('../../docs/judgement.md', import.meta.url);
const figuresUrl = new URL('../../docs/judgement.json', import.meta.url);

export interface JudgementPage {
	/** `docs/judgement.md` as it is. */
	readonly text: string;
	/** What was simulated for it, kept beside it. */
	readonly figures: Figures;
}

export function judgementPage(): JudgementPage {
	return {text: readFileSync(pageUrl, 'utf8'), figures: JSON.parse(readFileSync(figuresUrl, 'utf8'))};
}

/** The page with the text between the two marks of each table generated anew. */
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

/** Keeps figures, and writes the page's tables by them. */
export function writeFigures(figures: Figures): void {
	writeFileSync(figuresUrl, `${JSON.stringify(figures, null, '\t')}\n`);
	writeTables();
}

/** Writes the page's tables by the figures that are kept. */
export function writeTables(): void {
	const {text, figures} = judgementPage();
	writeFileSync(pageUrl, withTables(text, figures));
}
