import {expect, test} from 'vitest';
import type {Json, RawObject} from '../../source/domain/cluster/kube-object.ts';
import {parseTemplate} from '../../source/kinds/pod-template.ts';
import {isSameTemplate} from '../../source/releases/common/same-template.ts';
import {withValue} from './changed.ts';
import {sceneFrom, sceneOf} from './operator.ts';
import {readSituation} from './situation.ts';

const written = {
	metadata: {labels: {app: 'shop'}},
	spec: {
		containers: [
			{
				name: 'app',
				image: 'registry.example/shop',
				ports: [{containerPort: 8080}],
				env: [{name: 'POD', valueFrom: {fieldRef: {fieldPath: 'metadata.name'}}}, {name: 'EMPTY'}],
				readinessProbe: {httpGet: {path: '/ready', port: 8080}},
				resources: {limits: {cpu: '1000m', memory: '1024Mi'}},
			},
		],
		initContainers: [{name: 'wait', image: 'registry.example/wait:2'}],
		volumes: [{name: 'config', configMap: {name: 'shop'}}],
	},
};
/** The same template as the API server gives it back. */
const filledIn = {
	metadata: {creationTimestamp: null, labels: {app: 'shop', 'pod-template-hash': '5c9f'}},
	spec: {
		containers: [
			{
				name: 'app',
				image: 'registry.example/shop',
				imagePullPolicy: 'Always',
				ports: [{containerPort: 8080, protocol: 'TCP'}],
				env: [
					{name: 'POD', valueFrom: {fieldRef: {apiVersion: 'v1', fieldPath: 'metadata.name'}}},
					{name: 'EMPTY', value: ''},
				],
				readinessProbe: {
					failureThreshold: 3,
					httpGet: {path: '/ready', port: 8080, scheme: 'HTTP'},
					periodSeconds: 10,
					successThreshold: 1,
					timeoutSeconds: 1,
				},
				resources: {limits: {cpu: '1', memory: '1Gi'}},
				terminationMessagePath: '/dev/termination-log',
				terminationMessagePolicy: 'File',
			},
		],
		initContainers: [
			{
				name: 'wait',
				image: 'registry.example/wait:2',
				imagePullPolicy: 'IfNotPresent',
				resources: {},
				terminationMessagePath: '/dev/termination-log',
				terminationMessagePolicy: 'File',
			},
		],
		volumes: [{name: 'config', configMap: {defaultMode: 420, name: 'shop'}}],
		dnsPolicy: 'ClusterFirst',
		restartPolicy: 'Always',
		schedulerName: 'default-scheduler',
		securityContext: {},
		terminationGracePeriodSeconds: 30,
	},
};

function areSame(one: unknown, other: unknown): boolean {
	const [a, b] = [parseTemplate(one), parseTemplate(other)];
	return a !== null && b !== null && isSameTemplate(a, b);
}

test('a template is the same with the defaults that the API server fills in', () => {
	expect(areSame(written, filledIn)).toBe(true);
});

test('a template with another value than a default is another template', () => {
	const others: readonly (readonly [readonly (string | number)[], Json])[] = [
		[['spec', 'terminationGracePeriodSeconds'], 31],
		[['spec', 'containers', 0, 'imagePullPolicy'], 'IfNotPresent'],
		[['spec', 'containers', 0, 'readinessProbe', 'failureThreshold'], 4],
		[['spec', 'containers', 0, 'resources', 'limits', 'cpu'], '1001m'],
		// In an init container this makes a sidecar; only for the pod it is the default.
		[['spec', 'initContainers', 0, 'restartPolicy'], 'Always'],
		[['spec', 'initContainers', 0, 'image'], 'registry.example/wait:3'],
		[['spec', 'hostNetwork'], true],
		[['metadata', 'annotations'], {'example.org/note': ''}],
		[['metadata', 'labels', 'version'], '2'],
	];
	for (const [path, value] of others) expect(areSame(written, withValue(filledIn, path, value))).toBe(false);
});

test('setImage is refused for an image that the template has already, by the live object as well', () => {
	for (const name of ['deployment/04-second-revision', 'daemonset/02-second-revision', 'argo-canary/01-healthy']) {
		const scene = sceneOf(name);
		const [container] = scene.release.containers ?? [];
		const live = scene.backend.operations.setImage;
		const needs = live
			?.needs(scene.release, [])
			.map(({name: wanted}) =>
				scene.objects.find(
					({kind, metadata}) => kind === scene.backend.anchor.kind && (metadata as RawObject).name === wanted,
				),
			);
		const plan = live?.plan({
			release: scene.release,
			answers: [container?.image ?? ''],
			live: (needs ?? []).map(object => object ?? null),
			nowMs: scene.nowMs,
		});
		expect(plan?.ok).toBe(false);
		expect(!plan?.ok && plan?.error.reason).toBe(`${container?.name} has the image ${container?.image} already`);
	}
});

test('toRevision is refused for a revision whose template is that of the spec', () => {
	// A Rollout keeps its template as it was written, its ReplicaSets with the defaults of the API server.
	const {objects, nowMs} = readSituation('argo-canary/01-healthy');
	const kept = objects.find(({kind}) => kind === 'ReplicaSet') as RawObject;
	const rollout = objects.find(({kind}) => kind === 'Rollout') as RawObject;
	const template = (kept.spec as RawObject).template as Json;
	const written = withValue(
		withValue(rollout, ['spec', 'template'], template),
		['spec', 'template', 'spec', 'dnsPolicy'],
		undefined,
	);
	const {backend, release} = sceneFrom(
		objects.map(object => (object === rollout ? written : object)),
		nowMs,
	);
	const other = backend.operations.toRevision;
	const twin = {...kept, metadata: {...(kept.metadata as object), name: 'checkout-twin'}} as RawObject;
	const key = release.revisions[0]?.key ?? '';
	const plan = other?.plan({
		release: {...release, stable: null, canary: null},
		answers: [key],
		live: [written, twin],
		nowMs,
	});
	expect(plan).toMatchObject({
		ok: false,
		error: {reason: expect.stringMatching(/^the spec has the template of .* already$/)},
	});
});
