import {describe, expect, test} from 'vitest';
import type {Json, RawObject} from '../../source/domain/cluster/kube-object.ts';
import {readObject} from '../../source/domain/cluster/read-object.ts';
import {ROLLOUTS} from '../../source/kinds/argo-rollouts/rollout.ts';
import {DEPLOYMENTS} from '../../source/kinds/deployment.ts';
import {SERVICES} from '../../source/kinds/service.ts';
import {VIRTUAL_SERVICES} from '../../source/kinds/virtual-service.ts';
import {patched} from '../releases/operator.ts';
import {rawOf, readSituation} from '../releases/situation.ts';

const {objects} = readSituation('argo-canary/02-paused-at-step-1');
const rollout = rawOf(objects, 'Rollout');

function withValue(path: string, value: Json): RawObject {
	const after = patched(rollout, [{op: 'add', path, value}]);
	if (after === null) throw new Error(`${path} is not there`);
	return after;
}

function fieldInTheWay(raw: unknown): string | null {
	const read = readObject(ROLLOUTS, raw);
	return read.ok ? null : read.error.field;
}

describe('perch reads an object despite', () => {
	const container = '/spec/template/spec/containers/0';
	test.each([
		['a quantity that is null', `${container}/resources`, {limits: {cpu: null, memory: '256Mi'}}],
		['a quantity that is a number', `${container}/resources`, {limits: {cpu: 1}}],
		['resources that are a text', `${container}/resources`, 'large'],
		['a variable without a name', `${container}/env`, [{value: 'x'}, null, 7]],
		['a container without a name', `${container}/name`, null],
		['a label that is null', '/spec/template/metadata/labels', {app: 'checkout', version: null}],
		['no owners, written as null', '/metadata/ownerReferences', null],
		['somebody else’s annotation that is a number', '/metadata/annotations', {'example.org/count': 7}],
		['managed fields of another shape', '/metadata/managedFields', [null, 'x', {time: 5}]],
		['a message that is an object', '/status/message', {}],
		['a deadline as text', '/spec/progressDeadlineSeconds', '600'],
		[
			'settings of a plugin that perch does not know',
			'/spec/strategy/canary/trafficRouting/plugins',
			{'a/b': 42, 'c/d': [null]},
		],
	])('%s', (_what, path, value) => {
		expect(fieldInTheWay(withValue(path, value as Json))).toBeNull();
	});
});

describe('perch refuses an object, naming the field, because of', () => {
	const canary = '/spec/strategy/canary';
	test.each([
		['replicas as text', '/spec/replicas', '3', 'spec.replicas'],
		['replicas without an end', '/spec/replicas', Number.POSITIVE_INFINITY, 'spec.replicas'],
		['half a replica', '/spec/replicas', 2.5, 'spec.replicas'],
		['a step that is nothing', `${canary}/steps/0`, null, 'spec.strategy.canary.steps[0]'],
		['a weight as text', `${canary}/steps/0`, {setWeight: '20'}, 'spec.strategy.canary.steps[0].setWeight'],
		[
			'a pause of a duration that is none',
			`${canary}/steps/1`,
			{pause: {duration: 'soon'}},
			'spec.strategy.canary.steps[1].pause.duration',
		],
		['a pause that is a list', `${canary}/steps/1`, {pause: []}, 'spec.strategy.canary.steps[1].pause'],
		[
			'a label that is a number',
			'/spec/template/metadata/labels',
			{version: 1.19},
			'spec.template.metadata.labels.version',
		],
		['a status that is a list', '/status', [], 'status'],
		[
			'a plugin’s settings of another shape',
			`${canary}/trafficRouting/plugins`,
			{'argoproj-labs/gatewayAPI': 'checkout'},
			'spec.strategy.canary.trafficRouting.plugins.argoproj-labs/gatewayAPI',
		],
		[
			'an owner without a uid',
			'/metadata/ownerReferences',
			[{kind: 'App', name: 'x'}],
			'metadata.ownerReferences[0].uid',
		],
	])('%s', (_what, path, value, field) => {
		expect(fieldInTheWay(withValue(path, value as Json))).toBe(field);
	});

	test('a key with hostile text, which it escapes and shortens', () => {
		const hostile = {metadata: {name: 'a', namespace: 'b'}, spec: {selector: {['\u001b[2J'.repeat(100)]: 7}}};
		const read = readObject(SERVICES, hostile);
		expect(read.ok ? '' : read.error.field).toMatch(/^spec\.selector\.(\^\[\[2J)+/);
		expect(read.ok ? 0 : read.error.field.length).toBeLessThan(512);
	});
});

describe('an object that cannot be read', () => {
	test.each([null, 7, 'text', [], {}, {metadata: null}, {metadata: {name: {}, ownerReferences: [null, 5]}}])(
		'%j still has its kind, and reading it does not throw',
		raw => {
			const read = readObject(DEPLOYMENTS, raw);
			expect(read.ok ? null : [read.error.kind, read.error.name, read.error.uid]).toEqual(['Deployment', '', '']);
		},
	);

	test('keeps its name, its owners and every text that may name another object', () => {
		const raw = {
			metadata: {name: 'gate', namespace: 'infra', uid: 'u', ownerReferences: [{uid: 'o'}]},
			spec: {hosts: ['checkout.shop'], http: 'everything'},
		};
		const read = readObject(VIRTUAL_SERVICES, raw);
		expect(read.ok ? null : read.error).toMatchObject({
			kindId: 'virtualservices.networking.istio.io',
			namespace: 'infra',
			name: 'gate',
			uid: 'u',
			field: 'metadata.ownerReferences[0].kind',
			ownerUids: ['o'],
		});
		expect(read.ok ? [] : read.error.texts).toContain('checkout.shop');
	});
});
