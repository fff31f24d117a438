import type {DemoOrder, DemoReport, DemoSettings} from './process-messages.ts';
import {dialectsIn} from './prometheus/series/dialects/mesh-dialects.ts';
import {startPrometheus} from './prometheus/start-prometheus.ts';
import {generatedServices} from './scale/generated-services.ts';
import {pastCanaries} from './world/past-canaries.ts';
import {shopServices} from './world/services.ts';

/** The process of the demo's Prometheus. It learns the routes by watching the API server, and ends when its parent
 * ends. */
const {seed, startedAtMs, kubeconfigPath, port, mesh, scale} = JSON.parse(process.argv[2] ?? '') as DemoSettings;

const prometheus = await startPrometheus({
	services: [...shopServices, ...(scale === null ? [] : generatedServices(scale, seed))],
	kubeconfigPath,
	clock: {nowMs: () => Date.now()},
	seed,
	startMs: startedAtMs,
	dialectsOf: dialectsIn(mesh),
	pastCanaries,
	// As a Prometheus with so many targets: perch asks as often as samples come.
	scrapeIntervalMs: scale === null ? 1_000 : 15_000,
	port,
});
// Wait: until then the Prometheus has no series of the mesh.
await prometheus.learned;
const ready: DemoReport = {kind: 'ready', url: prometheus.url};
process.send?.(ready);

process.on('message', (order: DemoOrder) => {
	if (order.kind === 'prometheusFault') prometheus.faults.set(order.fault);
});
process.on('disconnect', () => process.exit(0));
process.on('SIGINT', () => {});
