import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import type {KubeObject} from '../../../source/demo/contract.ts';
import {adminToken, apiServerForTests} from '../api/api-server-for-tests.ts';

const files = ['consul', 'gateway-api', 'istio', 'linkerd-route', 'smi'];

const recorded = files.flatMap(file => {
	const text = readFileSync(new URL(`../../fixtures/cluster/routes/${file}.json`, import.meta.url), 'utf8');
	return (JSON.parse(text) as {readonly objects: readonly KubeObject[]}).objects;
});

/** What `kubectl apply` sent for a recorded object. */
const sentFor = ({metadata}: KubeObject) =>
	JSON.parse(metadata.annotations?.['kubectl.kubernetes.io/last-applied-configuration'] ?? '') as KubeObject;

const plurals: Readonly<Record<string, string>> = {
	VirtualService: 'virtualservices',
	DestinationRule: 'destinationrules',
	HTTPRoute: 'httproutes',
	TrafficSplit: 'trafficsplits',
	ServiceSplitter: 'servicesplitters',
};

const pathOf = ({apiVersion, kind}: KubeObject) => `/apis/${apiVersion}/namespaces/shop/${plurals[kind]}`;

const test = apiServerForTests();

async function create(object: KubeObject) {
	const {annotations: _, ...metadata} = object.metadata;
	const body = {...object, metadata: {...metadata, namespace: 'shop'}};
	return test.client.json({method: 'POST', path: pathOf(object), token: adminToken, body});
}

async function patch(object: KubeObject, operations: readonly object[], query = '') {
	return test.client.json({
		method: 'PATCH',
		path: `${pathOf(object)}/${object.metadata.name}${query}`,
		token: adminToken,
		headers: {'content-type': 'application/json-patch+json'},
		body: operations,
	});
}

const ofKind = (kind: string, apiVersion = '') =>
	recorded.find(object => object.kind === kind && object.apiVersion.startsWith(apiVersion)) ?? expect.fail(kind);

describe('a route that is sent as it was recorded', () => {
	it.each(recorded.map(object => [object.kind, object.apiVersion, object] as const))(
		'%s %s becomes the recorded object',
		async (_kind, _version, object) => {
			const {status, body} = await create(sentFor(object));
			expect(status).toBe(201);
			expect(body.spec).toEqual(object.spec);
			expect(body.metadata.generation).toBe(1);
			const read = await test.client.json({path: `${pathOf(object)}/${object.metadata.name}`, token: adminToken});
			expect(read.body.spec).toEqual(object.spec);
		},
	);
});

describe('weights', () => {
	const backend = '/spec/rules/0/backendRefs/1/weight';

	it.each(['gateway.networking.k8s.io', 'policy.linkerd.io'])(
		'of an HTTPRoute of %s are whole, and 0 to 1,000,000',
		async group => {
			const route = ofKind('HTTPRoute', group);
			await create(sentFor(route));
			const answers = [];
			for (const value of [-1, 1_000_001, 2.5, 20])
				answers.push(await patch(route, [{op: 'add', path: backend, value}]));
			expect(answers.map(({status}) => status)).toEqual([422, 422, 422, 200]);
			expect(answers[0]?.body.details.causes[0]).toMatchObject({
				field: 'spec.rules[0].backendRefs[1].weight',
				message: expect.stringContaining('should be greater than or equal to 0') as string,
			});
			expect(answers[3]?.body.metadata.generation).toBe(2);
		},
	);

	it('are 1 for a backend without one', async () => {
		const route = sentFor(ofKind('HTTPRoute', 'gateway'));
		const {body} = await create({...route, spec: {rules: [{backendRefs: [{name: 'a', port: 80}]}]}});
		expect(body.spec.rules[0].backendRefs).toEqual([{group: '', kind: 'Service', name: 'a', port: 80, weight: 1}]);
	});
});

describe('a ServiceSplitter', () => {
	const splitter = ofKind('ServiceSplitter');
	const weights = (...values: readonly number[]) => [
		{op: 'replace', path: '/spec/splits', value: values.map((weight, index) => ({weight, serviceSubset: `v${index}`}))},
	];

	it.each(['', '?dryRun=All'])('is refused by its webhook when the weights miss 100 (%s)', async query => {
		await create(sentFor(splitter));
		const {status, body} = await patch(splitter, weights(90, 5), query);
		expect(status).toBe(400);
		expect(body.message).toBe(
			'admission webhook "mutate-servicesplitter.consul.hashicorp.com" denied the request: servicesplitter.consul.hashicorp.com "billing" is invalid: spec.splits: Invalid value: "[{\\"weight\\":90,\\"serviceSubset\\":\\"v0\\"},{\\"weight\\":5,\\"serviceSubset\\":\\"v1\\"}]": the sum of weights across all splits must add up to 100 percent, but adds up to 95.000000',
		);
		expect(body.reason).toBeUndefined();
	});

	// 0.01 + 67.66 + 32.33 is 100 in doubles too, but not in single precision.
	it.each([
		[[33.33, 33.33, 33.34], 200],
		[[99.99, 0.01], 200],
		[[100, 0], 200],
		[[0.01, 67.66, 32.33], 400],
		[[99.995, 0.005], 400],
		[[101, -1], 400],
	] as const)('adds %j up as 32-bit floats', async (values, expected) => {
		await create(sentFor(splitter));
		const {status} = await patch(splitter, weights(...values));
		expect(status).toBe(expected);
	});

	it('whose weight is no number is refused by its schema', async () => {
		await create(sentFor(splitter));
		const {status, body} = await patch(splitter, [{op: 'replace', path: '/spec/splits/0/weight', value: '90'}]);
		expect(status).toBe(422);
		expect(body.details.causes[0].field).toBe('spec.splits[0].weight');
	});
});
