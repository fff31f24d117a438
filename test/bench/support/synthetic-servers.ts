import {createApiServer} from '../../../source/demo/api/connection/server.ts';
import {createObjectStore} from '../../../source/demo/api/store.ts';
import type {DemoClock} from '../../../source/demo/contract.ts';
import {startSyntheticPrometheus} from './synthetic-prometheus.ts';

/** A process with an API server of `count` Services and their Deployments, and a Prometheus with figures of them all.
 * Prints one line of JSON once both listen: `{kubeconfig, prometheus}`, the kubeconfig as text. When its parent tells
 * it to, it creates a Service with its Deployment and answers when (milliseconds since the epoch), deletes all Services in
 * a time, or changes so many objects a second, Services and Deployments in turn, until it is told 0. */
const {count, scrapeSeconds} = JSON.parse(process.argv[2] ?? '') as {count: number; scrapeSeconds: number};

const clock: DemoClock = {
	nowMs: () => Date.now(),
	schedule(afterMs, run) {
		const timer = setTimeout(run, afterMs);
		return {cancel: () => clearTimeout(timer)};
	},
};
const writer = {manager: 'bench'};
const store = createObjectStore({seed: 1, clock});
const services = Array.from({length: count}, (_, index) => ({
	namespace: `team-${index % 50}`,
	name: `service-${index}`,
}));

for (const namespace of new Set(services.map(service => service.namespace))) {
	store.create('namespaces', {apiVersion: 'v1', kind: 'Namespace', metadata: {name: namespace}}, writer);
}
for (const {namespace, name} of services) {
	createService(namespace, name);
	createDeployment(namespace, name);
}
const server = createApiServer({store, clock});
await server.start();
const prometheus = await startSyntheticPrometheus({services, scrapeSeconds});
process.stdout.write(`${JSON.stringify({kubeconfig: server.kubeconfig(), prometheus: prometheus.url})}\n`);

let changing: NodeJS.Timeout | undefined;
let changes = 0;
process.on('message', (order: {create: string} | {deleteWithinMs: number} | {changesPerSecond: number}) => {
	if ('create' in order) {
		createDeployment('team-0', order.create);
		createService('team-0', order.create);
		process.send?.({createdAtMs: Date.now()});
	} else if ('changesPerSecond' in order) {
		clearInterval(changing);
		if (order.changesPerSecond > 0) changing = setInterval(() => changeObjects(order.changesPerSecond / 20), 50);
	} else deleteServices(order.deleteWithinMs);
});
process.on('disconnect', () => process.exit(0));

function createService(namespace: string, name: string): void {
	const labels = {app: name};
	store.create(
		'services',
		{
			apiVersion: 'v1',
			kind: 'Service',
			metadata: {namespace, name, labels},
			spec: {selector: labels, ports: [{name: 'http', port: 80}]},
		},
		writer,
	);
}

function createDeployment(namespace: string, name: string): void {
	const labels = {app: name};
	const container = {name: 'main', image: `registry.example/${name}:1.0.0`};
	store.create(
		'deployments.apps',
		{
			apiVersion: 'apps/v1',
			kind: 'Deployment',
			metadata: {namespace, name, labels, annotations: {'deployment.kubernetes.io/revision': '1'}},
			spec: {
				replicas: 3,
				selector: {matchLabels: labels},
				template: {metadata: {labels}, spec: {containers: [container]}},
			},
			status: {observedGeneration: 1, replicas: 3, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3},
		},
		writer,
	);
}

/** Changes the next so many objects: of a Service a label, of a Deployment how many of its pods are ready. */
function changeObjects(count: number): void {
	for (let done = 0; done < count; done += 1) {
		changes += 1;
		const {namespace, name} = services[Math.floor(changes / 2) % services.length] ?? {namespace: '', name: ''};
		const resource = changes % 2 === 0 ? 'services' : 'deployments.apps';
		const object = store.get(resource, namespace, name);
		if (!object) continue;
		if (resource === 'services') {
			const {labels = {}, ...metadata} = object.metadata;
			store.replace(resource, {...object, metadata: {...metadata, labels: {...labels, turn: `${changes}`}}}, writer);
			continue;
		}
		const ready = (object.status as {readonly readyReplicas: number}).readyReplicas === 3 ? 2 : 3;
		const status = {...(object.status as object), readyReplicas: ready, availableReplicas: ready};
		store.replace(resource, {...object, status}, {...writer, subresource: 'status'});
	}
}

/** Deletes all Services, a part of them every tenth of a second. */
function deleteServices(withinMs: number): void {
	const turns = withinMs / 100;
	const left = [...services];
	const timer = setInterval(() => {
		for (const {namespace, name} of left.splice(0, Math.ceil(services.length / turns)))
			store.remove('services', namespace, name);
		if (left.length === 0) clearInterval(timer);
	}, 100);
}
