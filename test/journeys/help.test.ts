import {expect, test} from 'vitest';
import {startDemo} from './support/demo.ts';
import {expectWhole} from './support/layout.ts';
import {startPerch} from './support/sre.ts';

const demo = await startDemo({speed: 1});

test.each([
	{columns: 80, rows: 24},
	{columns: 40, rows: 10},
])('at $columns×$rows an operator pages through the help to the last sign of its legend, and back', async size => {
	await using sre = await startPerch(demo, size);
	await sre.sees(/\d waits? for you|shop\/checkout/);
	await sre.press('?');
	await sre.sees(/back to stable, by whatever/, /down: \d+ more lines/);
	const linesBelow = () => Number(/down: (\d+) more lines/.exec(sre.screen())?.[1] ?? 0);
	const pages: string[] = [];
	for (;;) {
		expectWhole(sre, size.columns);
		pages.push(sre.screen());
		const below = linesBelow();
		if (below === 0) break;
		await sre.press('ctrl-d');
		await sre.terminal.until(() => linesBelow() < below, 'the next page');
	}
	await sre.sees(/yellow +a warning/, /up: \d+ lines above/);
	const read = pages.join('\n');
	for (const sign of ['✖', '▲', '≠', '⚠', '‖', '▶', '…', '?', '≥', '-', '~', '*', 'grey', 'red', 'yellow'])
		expect(read).toContain(`\n   ${sign} `);
	await sre.press('g');
	await sre.sees(/back to stable, by whatever/);
	await sre.press('escape');
	await sre.sees(/shop\/checkout/);
	await sre.doesNotSee(/down: \d+ more lines/);
	expect(await sre.leaves()).toEqual({code: 0, signal: 0});
});
