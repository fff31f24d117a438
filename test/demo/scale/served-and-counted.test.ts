import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {createApiServer} from '../../../source/demo/api/connection/server.ts';
import type {KubeObject} from '../../../source/demo/contract.ts';
import {type RunningPrometheus, startPrometheus} from '../../../source/demo/prometheus/start-prometheus.ts';
import type {GeneratedService} from '../../../source/demo/scale/generated-services.ts';
import {createWireClient, type WireClient} from '../api/wire-client.ts';
import {scaledWorld, small} from './scaled-world.ts';

const clock = {
	nowMs: () => Date.now(),
	schedule(afterMs: number, run: () => void) {
		const timer = setTimeout(run, afterMs);
		return {cancel: () => clearTimeout(timer)};
	},
};
const {generated, services, store, startedAtMs} = scaledWorld(clock);
const server = createApiServer({store, clock});
const folder = mkdtempSync(join(tmpdir(), 'perch-scale-'));
let client: WireClient;
let prometheus: RunningPrometheus;

beforeAll(async () => {
	client = createWireClient(await server.start());
	const kubeconfigPath = join(folder, 'config');
	writeFileSync(kubeconfigPath, server.kubeconfig('viewer'));
	prometheus = await startPrometheus({
		services,
		kubeconfigPath,
		clock,
		seed: 7,
		startMs: startedAtMs,
		scrapeIntervalMs: 15_000,
	});
	await prometheus.learned;
});

afterAll(async () => {
	await prometheus.stop();
	client.close();
	await server.stop();
	rmSync(folder, {recursive: true, force: true});
});

async function listed(path: string): Promise<readonly KubeObject[]> {
	const {status, body} = await client.json({method: 'GET', path, token: 'demo-viewer'});
	expect(status).toBe(200);
	return (body as {readonly items: readonly KubeObject[]}).items;
}

interface Counted {
	readonly metric: Readonly<Record<string, string>>;
	readonly value: readonly [number, string];
}

async function asked(query: string): Promise<readonly Counted[]> {
	const answer = await fetch(`${prometheus.url}/api/v1/query?query=${encodeURIComponent(query)}`);
	const {data} = (await answer.json()) as {readonly data: {readonly result: readonly Counted[]}};
	return data.result;
}

/** Requests a second of each service, by `namespace/name`. */
async function rates(): Promise<ReadonlyMap<string, number>> {
	const by = 'destination_service_namespace,destination_canonical_service';
	const found = await asked(`sum by (${by}) (rate(istio_requests_total{reporter="destination"}[5m]))`);
	return new Map(
		found.map(({metric, value}) => [
			`${metric.destination_service_namespace}/${metric.destination_canonical_service}`,
			Number(value[1]),
		]),
	);
}

const named = ({namespace, name}: Pick<GeneratedService, 'namespace' | 'name'>) => `${namespace}/${name}`;
/** Flagger's primaries have a name of their own. */
const plain = generated.filter(({story}) => !story.startsWith('flagger'));

test('the API server lists every generated service with its workload', async () => {
	const [found, deployments, rollouts] = await Promise.all([
		listed('/api/v1/services'),
		listed('/apis/apps/v1/deployments'),
		listed('/apis/argoproj.io/v1alpha1/rollouts'),
	]);
	const keys = (objects: readonly KubeObject[]) =>
		new Set(objects.map(({metadata}) => `${metadata.namespace}/${metadata.name}`));
	expect(generated.filter(service => !keys(found).has(named(service)))).toEqual([]);
	const workloads = keys([...deployments, ...rollouts]);
	expect(generated.filter(service => !workloads.has(named(service)))).toEqual([]);
});

test('Prometheus counts requests to exactly the services that get some, as many as the simulation says', async () => {
	const counted = await rates();
	for (const service of plain) {
		const rate = counted.get(named(service)) ?? 0;
		// The time of day and the noise move a rate by less than its swing and a fifth.
		const most = service.rps * (1 + service.dailySwing + 0.2);
		const least = service.rps * (1 - service.dailySwing) * 0.75;
		expect(rate, named(service)).toBeLessThanOrEqual(most);
		expect(rate, named(service)).toBeGreaterThanOrEqual(least);
	}
	expect(plain.length).toBeGreaterThan(small.services * 0.8);
});

test('a canary that is held gets its share, of each code and from each of its callers', async () => {
	const held = generated.find(({story, rps}) => story === 'argo held' && rps > 10) ?? expect.fail('none is held');
	const selector = `reporter="source",destination_service_namespace="${held.namespace}"`;
	const name = `destination_service_name=~"${held.name}-stable|${held.name}-canary"`;
	const found = await asked(
		`sum by (destination_service_name,response_code,source_canonical_service) (rate(istio_requests_total{${selector},${name}}[2m]))`,
	);
	const sum = (of: (one: Counted) => boolean) =>
		found.filter(of).reduce((total, {value}) => total + Number(value[1]), 0);
	const canary = sum(({metric}) => metric.destination_service_name === `${held.name}-canary`);
	expect(canary / sum(() => true)).toBeCloseTo(0.2, 1);
	expect(new Set(found.map(({metric}) => metric.response_code))).toEqual(new Set(['200', '503']));
	expect(new Set(found.map(({metric}) => metric.source_canonical_service))).toEqual(
		new Set(held.callers.map(({service}) => service.split('/')[1])),
	);
});
