import {writeFileSync} from 'node:fs';
import {cpus} from 'node:os';
import {parseArgs} from 'node:util';
import {type Figure, figureTable, isMet} from './figure.ts';
import {eventToScreen} from './figures/event-to-screen.ts';
import {handshakes} from './figures/handshakes.ts';
import {judging} from './figures/judging.ts';
import {manyServices} from './figures/many-services.ts';
import {prometheusQueries} from './figures/prometheus-queries.ts';
import {refreshBytes} from './figures/refresh-bytes.ts';
import {startUp} from './figures/start-up.ts';
import {steadyState} from './figures/steady-state.ts';
import {copyProgram} from './support/program.ts';
import {type Servers, startDemoServers, startSyntheticServers} from './support/servers.ts';

// `npm run bench [-- --json FILE] [-- --only NAME]`: measures the built program on a real terminal, prints a table, and
// exits 1 where a figure misses its reach or could not be measured. Trust counts and ratios; milliseconds are those of the machine.
const {values} = parseArgs({options: {json: {type: 'string'}, only: {type: 'string', multiple: true}}});

const program = copyProgram();
const demo = () => startDemoServers(program);
const synthetic = (count: number, scrapeSeconds: number) => () =>
	startSyntheticServers(program, {count, scrapeSeconds});
const measurements: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
	start: () => beside(demo, servers => startUp(program, servers, 15)),
	bytes: () => refreshBytes(program),
	steady: () => beside(synthetic(40, 1), servers => steadyState(program, servers, {keys: 300})),
	queries: () => beside(demo, servers => prometheusQueries(program, servers)),
	handshakes: () => handshakes(program),
	judge: () => judging(),
	event: () => beside(synthetic(30, 15), servers => eventToScreen(program, servers, 15)),
	many: () => beside(synthetic(10_000, 15), servers => manyServices(program, servers, 10_000)),
};

const figures: Figure[] = [];
let failed = false;
try {
	for (const [name, measure] of Object.entries(measurements)) {
		if (values.only && !values.only.includes(name)) continue;
		process.stderr.write(`${name} …\n`);
		try {
			figures.push(...(await measure()));
		} catch (error) {
			// What was measured before is not lost.
			process.stderr.write(`${name}: ${error instanceof Error ? error.message : error}\n`);
			failed = true;
		}
	}
} finally {
	program.remove();
}
process.stdout.write(`${figureTable(figures)}\n`);
if (values.json !== undefined) {
	const machine = {cores: cpus().length, model: cpus()[0]?.model, node: process.version};
	const rows = figures.map(figure => ({...figure, isMet: isMet(figure)}));
	writeFileSync(values.json, `${JSON.stringify({machine, figures: rows}, null, '\t')}\n`);
}
process.exitCode = failed || figures.some(figure => isMet(figure) === false) ? 1 : 0;

/** Measures while these servers run. */
async function beside(
	startServers: () => Promise<Servers>,
	measure: (servers: Servers) => Promise<readonly Figure[]>,
): Promise<readonly Figure[]> {
	const servers = await startServers();
	try {
		return await measure(servers);
	} finally {
		await servers.stop();
	}
}
