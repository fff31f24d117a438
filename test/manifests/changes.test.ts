import {describe, expect, test} from 'vitest';
import type {JsonObject} from '../../source/domain/cluster/kube-object.ts';
import {changesOf} from '../../source/manifests/changes.ts';
import {changesInShort, changesInWords} from '../../source/manifests/changes-in-words.ts';
import {pairOf, templatesOf} from './templates.ts';

const words = ([from, to]: readonly [JsonObject, JsonObject]) => changesInWords(changesOf(from, to), true);

const recorded: readonly (readonly [situation: string, from: string, to: string, words: readonly string[]])[] = [
	['argo-canary/12-paused-third-revision', 'checkout-58c56f75fc', 'checkout-866cfb757', ['image 2.8.1 → 2.9.0']],
	[
		'argo-canary/12-paused-third-revision',
		'checkout-866cfb757',
		'checkout-64b96688b7',
		[
			'image 2.9.0 → 2.9.1-broken',
			'cpu limit 500m → none',
			'memory limit 256Mi → none',
			'env removed FEATURE_FAST_PATH, DB_PASSWORD',
			'annotation added lab/bad',
		],
	],
	['deployment/02-rolling', 'currency-55cb684c', 'currency-6c4b97b478', ['image 7.0.0 → 7.1.0']],
	['statefulset/02-canary-on-ordinal-2', 'ledger-ff98c8d6f', 'ledger-86467575dd', ['image 3.0.0 → 3.1.0']],
	['daemonset/02-second-revision', 'agent-67f9bcfd8', 'agent-67df4b4cdf', ['image 1.0.0 → 1.1.0']],
	['flagger/02-progressing', 'cart-primary-65fd6b67d6', 'cart-5b668bdf76', ['label app cart-primary → cart']],
];

test.each(recorded)('%s: from %s to %s', (situation, from, to, expected) => {
	expect(words(templatesOf(situation, from, to))).toEqual(expected);
});

const probe = {httpGet: {path: '/healthz', port: 8080}, periodSeconds: 10};

const built: readonly (readonly [name: string, from: JsonObject, to: JsonObject, words: readonly string[]])[] = [
	['a limit', {resources: {limits: {cpu: '500m'}}}, {resources: {limits: {cpu: '250m'}}}, ['cpu limit 500m → 250m']],
	['a request that is new', {}, {resources: {requests: {memory: '1Gi'}}}, ['memory request none → 1Gi']],
	[
		'env',
		{
			env: [
				{name: 'A', value: '1'},
				{name: 'B', value: '2'},
			],
		},
		{
			env: [
				{name: 'B', value: '3'},
				{name: 'C', value: '4'},
			],
		},
		['env removed A', 'env changed B (values masked)', 'env added C'],
	],
	[
		'a probe field',
		{readinessProbe: probe},
		{readinessProbe: {...probe, periodSeconds: 5}},
		['readiness probe periodSeconds 10 → 5'],
	],
	['a probe that is gone', {livenessProbe: probe}, {}, ['liveness probe removed']],
	['arguments', {args: ['--fast']}, {args: ['--slow']}, ['args changed']],
	['a mount', {}, {volumeMounts: [{name: 'tls', mountPath: '/tls'}]}, ['mount added /tls']],
	['another repository', {image: 'a/x:1'}, {image: 'b/x:1'}, ['image a/x:1 → b/x:1']],
	[
		'another digest under one tag',
		{image: 'x:1@sha256:aaaaaaaaaa'},
		{image: 'x:1@sha256:bbbbbbbbbb'},
		['image 1@aaaaaaa → 1@bbbbbbb'],
	],
	['any other field', {imagePullPolicy: 'Always'}, {imagePullPolicy: 'Never'}, ['imagePullPolicy Always → Never']],
];

test.each(built)('tells %s', (_name, from, to, expected) => {
	expect(words(pairOf(from, to))).toEqual(expected);
});

describe('in short', () => {
	test('one line keeps what matters and counts the rest', () => {
		const [from, to] = pairOf(
			{image: 'x:1', resources: {limits: {cpu: '500m'}}},
			{
				image: 'x:2',
				resources: {limits: {cpu: '250m'}},
				env: [
					{name: 'FEATURE_FAST_PATH', value: 'on'},
					{name: 'T', value: '1'},
				],
			},
		);
		expect(changesInShort(changesOf(from, to))).toBe('image · cpu limit 500m → 250m · env FEATURE_FAST_PATH, 1 more');
	});
});

test('a container that is named where there are several', () => {
	const [from, to] = pairOf({image: 'x:1'}, {image: 'x:2'});
	expect(changesInWords(changesOf(from, to), false)).toEqual(['checkout: image 1 → 2']);
});
