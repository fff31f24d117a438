import {readFileSync} from 'node:fs';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {AccessPolicy, ResourceRule} from '../../../source/demo/api/access/access.ts';
import {systemBindings, systemRoles} from '../../../source/demo/api/access/demo-policy.ts';
import {reviews} from '../../../source/demo/api/access/reviews.ts';
import {createApiServer} from '../../../source/demo/api/connection/server.ts';
import {type Resource, shopResources} from '../../../source/demo/api/resources.ts';
import {createObjectStore} from '../../../source/demo/api/store.ts';
import type {KubeObject} from '../../../source/demo/contract.ts';
import {createManualClock} from './manual-clock.ts';
import {type Body, createWireClient, type WireClient} from './wire-client.ts';
import {wireShape} from './wire-shape.ts';

interface Entry {
	readonly note: string;
	readonly request: {
		readonly method: string;
		readonly path: string;
		readonly headers: Readonly<Record<string, string>>;
		/** Absent in the entries of the aggregated discovery. */
		readonly as?: string;
		readonly body?: unknown;
	};
	readonly response: {
		readonly status: number;
		readonly headers: Readonly<Record<string, string>>;
		readonly body: Body;
	};
}

const load = <T>(name: string): T =>
	JSON.parse(readFileSync(new URL(`../../fixtures/wire/${name}.json`, import.meta.url), 'utf8')) as T;

const files = ['auth', 'discovery', 'lists', 'writes', 'watch'] as const;
const entries = files.flatMap(file => load<Entry[]>(file).map(entry => ({file, ...entry})));
// Argo CD, which shares a group with Argo Rollouts, and Flux were not installed in the recorded cluster.
const isRecorded = ({id}: Resource) => id !== 'applications.argoproj.io' && !id.endsWith('.fluxcd.io');
const resources = shopResources.filter(isRecorded);
const clock = createManualClock();
const store = createObjectStore({seed: 7, clock, resources});
const server = createApiServer({store, clock, resources, policy: recordedPolicy()});
const replayed = new Set<Entry>();
let client: WireClient;

beforeAll(async () => {
	for (const name of ['default', 'istio-system', 'shop', 'test']) {
		store.create('namespaces', {apiVersion: 'v1', kind: 'Namespace', metadata: {name}}, {manager: 'test'});
	}
	for (const object of load<KubeObject[]>('seed')) {
		const resource = resources.find(({kind, group}) => kind === object.kind && object.apiVersion.startsWith(group));
		store.create(resource?.id ?? '', object, {manager: 'test'});
	}
	store.expireHistory();
	client = createWireClient(await server.start());
});

afterAll(async () => {
	client.close();
	await server.stop();
});

describe('the demo answers like the recorded API server', () => {
	let pageToken = '';

	it.each(entries.filter(({file}) => file !== 'watch'))('$file: $note ($request.method $request.path)', async entry => {
		const path =
			entry.note === 'next page'
				? entry.request.path.replace(/continue=.*/, `continue=${pageToken}`)
				: entry.request.path;
		const {status, headers, text} = await client.send({...entry.request, path, ...tokenOf(entry)});
		const actual = parsed(await text());
		if (entry.note === 'first page') pageToken = actual.metadata.continue;
		replayed.add(entry);
		expect(status).toBe(entry.response.status);
		expect(comparableHeaders(headers)).toEqual(comparableHeaders(entry.response.headers));
		const {path: key} = entry.request;
		expect(wireShape(shared(actual, entry), key)).toEqual(wireShape(shared(entry.response.body, entry), key));
	});
});

