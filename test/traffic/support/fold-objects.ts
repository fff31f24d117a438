import * as v from 'valibot';
import {type ReleaseKey, releaseKey, revisionKey} from '../../../source/domain/cluster/keys.ts';
import type {Release} from '../../../source/domain/release/release.ts';
import type {Revision} from '../../../source/domain/release/revision.ts';
import type {Bucket, LatencySample, TrafficSample, Viewpoint} from '../../../source/domain/signals/signals.ts';
import {ident, type SafeText, safe} from '../../../source/domain/text/safe-text.ts';
import {SERVICES, type ServiceObject} from '../../../source/kinds/service.ts';
import {prod} from '../../support/prod.ts';

export const stable = revisionKey('uid', '58c56f75fc');
export const canary = revisionKey('uid', '866cfb757');
export const checkout = releaseKey(prod, 'rollouts.argoproj.io', 'shop', 'checkout');
const cart = releaseKey(prod, 'deployments.apps', 'shop', 'cart');

export function traffic(
	name: string,
	workload: string | null,
	requestsPerSecond: number,
	errorsPerSecond: number,
	other: {namespace?: string; version?: string | null; viewpoint?: Viewpoint} = {},
): TrafficSample {
	const {namespace = 'shop', version = null, viewpoint = 'source'} = other;
	return {
		identity: {
			namespace: ident(namespace),
			service: ident(name),
			workload: workload === null ? null : ident(workload),
			version: version === null ? null : ident(version),
		},
		viewpoint,
		requestsPerSecond,
		errorsPerSecond,
	};
}

export function latency(
	name: string,
	viewpoint: Viewpoint,
	perSecond: readonly [number, number, number],
): LatencySample {
	const buckets: readonly Bucket[] = [
		{upperMs: 10, perSecond: perSecond[0]},
		{upperMs: 100, perSecond: perSecond[1]},
		{upperMs: Number.POSITIVE_INFINITY, perSecond: perSecond[2]},
	];
	return {
		identity: {namespace: ident('shop'), service: ident(name), workload: ident('checkout'), version: null},
		viewpoint,
		buckets,
	};
}

export function service(name: string, selector: Readonly<Record<string, string>>): ServiceObject {
	const spec = {selector, ports: [{name: 'http', port: 80}]};
	return v.parse(SERVICES.schema, {metadata: {name, namespace: 'shop', uid: `uid-${name}`}, spec});
}

export function rollout(): Release {
	return release(checkout, 'checkout', 'uid', canary, {
		apex: [{namespace: ident('shop'), name: ident('checkout')}],
		stable: [{namespace: ident('shop'), name: ident('checkout-stable')}],
		canary: [{namespace: ident('shop'), name: ident('checkout-canary')}],
		host: ident('checkout'),
	});
}

export function deployment(
	name: string,
	{canary: to = canary, uid = 'uid'}: {canary?: typeof canary | null; uid?: string},
): Release {
	return release(name === 'cart' ? cart : releaseKey(prod, 'deployments.apps', 'shop', name), name, uid, to, {
		apex: [],
		stable: [],
		canary: [],
		host: null,
	});
}

function release(
	key: ReleaseKey,
	name: string,
	uid: string,
	to: typeof canary | null,
	services: Release['services'],
): Release {
	const text: SafeText = ident(name);
	const [, kindId = ''] = /^release:([^/]+)/.exec(key) ?? [];
	return {
		key,
		ref: {kindId, namespace: 'shop', name},
		uid: ident(uid),
		backend: 'test',
		controller: safe`test`,
		namespace: safe`shop`,
		name: text,
		strategy: 'canary',
		phase: {kind: 'stable'},
		revisions: [
			revision(name, uid, '866cfb757', '2.9.0', 42, to ? 'canary' : 'previous'),
			revision(name, uid, '58c56f75fc', '2.8.1', 41, 'stable'),
		],
		stable: revisionKey(uid, '58c56f75fc'),
		canary: to,
		split: {desiredPercent: 'unknown', configuredPercent: 'unknown', configuredBy: 'none', changedAtMs: null},
		steps: [],
		stepIndex: 0,
		services,
		podLabels: {app: text},
		next: {kind: 'nothing', code: 'nothing-under-way', text: safe`nothing`},
		back: {text: safe`back`, to: null, means: null, code: null, stableReady: 1, stableDesired: 1, hpaMaximum: null},
		why: null,
		analyses: [],
		pods: [],
		timeline: [],
		changed: [],
		contradictions: [],
		facts: [],
		detail: null,
	};
}

function revision(
	name: string,
	uid: string,
	hash: string,
	tag: string,
	number: number,
	role: Revision['role'],
): Revision {
	return {
		key: revisionKey(uid, hash),
		hash: ident(hash),
		number,
		tag: ident(tag),
		images: [],
		role,
		pods: {desired: 1, ready: 1, restarts: 0},
		holder: ident(`${name}-${hash}`),
		wasPromoted: 'unknown',
		createdAtMs: null,
	};
}
