import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {JsonObject} from '../../source/domain/cluster/kube-object.ts';
import {maskTogether} from '../../source/manifests/mask.ts';
import {readSituation} from '../releases/situation.ts';

describe('an object', () => {
	const masked = (object: JsonObject) => maskTogether([object])[0];

	test('of every recorded cluster shows no value of an environment variable', () => {
		for (const name of ['argo-canary/12-paused-third-revision', 'argo-canary/04-timed-pause-20-percent']) {
			const {objects} = readSituation(name);
			expect(JSON.stringify(objects)).toContain('hunter2');
			expect(JSON.stringify(maskTogether(objects))).not.toContain('hunter2');
		}
	});

	test('is shown without what only the API server needs and without copies of itself', () => {
		const annotations = {
			'kubectl.kubernetes.io/last-applied-configuration': '{"env":[{"name":"A","value":"hunter2"}]}',
			'example.test/copy': '{"a":"hunter2"}',
			'kubernetes.io/change-cause': 'release 2.9.0',
		};
		expect(masked({kind: 'Deployment', metadata: {name: 'x', managedFields: [{}], annotations}})).toEqual({
			kind: 'Deployment',
			metadata: {name: 'x', annotations: {'example.test/copy': '•••', 'kubernetes.io/change-cause': 'release 2.9.0'}},
		});
	});

	test('of kind Secret or ConfigMap shows its names alone', () => {
		expect(masked({kind: 'Secret', data: {password: 'aHVudGVyMg=='}, stringData: {a: 'b'}, type: 'Opaque'})).toEqual({
			kind: 'Secret',
			data: {password: '•••'},
			stringData: {a: '•••'},
			type: 'Opaque',
		});
		expect(masked({kind: 'ConfigMap', data: {'app.yaml': 'x: 1'}})).toEqual({
			kind: 'ConfigMap',
			data: {'app.yaml': '•••'},
		});
	});

	test('names the Secret that a variable comes from, and what a value refers to', () => {
		const env = [
			{name: 'A', valueFrom: {secretKeyRef: {name: 'db', key: 'password'}}},
			{name: 'URL', value: 'http://$(HOST)/x'},
		];
		expect(masked({spec: {containers: [{name: 'x', env}]}})).toEqual({
			spec: {containers: [{name: 'x', env: [env[0], {name: 'URL', value: '••• $(HOST)'}]}]},
		});
	});

	test.each(['A', 'my/key', 'a b', ''])('masks a variable of the name "%s"', name => {
		const env = (value: string) => ({spec: {containers: [{name: 'x', env: [{name, value}]}]}});
		expect(masked(env('s3cret'))).toEqual(env('•••'));
	});

	test('masks variables without a name, in other forms than a pod has them', () => {
		expect(masked({spec: {env: {A: 's3cret'}, runs: [{env: ['B=s3cret', {value: 's3cret'}]}]}})).toEqual({
			spec: {env: {A: '•••'}, runs: [{env: ['•••', {value: '•••'}]}]},
		});
	});

	test('masks the argument after a secret flag, and a header or an argument of that name', () => {
		const spec = {
			args: ['--token', 'abc', '--fast'],
			headers: [{key: 'Authorization', value: 'Basic abc'}],
			set: {password: 'abc', secretName: 'tls'},
		};
		expect(masked({spec})).toEqual({
			spec: {
				args: ['--token', '•••', '--fast'],
				headers: [{key: 'Authorization', value: '•••'}],
				set: {password: '•••', secretName: 'tls'},
			},
		});
	});
});

test('masked together, the same value stays the same and another stays another', () => {
	const holder = (value: string) => ({spec: {containers: [{name: 'x', env: [{name: 'A', value}]}]}});
	const [one, same, other] = maskTogether([holder('on'), holder('on'), holder('off')]);
	expect(same).toEqual(one);
	expect(other).not.toEqual(one);
});

test('no value of a variable, a Secret or a secret argument is left anywhere', () => {
	const secret = fc.stringMatching(/^[a-zA-Z0-9]{4,20}$/).map(text => `s3cr${text}`);
	fc.assert(
		fc.property(secret, fc.stringMatching(/^[A-Z_]{1,12}$/), (value, name) => {
			const objects = [
				{
					kind: 'Pod',
					spec: {initContainers: [{name: 'i', env: [{name, value}]}], containers: [{name, env: [{name, value}]}]},
				},
				{kind: 'Pod', spec: {containers: [{name: 'x', args: [`--password=${value}`, '--secret', value]}]}},
				{kind: 'Secret', data: {[name]: value}},
				{
					kind: 'ControllerRevision',
					data: {spec: {template: {spec: {containers: [{name: 'x', env: [{name, value}]}]}}}},
				},
				{kind: 'X', metadata: {annotations: {'a/last-applied-configuration': value, 'b/json': `{"a":"${value}"}`}}},
				{kind: 'X', spec: {url: `https://user:${value}@host/x`, password: value, deep: [{apiToken: value}]}},
			];
			expect(JSON.stringify(maskTogether(objects))).not.toContain(value);
		}),
	);
});
