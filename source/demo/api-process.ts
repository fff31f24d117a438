import {existsSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {dirname} from 'node:path';
import {createCertificates, type ServerCertificates} from './api/connection/certificates.ts';
import {createLoadtester} from './api/connection/loadtester.ts';
import {createApiServer} from './api/connection/server.ts';
import type {ServiceBackend} from './api/connection/service-proxy.ts';
import {createObjectStore} from './api/store.ts';
import type {DemoClock} from './contract.ts';
import {createControllers} from './controllers/controllers.ts';
import type {DemoJournal, DemoOrder, DemoReport, DemoSettings} from './process-messages.ts';
import {createChurn} from './scale/churn.ts';
import {generatedObjects} from './scale/generated-objects.ts';
import {generatedServices} from './scale/generated-services.ts';
import {buildPrototypes} from './scale/prototypes.ts';
import {createBehaviour} from './world/behaviour.ts';
import {buildWorld, populate} from './world/build.ts';
import {createPodLogs} from './world/pod-logs.ts';
import {loadtesterHost, loadtesterName} from './world/services/flagger-services.ts';
import {finderOf, shopServices} from './world/services.ts';
import {flaggerIntervalMs, flaggerNamespace} from './world/stories/flagger-stories.ts';
import {createOperator} from './world/stories/operator.ts';

/** The process of the demo's API server and its controllers. It ends when its parent process ends. */
const settings = JSON.parse(process.argv[2] ?? '') as DemoSettings;
const {seed, speed, startedAtMs, certificatesPath, kubeconfigPath, port, user, scale} = settings;
const generated = scale === null ? [] : generatedServices(scale, seed);
const findService = finderOf([...shopServices, ...generated]);

const clock: DemoClock = {
	nowMs: () => Date.now(),
	schedule(afterMs, run) {
		const timer = setTimeout(run, afterMs);
		return {cancel: () => clearTimeout(timer)};
	},
};
// A restarted server must not reuse resourceVersions that its clients have already seen.
const store = createObjectStore({seed: `${seed}`, clock, firstResourceVersion: firstVersion()});
const serviceBackends = new Map<string, ServiceBackend>();
const loadtester = createLoadtester(loadtesterHost);
serviceBackends.set(`${flaggerNamespace}/${loadtesterName}:80`, {answer: loadtester.answer});
const podLogs = createPodLogs({store, seed, startedAtMs, findService});
const server = createApiServer({store, clock, serviceBackends, podLogs, certificates: await certificates()});
const controllers = createControllers({
	store,
	clock,
	...createBehaviour({store, clock, startedAtMs, findService}),
	callHook: ({url}, {metadata: {name, namespace = ''}}) => loadtester.status(url, {name, namespace}),
	shortestFlaggerIntervalMs: flaggerIntervalMs(speed),
});

populate(store, buildWorld({seed, nowMs: startedAtMs, speed}));
if (scale !== null) {
	const prototypes = buildPrototypes({nowMs: startedAtMs, speed, pods: scale.pods});
	populate(store, generatedObjects({services: generated, prototypes, seed, speed, nowMs: startedAtMs}));
}
for (const controller of controllers) controller.start();
if (scale !== null && scale.churn > 0)
	createChurn({store, clock, services: generated, seed, perSecond: scale.churn}).start();
const {url} = await server.start(port);
writeFileSync(kubeconfigPath, server.kubeconfig(user), {mode: 0o600});
report({kind: 'ready', url});

process.on('message', (order: DemoOrder) => {
	switch (order.kind) {
		case 'prometheusAt':
			serviceBackends.set('istio-system/prometheus:9090', {url: order.url});
			return;
		case 'journal':
			report({kind: 'journal', entries: server.journal.entries});
			return;
		case 'promote':
			promote(order);
			return;
		case 'apiFault':
			server.faults.inject(order.fault, order.match);
			return;
		case 'api':
			carryOut(order.order);
			return;
		default:
			return;
	}
});
process.on('disconnect', () => {
	// The parent process is gone, perhaps killed by a signal: remove its files here.
	rmSync(dirname(kubeconfigPath), {recursive: true, force: true});
	process.exit(0);
});
// A terminal sends Ctrl-C to the whole group; the parent process decides when this one ends.
process.on('SIGINT', () => {});

function promote({namespace, name}: Extract<DemoOrder, {kind: 'promote'}>): void {
	const service = findService(namespace, name);
	if (service) createOperator(store).promote(service);
}

function carryOut(order: Extract<DemoOrder, {kind: 'api'}>['order']): void {
	switch (order) {
		case 'down':
		case 'up':
		case 'clear':
			server.faults[order]().catch((error: unknown) => {
				throw error;
			});
			return;
		case 'stopControllers':
			for (const controller of controllers) if (controller.name === 'rollouts') controller.stop();
			return;
		default:
			server.faults[order]();
	}
}

function report(message: DemoReport | DemoJournal): void {
	process.send?.(message);
}

async function certificates(): Promise<ServerCertificates> {
	if (existsSync(certificatesPath)) return JSON.parse(readFileSync(certificatesPath, 'utf8')) as ServerCertificates;
	const made = await createCertificates({name: 'perch-demo', nowMs: Date.now()});
	writeFileSync(certificatesPath, JSON.stringify(made), {mode: 0o600});
	return made;
}

function firstVersion(): number {
	return 1 + Math.floor((Date.now() - startedAtMs) / 1000) * 1000;
}
