import {createServer as createHttpServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {describe, expect, it, onTestFinished} from 'vitest';
import {clusterForTests, signal} from './support/cluster-for-tests.ts';
import {answerJson, caData, clusterOf, kubeconfigText, loadText, scriptedServer} from './support/scripted-server.ts';

const test = clusterForTests();
const ref = {kindId: 'rollouts.argoproj.io', namespace: 'shop', name: 'checkout'};

describe('the identity and the clock', () => {
	it('come from the server', async () => {
		const cluster = await test.cluster({context: 'demo-operator'});
		const uid = test.store.get('namespaces', undefined, 'kube-system')?.metadata.uid;
		expect(await cluster.identify(signal)).toEqual({
			ok: true,
			value: {user: 'operator', serverVersion: 'v1.34.5', clusterUid: uid},
		});
	});

	it('name the kubeconfig user where reviews are not served, and no uid where perch may not read it', async () => {
		const server = await scriptedServer(({path}, response) =>
			path === '/version'
				? answerJson(response, 200, {gitVersion: 'v1.24.0'})
				: answerJson(response, path.startsWith('/apis') ? 404 : 403, {kind: 'Status', code: 403}),
		);
		const cluster = clusterOf(await loadText(kubeconfigText({server: server.url, cluster: caData(server)})));
		expect(await cluster.identify(signal)).toEqual({
			ok: true,
			value: {user: 'test-user', serverVersion: 'v1.24.0', clusterUid: null},
		});
	});

	it.each([-300_000, 0, 3_600_000])('show that the server clock is off by %i ms', async skewMs => {
		const cluster = await test.cluster();
		test.server.setDateSkew(skewMs);
		const beat = await cluster.heartbeat(signal);
		if (!beat.ok) throw new Error(beat.error.message);
		// The Date header holds whole seconds.
		expect(Math.abs((beat.value.clockOffsetMs ?? Number.NaN) - skewMs)).toBeLessThanOrEqual(1_000);
	});

	it('are not read from a login page', async () => {
		const server = await scriptedServer((_request, response) => answerJson(response, 200, '<html>sign in</html>'));
		const cluster = clusterOf(await loadText(kubeconfigText({server: server.url, cluster: caData(server)})));
		expect(await cluster.heartbeat(signal)).toMatchObject({error: {kind: 'malformed'}});
	});
});

describe('the inventory', () => {
	it('is the same whether discovery is aggregated or not', async () => {
		const cluster = await test.cluster();
		const aggregated = await cluster.inventory(signal);
		if (!aggregated.ok) throw new Error(aggregated.error.message);
		expect(aggregated.value.served).toMatchObject({services: ['v1'], 'rollouts.argoproj.io': ['v1alpha1']});
		expect(test.server.journal.counters.requests).toBe(2);
		const plain = await plainDiscovery(aggregated.value.served);
		expect(await plain.inventory(signal)).toEqual(aggregated);
	});
});

/** The same resources as older servers list them. */
async function plainDiscovery(served: Readonly<Record<string, readonly string[]>>) {
	const ids = Object.entries(served).map(([id, versions]) => {
		const [resource = '', ...group] = id.split('.');
		return {resource, group: group.join('.'), versions};
	});
	const groups = [...new Set(ids.map(({group}) => group))].filter(group => group !== '');
	const versionsOf = (group: string) => [
		...new Set(ids.filter(id => id.group === group).flatMap(({versions}) => versions)),
	];
	const answerTo = (path: string) => {
		if (path === '/api') return {kind: 'APIVersions', versions: versionsOf('')};
		if (path === '/apis') {
			const list = groups.map(name => ({name, versions: versionsOf(name).map(version => ({version}))}));
			return {kind: 'APIGroupList', groups: list};
		}
		const parts = path.split('/').slice(2);
		const [group, version = ''] = parts.length === 1 ? ['', parts[0]] : parts;
		const resources = ids
			.filter(id => id.group === group && id.versions.includes(version))
			.flatMap(({resource}) => [{name: resource}, {name: `${resource}/status`}]);
		return {kind: 'APIResourceList', resources};
	};
	const server = await scriptedServer(({path}, response) => answerJson(response, 200, answerTo(path)), {
		discovery: 'scripted',
	});
	return clusterOf(await loadText(kubeconfigText({server: server.url, cluster: caData(server)})));
}

describe('the cluster adapter', () => {
	it('reads one object whole', async () => {
		test.put('rollouts.argoproj.io', 'Rollout', 'checkout', {spec: {replicas: 2}});
		const cluster = await test.cluster();
		expect(await cluster.read(ref, signal)).toMatchObject({
			ok: true,
			value: {kind: 'Rollout', metadata: {name: 'checkout', managedFields: expect.any(Array)}, spec: {replicas: 2}},
		});
	});

	it('reports an object or a kind that does not exist', async () => {
		const cluster = await test.cluster();
		expect(await cluster.read(ref, signal)).toMatchObject({error: {kind: 'notFound', status: 404}});
		expect(await cluster.read({...ref, kindId: 'widgets.example.com'}, signal)).toMatchObject({
			error: {kind: 'notFound', message: 'widgets.example.com is not served by this cluster'},
		});
	});

	it.each([
		['demo-operator', true],
		['demo-viewer', false],
	])('asks the API server whether %s may patch', async (context, mayPatch) => {
		const cluster = await test.cluster({context});
		const question = {
			verb: 'patch',
			group: 'argoproj.io',
			resource: 'rollouts',
			subresource: 'status',
			namespace: 'shop',
			name: 'checkout',
		};
		expect(await cluster.mayI(question, signal)).toEqual({ok: true, value: mayPatch});
	});

	it('posts an Event about an object', async () => {
		test.put('rollouts.argoproj.io', 'Rollout', 'checkout');
		const cluster = await test.cluster({context: 'demo-operator'});
		const event = {
			about: ref,
			aboutUid: 'uid-1',
			reason: 'Aborted',
			message: 'by omar',
			isWarning: true,
			intentId: 'i-1',
		};
		expect(await cluster.postEvent(event, signal)).toEqual({ok: true, value: undefined});
		expect(test.store.list('events', 'shop')).toMatchObject([
			{
				metadata: {name: expect.stringMatching(/^checkout\./)},
				involvedObject: {apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'checkout', uid: 'uid-1'},
				reason: 'Aborted',
				message: 'by omar',
				type: 'Warning',
				reportingComponent: 'perch',
			},
		]);
		expect(test.server.journal.entries.at(-1)?.userAgent).toBe('perch/1.2.3 intent=i-1');
		const viewer = await test.cluster({context: 'demo-viewer'});
		expect(await viewer.postEvent(event, signal)).toMatchObject({error: {kind: 'forbidden', missing: 'create events'}});
	});
});

describe('a Prometheus behind the API server', () => {
	const service = (namespace: string, name: string, ports: readonly object[], labels = {}) => {
		if (!test.store.get('namespaces', undefined, namespace)) {
			const object = {apiVersion: 'v1', kind: 'Namespace', metadata: {name: namespace}};
			test.store.create('namespaces', object, {manager: 'test'});
		}
		test.put('services', 'Service', name, {metadata: {namespace, labels}, spec: {ports}});
	};
	const found = async () => (await test.cluster()).findPrometheusService(signal);
	const at = (namespace: string, name: string, port: number) => ({
		ok: true,
		value: {namespace, service: name, port, scheme: 'http'},
	});

	it('is searched in the well-known places, in their order', async () => {
		expect(await found()).toEqual({ok: true, value: null});
		service('ops', 'metrics', [{port: 9090}], {'app.kubernetes.io/name': 'prometheus'});
		expect(await found()).toEqual(at('ops', 'metrics', 9090));
		service('linkerd-viz', 'prometheus', [{name: 'admin', port: 9090}]);
		expect(await found()).toEqual(at('linkerd-viz', 'prometheus', 9090));
		service('monitoring', 'prometheus-node-exporter', [{port: 9100}]);
		expect(await found()).toEqual(at('linkerd-viz', 'prometheus', 9090));
		service('monitoring', 'prometheus-server', [{name: 'http', port: 80}]);
		expect(await found()).toEqual(at('monitoring', 'prometheus-server', 80));
		service('istio-system', 'prometheus', [{name: 'http', port: 9090}]);
		expect(await found()).toEqual(at('istio-system', 'prometheus', 9090));
	});

	it('is asked with GET through the proxy, and its errors are told apart from those of the API server', async () => {
		service('istio-system', 'prometheus', [{name: 'http', port: 9090}]);
		const prometheus = createHttpServer((request, response) => {
			const isQuery = request.url === '/api/v1/query?query=up%7Ba%3D%22b%22%7D';
			response.writeHead(isQuery ? 200 : 422, {'content-type': 'application/json'});
			response.end(isQuery ? '{"status":"success"}' : '{"status":"error"}');
		});
		const {promise, resolve} = Promise.withResolvers<void>();
		prometheus.listen(0, '127.0.0.1', resolve);
		await promise;
		onTestFinished(() => void prometheus.close());
		const {port} = prometheus.address() as AddressInfo;
		test.backends.set('istio-system/prometheus:9090', {url: `http://127.0.0.1:${port}`});
		const cluster = await test.cluster({context: 'demo-operator'});
		const address = {namespace: 'istio-system', service: 'prometheus', port: 9090, scheme: 'http'} as const;
		const query = {...address, path: '/api/v1/query', query: {query: 'up{a="b"}'}};
		expect(await cluster.proxyGet(query, signal)).toMatchObject({
			ok: true,
			value: {status: 200, text: '{"status":"success"}'},
		});
		expect(await cluster.proxyGet({...query, query: {}}, signal)).toMatchObject({ok: true, value: {status: 422}});
		expect(await cluster.proxyGet({...query, service: 'nowhere'}, signal)).toMatchObject({error: {kind: 'notFound'}});
		expect(await cluster.proxyGet({...query, maximumBytes: 5}, signal)).toMatchObject({error: {kind: 'malformed'}});
		expect(await cluster.proxyGet({...query, query: {query: 'x'.repeat(5_000)}}, signal)).toMatchObject({
			error: {kind: 'refusedLocally'},
		});
		const viewer = await test.cluster({context: 'demo-viewer'});
		expect(await viewer.proxyGet(query, signal)).toMatchObject({
			error: {kind: 'forbidden', missing: 'get services/proxy'},
		});
	});
});
