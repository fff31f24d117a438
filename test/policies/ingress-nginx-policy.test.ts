import {expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import {ingressNginxPolicy} from '../../source/policies/ingress-nginx-policy.ts';
import {ingress} from '../releases/ingress-scene.ts';
import {readSituation} from '../releases/situation.ts';
import {said} from './policy-scene.ts';

const production = {namespace: 'default', name: 'production'};
const canary = {namespace: 'default', name: 'canary'};

/** The canary of ingress-nginx's own example, and its main Ingress with these annotations. */
function annotated(annotations: Readonly<Record<string, string>>): readonly RawObject[] {
	const {objects} = readSituation('routes/ingress-nginx');
	const isMain = (object: RawObject) =>
		object.kind === 'Ingress' && (object.metadata as RawObject).name === 'production';
	return [...objects.filter(object => !isMain(object)), ingress('production', annotations)];
}

const speaks = (annotations: Readonly<Record<string, string>>, services = [production]) =>
	said(ingressNginxPolicy, annotated(annotations), {services});

test('an Ingress without annotations says nothing', () => {
	expect(speaks({})).toEqual([]);
});

// The values are those of docs/user-guide/nginx-configuration/annotations.md.
test.each<readonly [Readonly<Record<string, string>>, string]>([
	[{'proxy-read-timeout': '120', 'proxy-connect-timeout': '5'}, 'route: 5s to connect, 120s to read'],
	[{'proxy-next-upstream': 'off', 'proxy-next-upstream-tries': '3'}, 'route: no retries'],
	[
		{'proxy-next-upstream': 'error timeout http_502', 'proxy-next-upstream-tries': '2'},
		'route: retries on error timeout http_502, at most 2 tries',
	],
	[
		{'permanent-redirect': 'https://www.google.com', 'proxy-read-timeout': '120'},
		'route: every request is redirected to www.google.com',
	],
	[{'limit-rps': '10'}, 'limit: 10 requests/s of a client, 5 times that in a burst'],
	[
		{'limit-rpm': '60', 'limit-burst-multiplier': '2', 'proxy-body-size': '8m'},
		'limit: 60 requests/min of a client, 2 times that in a burst, bodies up to 8m',
	],
	[{'whitelist-source-range': '10.0.0.0/24,172.10.0.1'}, 'access: only from 10.0.0.0/24,172.10.0.1'],
	[
		{'denylist-source-range': '10.0.0.0/24', 'auth-type': 'basic'},
		'access: not from 10.0.0.0/24, basic authentication',
	],
	[{'auth-url': 'https://user:hush@auth.example.com/check?key=hush'}, 'access: asks auth.example.com first'],
	[{'mirror-target': 'https://test.env.com$request_uri'}, 'mirror: a copy of each request to test.env.com'],
	[{affinity: 'cookie'}, 'balancer: a client stays with a pod, by cookie'],
	[{'load-balance': 'ewma', 'upstream-hash-by': '$request_uri'}, 'balancer: by hash of $request_uri, ewma'],
])('%j says %s', (annotations, text) => {
	expect(speaks(annotations)).toEqual([`${text} (Ingress production)`]);
});

test('a canary Ingress treats requests as its main one does, and its own annotations do not count', () => {
	expect(speaks({'limit-rps': '10'}, [canary])).toHaveLength(1);
	const own = annotated({}).map(object =>
		(object.metadata as RawObject).name === 'canary' && object.kind === 'Ingress'
			? ingress('canary', {canary: 'true', 'canary-weight': '50', 'limit-rps': '10'})
			: object,
	);
	expect(said(ingressNginxPolicy, own, {services: [canary, production]})).toEqual([]);
});

test('an Ingress that leads to another Service, or of another namespace, says nothing', () => {
	expect(speaks({'limit-rps': '10'}, [{namespace: 'default', name: 'other'}])).toEqual([]);
	expect(speaks({'limit-rps': '10'}, [{namespace: 'shop', name: 'production'}])).toEqual([]);
});
