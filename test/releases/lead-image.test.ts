import {describe, expect, test} from 'vitest';
import type {Json, RawObject} from '../../source/domain/cluster/kube-object.ts';
import {imageTag} from '../../source/domain/release/revision.ts';
import {parseTemplate} from '../../source/kinds/pod-template.ts';
import {templateTag} from '../../source/releases/common/revision-of.ts';
import {withValue} from './changed.ts';
import {sceneFrom} from './operator.ts';
import {readSituation} from './situation.ts';

type Container = Readonly<Record<string, Json>>;

function tagOf(
	containers: readonly Container[],
	metadata: RawObject = {},
	before?: readonly Container[],
): string | null {
	const template = parseTemplate({metadata, spec: {containers}});
	const against = before ? parseTemplate({metadata, spec: {containers: before}}) : null;
	return template && templateTag(template, against);
}

const app = {name: 'main', image: 'registry.example/shop/checkout:2.9.0'};
const proxy = {name: 'istio-proxy', image: 'docker.io/istio/proxyv2:1.22.1', ports: [{containerPort: 15090}]};

describe('the image that names the version', () => {
	test('is not that of a helper that is listed first', () => {
		const helpers: readonly Container[] = [
			proxy,
			{name: 'linkerd-proxy', image: 'cr.l5d.io/linkerd/proxy:stable-2.14.1'},
			{name: 'vault-agent', image: 'hashicorp/vault:1.15'},
			{name: 'otel-collector', image: 'otel/opentelemetry-collector:0.98.0'},
			{name: 'metrics', image: 'prom/statsd-exporter:v0.26'},
		];
		for (const helper of helpers) expect(tagOf([helper, app])).toBe('2.9.0');
		expect(tagOf([...helpers, app])).toBe('2.9.0');
		// A helper that runs alone names the version.
		expect(tagOf([proxy])).toBe('1.22.1');
	});

	test('is the image that changed, even if only the helper did', () => {
		const newer = {...proxy, image: 'docker.io/istio/proxyv2:1.23.0'};
		expect(tagOf([newer, app], {}, [proxy, app])).toBe('1.23.0');
		expect(tagOf([newer, {...app, image: 'registry.example/shop/checkout:3.0.0'}], {}, [proxy, app])).toBe('3.0.0');
	});

	test('is that of the container that the template or its labels name', () => {
		const others = [
			{name: 'cache', image: 'registry.example/cache:7.2', ports: [{containerPort: 1}, {containerPort: 2}]},
			app,
		];
		expect(tagOf(others, {labels: {app: 'checkout'}})).toBe('2.9.0');
		expect(tagOf(others, {labels: {'app.kubernetes.io/name': 'main'}})).toBe('2.9.0');
		expect(tagOf(others, {annotations: {'kubectl.kubernetes.io/default-container': 'main'}})).toBe('2.9.0');
	});

	test('is that of the container with the most ports where nothing is named', () => {
		const worker = {name: 'worker', image: 'registry.example/worker:0.4'};
		expect(tagOf([worker, {...app, ports: [{containerPort: 8080}]}])).toBe('2.9.0');
	});

	test('is every image where nothing tells which one', () => {
		expect(
			tagOf([
				{name: 'one', image: 'registry.example/one:1.0'},
				{name: 'two', image: 'registry.example/two:2.0'},
			]),
		).toBe('1.0 + 2.0');
		expect(
			tagOf([
				{name: 'one', image: 'registry.example/one:1.0'},
				{name: 'two', image: 'registry.example/two:1.0'},
			]),
		).toBe('1.0');
	});

	test('is never that of an init container', () => {
		const {objects, nowMs} = readSituation('deployment/04-second-revision');
		const scene = sceneFrom(
			objects.map(object =>
				object.kind === 'Deployment' || object.kind === 'ReplicaSet'
					? withValue(
							object,
							['spec', 'template', 'spec', 'initContainers'],
							[{name: 'a', image: 'registry.example/a:0.0.1'}],
						)
					: object,
			),
			nowMs,
		);
		expect(scene.release.revisions.map(({tag}) => tag)).toEqual(['7.1.0', '7.0.0']);
	});

	test('is that of the program on a Deployment whose mesh proxy stands first', () => {
		const {objects, nowMs} = readSituation('deployment/04-second-revision');
		const scene = sceneFrom(
			objects.map(object => {
				if (object.kind !== 'Deployment' && object.kind !== 'ReplicaSet') return object;
				const template = (object.spec as RawObject).template as RawObject;
				const containers = (template.spec as RawObject).containers as readonly Json[];
				return withValue(object, ['spec', 'template', 'spec', 'containers'], [proxy, ...containers]);
			}),
			nowMs,
		);
		expect(scene.release.revisions.map(({tag}) => tag)).toEqual(['7.1.0', '7.0.0']);
		expect(scene.release.facts.find(({label}) => label === 'spec')?.value).toBe('7.1.0, seen');
	});
});

test('imageTag gives the tag of an image, or its digest where only the digest tells', () => {
	const digest = `@sha256:abcdef0${'1'.repeat(57)}`;
	expect(imageTag('registry.example:5000/app')).toBe('latest');
	expect(imageTag('registry.example:5000/app:1.0')).toBe('1.0');
	expect(imageTag(`registry.example:5000/app${digest}`)).toBe('abcdef0');
	expect(imageTag(`registry.example:5000/app:1.0${digest}`)).toBe('1.0');
	expect(imageTag('app@sha512:abcdef01')).toBe('abcdef0');
	// The same tag for another image: only the digest tells.
	expect(imageTag(`app:main${digest}`, `app:main@sha256:${'2'.repeat(64)}`)).toBe('main@abcdef0');
	expect(imageTag(`app:main${digest}`, `app:main${digest}`)).toBe('main');
	expect(imageTag('app:2.0', 'app:1.0')).toBe('2.0');
});
