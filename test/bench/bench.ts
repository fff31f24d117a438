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
import {changingFigures, measureScale, type ScaleFigures} from './figures/scale.ts';
import {startUp} from './figures/start-up.ts';
import {steadyState} from './figures/steady-state.ts';
import {twelve} from './figures/twelve.ts';
import {scaleTable} from './scale-table.ts';
import {copyProgram} from './support/program.ts';
import {type Servers, startDemoServers, startSyntheticServers} from './support/servers.ts';

// `npm run bench [-- --json FILE] [-- --only NAME] [-- --scale]`: measures the built program on a real terminal, prints a
// table, and exits 1 where a figure misses its reach or could not be measured. `--scale` measures growth with the cluster
// instead. Trust counts and ratios; milliseconds are those of the machine.
const {values} = parseArgs({
	options: {json: {type: 'string'}, only: {type: 'string', multiple: true}, scale: {type: 'boolean', default: false}},
});

const program = copyProgram();
const demo = () => startDemoServers(program);
const synthetic = (count: number, scrapeSeconds: number) => () =>
	startSyntheticServers(program, {count, scrapeSeconds});
const measurements: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
	start: () => whileServed(demo, servers => startUp(program, servers, 15)),
	bytes: () => refreshBytes(program),
	steady: () => whileServed(synthetic(40, 1), servers => steadyState(program, servers, {keys: 300})),
	queries: () => whileServed(demo, servers => prometheusQueries(program, servers)),
	handshakes: () => handshakes(program),
	judge: () => judging(),
	event: () => whileServed(synthetic(30, 15), servers => eventToScreen(program, servers, 15)),
	twelve: () => whileServed(synthetic(1_000, 15), servers => twelve(program, servers)),
	many: () => whileServed(synthetic(10_000, 15), servers => manyServices(program, servers, 10_000)),
};

process.exitCode = (values.scale ? await scale() : await single()) ? 0 : 1;

/** Each figure by itself. Whether every one was measured and meets its reach. */
async function single(): Promise<boolean> {
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
	return !failed && !figures.some(figure => isMet(figure) === false);
}

/** Measures while these servers run. */
async function whileServed<T>(
	startServers: () => Promise<Servers>,
	measure: (servers: Servers) => Promise<T>,
): Promise<T> {
	const servers = await startServers();
	try {
		return await measure(servers);
	} finally {
		await servers.stop();
	}
}

/** The same figures of clusters of several sizes; of 5,000 objects those while 200 of them change a second. */
async function scale(): Promise<boolean> {
	const usual = {starts: 3, seconds: 60, keys: 100, events: 30, changesPerSecond: 0};
	const sizes: ScaleFigures[] = [];
	let load: readonly Figure[] = [];
	const measure = (services: number, options = usual) =>
		whileServed(synthetic(services, 15), servers => measureScale(program, servers, {...options, services}));
	try {
		for (const services of [40, 100, 1_000, 10_000]) {
			process.stderr.write(`${services} services …\n`);
			sizes.push(await measure(services));
		}
		process.stderr.write('5,000 objects, 200 changes a second …\n');
		load = changingFigures(await measure(2_500, {...usual, changesPerSecond: 200}));
	} finally {
		program.remove();
	}
	const {text, isMet: areMet} = scaleTable(sizes);
	process.stdout.write(`${text}\n\n${figureTable(load)}\n`);
	return areMet && load.every(figure => isMet(figure) !== false);
}