describe('a watch of the demo, like the recorded one,', () => {
	const watches = entries.filter(({file}) => file === 'watch');
	const [changes, timeout] = watches;
	let start = 0;

	it('sends two changes and goes on until the client hangs up', async () => {
		start = store.resourceVersion;
		const response = await client.send(asked(changes, start));
		const lines = response.lines();
		const actual: unknown[] = [];
		for (const note of ['1', '2']) {
			await annotate(note);
			actual.push((await lines.next()).value);
		}
		response.hangUp();
		expect(response.status).toBe(200);
		expect(wireShape({lines: actual})).toEqual(wireShape(changes?.response.body));
	});

	it('replays the changes since a resourceVersion and ends at timeoutSeconds', async () => {
		const response = await client.send(asked(timeout, start));
		clock.advance(2_000);
		const lines = (await response.text())
			.trim()
			.split('\n')
			.map(line => JSON.parse(line) as unknown);
		expect(wireShape({lines})).toEqual(wireShape(timeout?.response.body));
	});

	it.each(watches.slice(2))('$note', async entry => {
		const response = await client.send(asked(entry, undefined));
		clock.advance(2_000);
		const text = await response.text();
		expect(response.status).toBe(entry.response.status);
		expect(wireShape(parsed(text))).toEqual(wireShape(entry.response.body));
	});

	/** The recorded path, from this server's resourceVersion where the recorded one meant "now". */
	function asked(entry: Entry | undefined, resourceVersion: number | undefined) {
		if (entry === undefined) throw new Error('The recording has fewer watches than this test knows');
		replayed.add(entry);
		const path =
			resourceVersion === undefined
				? entry.request.path
				: entry.request.path.replace(/resourceVersion=\d+/, `resourceVersion=${resourceVersion}`);
		return {path, headers: entry.request.headers, ...tokenOf(entry)};
	}

	/** As the recording client changed it: a patch that names no manager. */
	function annotate(note: string): Promise<unknown> {
		return client.json({
			method: 'PATCH',
			path: '/apis/argoproj.io/v1alpha1/namespaces/shop/rollouts/search',
			headers: {'content-type': 'application/merge-patch+json'},
			body: {metadata: {annotations: {note}}},
			token: 'admin',
		});
	}
});

it('these tests have replayed every recorded exchange', () => {
	expect(entries.length).toBeGreaterThan(40);
	expect(entries.filter(entry => !replayed.has(entry)).map(({note}) => note)).toEqual([]);
});

function tokenOf({note, request: {as}}: Entry): {token?: string} {
	if (note === 'no token') return {};
	if (note === 'bad token') return {token: 'nobody'};
	return {token: as?.split(':')[0] ?? 'admin'};
}

function parsed(text: string): Body {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

/** The groups that both clusters have: the demo serves fewer, and the recording of one answer was cut. */
function shared(body: Body, {note, response}: Entry): Body {
	if (note === 'groups') {
		const served = new Set([
			...reviews.map(({group}) => `${group}/v1`),
			...resources.flatMap(({group, versions}) => versions.map(version => `${group}/${version}`)),
		]);
		const groups = body.groups.map((group: Body) => ({
			...group,
			versions: group.versions.filter(({groupVersion}: Body) => served.has(groupVersion)),
		}));
		return {...body, groups: groups.filter(({versions}: Body) => versions.length > 0)};
	}
	if (!note.startsWith('aggregated discovery')) return body;
	const recorded = new Set(response.body.items.map(({metadata}: Body) => metadata.name));
	return {...body, items: body.items.filter(({metadata}: Body) => recorded.has(metadata.name))};
}

function comparableHeaders(headers: Readonly<Record<string, string>>): Record<string, string | undefined> {
	const names = ['content-type', 'cache-control', 'x-content-type-options', 'retry-after', 'vary'];
	return Object.fromEntries(names.map(name => [name, headers[name]]));
}

/** The users of the recording, as its `as` describes them. */
function recordedPolicy(): AccessPolicy {
	const read = ['get', 'list', 'watch'];
	const viewer: ResourceRule[] = [
		{verbs: read, apiGroups: [''], resources: ['pods', 'services']},
		{verbs: read, apiGroups: ['apps'], resources: ['deployments']},
		{verbs: read, apiGroups: ['argoproj.io'], resources: ['rollouts']},
	];
	const everywhere = ['viewers', 'operators'].map(name => ({name, role: 'viewer', to: {kind: 'Group' as const, name}}));
	return {
		users: [
			{name: 'admin', uid: '1', groups: ['system:masters'], token: 'admin'},
			{name: 'vera', uid: '2', groups: ['viewers'], token: 'viewer'},
			{name: 'omar', uid: '3', groups: ['operators'], token: 'operator'},
		],
		roles: {
			'cluster-admin': [
				{verbs: ['*'], apiGroups: ['*'], resources: ['*']},
				{verbs: ['*'], nonResourceURLs: ['*']},
			],
			viewer,
			operator: [{verbs: ['patch'], apiGroups: ['argoproj.io'], resources: ['rollouts', 'rollouts/status']}],
			...systemRoles,
		},
		bindings: [
			{name: 'cluster-admin', role: 'cluster-admin', to: {kind: 'Group', name: 'system:masters'}},
			...everywhere,
			...systemBindings,
			{name: 'operators', role: 'operator', to: {kind: 'Group', name: 'operators'}, namespace: 'shop'},
		],
	};
}
