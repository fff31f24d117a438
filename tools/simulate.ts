import {parseArgs} from 'node:util';
import {writeFigures} from './simulate/page.ts';
import {simulateAll} from './simulate/simulate-all.ts';
import {tablesOf} from './simulate/tables.ts';

// `npm run simulate -- [--runs N] [--seed N] [--write]`: simulates releases and prints how often the judge calls a harmless
// one worse, and how soon it calls a harmful one. With --write the figures and the tables of docs/judgement.md are these.
const {runs, seed, write} = readArguments();
const figures = simulateAll({seed, runs, onRow: name => process.stderr.write(`simulate: ${name}\n`)});
const {harmless, harm, recovery} = tablesOf(figures);
process.stdout.write(`${[harmless, harm, recovery].join('\n\n')}\n`);
if (write) writeFigures(figures);

function readArguments() {
	try {
		const {values} = parseArgs({
			options: {
				runs: {type: 'string', default: '1000'},
				seed: {type: 'string', default: '1'},
				write: {type: 'boolean', default: false},
			},
		});
		return {runs: whole('runs', values.runs, 1), seed: whole('seed', values.seed, 0), write: values.write};
	} catch (error) {
		process.stderr.write(`simulate: ${error instanceof Error ? error.message : error}\n`);
		return process.exit(1);
	}
}

function whole(name: string, text: string, least: number): number {
	const value = Number(text);
	if (!Number.isSafeInteger(value) || value < least || text.trim() === '')
		throw new Error(`--${name} ${text}: write a whole number from ${least} on`);
	return value;
}
