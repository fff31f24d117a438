import {describe, expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import type {Release} from '../../source/domain/release/release.ts';
import type {ReleaseBackend} from '../../source/releases/contract.ts';
import {grpcRoute} from '../../source/releases/routes/kinds/grpc-route.ts';
import {httpRoute} from '../../source/releases/routes/kinds/http-route.ts';
import {linkerdHttpRoute} from '../../source/releases/routes/kinds/linkerd-http-route.ts';
import {routeSceneFrom} from './route-scene.ts';
import {readSituation} from './situation.ts';

const {objects, nowMs} = readSituation('../cases/c02');
type Condition = {type: string; status: string; observedGeneration?: number};
type Parent = {name: string; sectionName?: string; port?: number; kind?: string; namespace?: string};

const yes = (observedGeneration?: number): Condition[] =>
	['Accepted', 'ResolvedRefs'].map(type => ({
		type,
		status: 'True',
		...(observedGeneration === undefined ? {} : {observedGeneration}),
	}));
const no = (): Condition[] => [{type: 'Accepted', status: 'False', observedGeneration: 2}];

function release(
	parents: readonly Parent[] | null,
	statuses: readonly (readonly [Parent, readonly Condition[]])[] | null,
	[backend, apiVersion, kind]: readonly [unknown, string, string] = [
		httpRoute,
		'gateway.networking.k8s.io/v1',
		'HTTPRoute',
	],
): Release {
	const [recorded] = objects;
	const {spec, status, ...head} = structuredClone(recorded) as {spec: RawObject; status: RawObject};
	const route = {
		...head,
		apiVersion,
		kind,
		spec: {...spec, ...(parents === null ? {} : {parentRefs: parents as never})},
		status:
			statuses === null
				? status
				: {
						parents: statuses.map(([parentRef, conditions]) => ({
							parentRef,
							controllerName: 'gateway.test',
							conditions,
						})) as never,
					},
	} as RawObject;
	return routeSceneFrom(backend as ReleaseBackend, [route], nowMs).release;
}

describe.each([
	[httpRoute, 'gateway.networking.k8s.io/v1', 'HTTPRoute'],
	[grpcRoute, 'gateway.networking.k8s.io/v1', 'GRPCRoute'],
	[linkerdHttpRoute, 'policy.linkerd.io/v1beta3', 'HTTPRoute'],
] as const)('%#: only parents of the spec count', (...kind) => {
	test('the conditions of a former parent do not count', () => {
		expect(release(null, null, kind).phase.kind).toBe('split');
		expect(
			release(
				[{name: 'public'}],
				[
					[{name: 'former'}, no()],
					[{name: 'public'}, yes(2)],
				],
				kind,
			).phase.kind,
		).toBe('split');
	});

	test('the conditions of a present parent count, whichever other parent accepts the route', () => {
		const refused = release(
			[{name: 'public'}, {name: 'inner'}],
			[
				[{name: 'public'}, yes(2)],
				[{name: 'inner'}, no()],
			],
			kind,
		);
		expect(refused.phase.kind).toBe('degraded');
	});
});

test('a condition of generation 0 counts as one without a generation', () => {
	expect(release([{name: 'public'}], [[{name: 'public'}, yes(0)]]).phase.kind).toBe('split');
	expect(release([{name: 'public'}], [[{name: 'public'}, yes()]]).phase.kind).toBe('split');
	expect(release([{name: 'public'}], [[{name: 'public'}, yes(1)]]).phase.kind).toBe('progressing');
});

test('a former listener of the same Gateway is a former parent', () => {
	const [http, https] = [
		{name: 'public', sectionName: 'http'},
		{name: 'public', sectionName: 'https'},
	];
	expect(
		release(
			[https],
			[
				[http, yes(1)],
				[https, yes(2)],
			],
		).phase.kind,
	).toBe('split');
	expect(
		release(
			[{name: 'public'}],
			[
				[http, yes(1)],
				[{name: 'public'}, yes(2)],
			],
		).phase.kind,
	).toBe('split');
	expect(release([https], [[http, no()]]).why?.text).toBe('no controller says anything of this route');
});

test('the same name of another kind or in another namespace is another parent', () => {
	for (const parent of [
		{name: 'public', kind: 'Service'},
		{name: 'public', namespace: 'other'},
	]) {
		expect(
			release(
				[{name: 'public'}],
				[
					[parent, no()],
					[{name: 'public'}, yes(2)],
				],
			).phase.kind,
		).toBe('split');
	}
	expect(release([{name: 'public'}], [[{name: 'public', kind: 'Gateway', namespace: 'edge'}, no()]]).phase.kind).toBe(
		'degraded',
	);
});

test('perch names a parent without conditions, and one that has not decided', () => {
	expect(release([{name: 'public'}, {name: 'inner'}], [[{name: 'public'}, yes(2)]]).why?.text).toBe(
		'no controller says anything of its parent inner',
	);
	const open = release(
		[{name: 'public'}],
		[[{name: 'public'}, [{type: 'Accepted', status: 'Unknown', observedGeneration: 2}]]],
	);
	expect(open.why?.text).toBe('Accepted is Unknown (gateway.test)');
	expect(open.phase.kind).not.toBe('split');
});
