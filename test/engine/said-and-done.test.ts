import {readdirSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import type {Json, RawObject} from '../../source/domain/kube-object.ts';
import type {Release} from '../../source/domain/release.ts';
import {rawAt} from '../../source/releases/common/raw.ts';
import {readSituation} from '../releases/situation.ts';
import {seen} from './support/seen-cluster.ts';

/*
 * What releases say of their traffic, held against the raw objects: every entry of every route, every selector of a
 * Service and every ReplicaSet. The figures here are counted anew, by nothing that the product reads them with.
 */

const folder = new URL('../fixtures/cluster/', import.meta.url);
const names = readdirSync(folder).flatMap(kind =>
	readdirSync(new URL(`${kind}/`, folder)).map(file => `${kind}/${file.replace('.json', '')}`),
);

type Objects = readonly RawObject[];

let denied = 0;

describe.each(names)('%s', name => {
	const {objects, nowMs} = readSituation(name);
	const variations: readonly (readonly [string, Objects])[] = [
		['as it was recorded', objects],
		...[0, 20, 100].map(
			percent => [`every route sends ${percent}% to its last destination`, weighted(objects, percent)] as const,
		),
		['a second entry of the route sends half', objects.map(withSecondEntry)],
		['the pods of every ReplicaSet are ready', objects.map(withReadyPods)],
	];

	test.each(variations)('%s: no share, no way back and no end is told that the objects deny', (_what, changed) => {
		for (const release of seen(changed, nowMs).releases.values()) {
			const carried = greatestShare(release, changed);
			if (carried === null || carried === 0) continue;
			denied += 1;
			expect([release.key, release.split.configuredPercent]).not.toEqual([release.key, 0]);
			expect([release.key, release.back.text]).not.toEqual([release.key, expect.stringMatching(/already back/)]);
		}
	});

	test.each(variations)('%s: a plan leads toward stable only where stable is known', (_what, changed) => {
		const {releases, plans} = seen(changed, nowMs);
		for (const [request, plan] of plans) {
			const release = releases.get(plan.release);
			const isKnown = release?.stable !== null || release.back.to !== null;
			expect([request, plan.direction === 'towardStable' && !isKnown]).toEqual([request, false]);
			expect([request, plan.facts.length > 0]).toEqual([request, true]);
		}
	});
});

test('that was asked of enough releases that carry traffic', () => {
	expect(denied).toBeGreaterThan(50);
});

/** The largest share, in percent, that any entry sends to pods that are not stable's; null where no route is its own. */
function greatestShare({ref, namespace, name, canary}: Release, objects: Objects): number | null {
	const own = objects.find(one => isOf(one, namespace, name) && ref.kindId.startsWith(`${one.kind}`.toLowerCase()));
	if (!own) return null;
	if (own.kind === 'Rollout') return rolloutShare(own, objects);
	if (own.kind === 'Canary') {
		const apex = textAt(own, 'spec', 'service', 'name') ?? textAt(own, 'spec', 'targetRef', 'name') ?? name;
		return largest(
			objects.filter(one => isOf(one, namespace, apex)),
			`${apex}-canary`,
		);
	}
	const destination = canary?.split('@')[1];
	return destination === undefined ? null : largest([own], destination);
}

function rolloutShare(rollout: RawObject, objects: Objects): number | null {
	const stable = textAt(rollout, 'status', 'stableRS');
	const namespace = textAt(rollout, 'metadata', 'namespace') ?? '';
	const hashOf = (service: Json | undefined) => {
		const found = objects.find(one => one.kind === 'Service' && isOf(one, namespace, String(service)));
		return textAt(found, 'spec', 'selector', 'rollouts-pod-template-hash');
	};
	const active = rawAt(rollout, 'spec', 'strategy', 'blueGreen', 'activeService');
	if (active !== undefined) return hashOf(active) === stable ? 0 : 100;
	const service = rawAt(rollout, 'spec', 'strategy', 'canary', 'canaryService');
	if (service === undefined) {
		const sets = objects.filter(({kind}) => kind === 'ReplicaSet');
		const ready = (some: Objects) =>
			some.reduce((sum, one) => sum + Number(rawAt(one, 'status', 'readyReplicas') ?? 0), 0);
		const others = sets.filter(one => textAt(one, 'metadata', 'labels', 'rollouts-pod-template-hash') !== stable);
		return ready(sets) === 0 ? null : (100 * ready(others)) / ready(sets);
	}
	return hashOf(service) === stable ? 0 : largest(objects, String(service));
}

function largest(routes: Objects, destination: string): number | null {
	const shares = routes.flatMap(entriesOf).flatMap(list => {
		const its = list.filter(one => namesOf(one).includes(destination));
		const weight = (some: readonly Json[]) => some.reduce<number>((sum, one) => sum + weightOf(one, list), 0);
		return its.length === 0 || weight(list) === 0 ? [] : [(100 * weight(its)) / weight(list)];
	});
	return shares.length === 0 ? null : Math.max(...shares);
}

/** The lists of destinations of a route, whatever its kind. */
function entriesOf(route: RawObject): readonly (readonly Json[])[] {
	const lists = [
		...['http', 'tls', 'tcp'].flatMap(protocol => listAt(route, 'spec', protocol).map(entry => listAt(entry, 'route'))),
		...listAt(route, 'spec', 'rules').map(rule => listAt(rule, 'backendRefs')),
		listAt(route, 'spec', 'backends'),
	];
	return lists.filter(list => list.length > 0);
}

function weightOf(destination: Json, list: readonly Json[]): number {
	const written = rawAt(destination, 'weight');
	if (written !== undefined) return Number(written);
	// The Gateway API reads 1 where none is written; of Istio a single destination takes all.
	return rawAt(destination, 'name') !== undefined || list.length === 1 ? 1 : 0;
}

function namesOf(destination: Json): readonly string[] {
	const host =
		textAt(destination, 'destination', 'host') ?? textAt(destination, 'service') ?? textAt(destination, 'name');
	return [host?.split('.')[0] ?? '', textAt(destination, 'destination', 'subset') ?? ''];
}

/** Every destination list of two, with this share for the second. */
function weighted(objects: Objects, percent: number): Objects {
	return objects.map(object => changedEntries(object, list => withWeights(list, percent)));
}

function withWeights(list: readonly Json[], percent: number): readonly Json[] {
	if (list.length !== 2) return list;
	return list.map((one, at) => ({...(one as RawObject), weight: at === 1 ? percent : 100 - percent}));
}

function changedEntries(object: RawObject, change: (list: readonly Json[]) => readonly Json[]): RawObject {
	const spec = object.spec as Record<string, Json> | undefined;
	if (object.kind === 'VirtualService' && spec) {
		const http = listAt(object, 'spec', 'http').map(entry => ({
			...(entry as RawObject),
			route: change(listAt(entry, 'route')),
		}));
		return {...object, spec: {...spec, http}};
	}
	if ((object.kind === 'HTTPRoute' || object.kind === 'GRPCRoute') && spec) {
		const rules = listAt(object, 'spec', 'rules').map(rule => ({
			...(rule as RawObject),
			backendRefs: change(listAt(rule, 'backendRefs')),
		}));
		return {...object, spec: {...spec, rules}};
	}
	if (object.kind === 'TrafficSplit' && spec)
		return {...object, spec: {...spec, backends: change(listAt(object, 'spec', 'backends'))}};
	return object;
}

/** What somebody left behind: the same destinations for other requests, half and half. */
function withSecondEntry(object: RawObject): RawObject {
	const list = object.kind === 'VirtualService' ? 'http' : object.kind === 'HTTPRoute' ? 'rules' : null;
	if (list === null) return object;
	const entries = listAt(object, 'spec', list);
	const [half] = listAt(
		changedEntries(object, one => withWeights(one, 50)),
		'spec',
		list,
	);
	if (half === undefined) return object;
	return {
		...object,
		spec: {...(object.spec as RawObject), [list]: [...entries, {...(half as RawObject), name: 'left-behind'}]},
	};
}

function withReadyPods(object: RawObject): RawObject {
	if (object.kind !== 'ReplicaSet') return object;
	const counts = {replicas: 2, readyReplicas: 2, availableReplicas: 2};
	return {
		...object,
		spec: {...(object.spec as RawObject), replicas: 2},
		status: {...(object.status as RawObject), ...counts},
	};
}

function listAt(object: Json, ...path: readonly (string | number)[]): readonly Json[] {
	const found = rawAt(object, ...path);
	return Array.isArray(found) ? found : [];
}

function textAt(object: Json | undefined, ...path: readonly (string | number)[]): string | undefined {
	const found = rawAt(object, ...path);
	return typeof found === 'string' ? found : undefined;
}

function isOf(object: RawObject, namespace: string, name: string): boolean {
	return textAt(object, 'metadata', 'namespace') === namespace && textAt(object, 'metadata', 'name') === name;
}
