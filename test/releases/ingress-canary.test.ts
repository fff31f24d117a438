import {expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import type {JsonPatchOperation} from '../../source/domain/release/plan.ts';
import type {ReleaseBackend} from '../../source/releases/contract.ts';
import {ingressCanary} from '../../source/releases/routes/kinds/ingress-canary.ts';
import {ingress, noted, rollout} from './ingress-scene.ts';
import {carriedOut, mustPlan, patched, patchSteps, planOf, verbsOf} from './operator.ts';
import {routeScene, routeSceneFrom, said} from './route-scene.ts';
import {rawOf, readSituation, snapshotOf} from './situation.ts';

const backend = ingressCanary as unknown as ReleaseBackend;
const scene = (changes: readonly JsonPatchOperation[] = [], beside: readonly RawObject[] = []) =>
	routeScene(backend, 'ingress-nginx', changes, beside);
const faults = (changes: readonly JsonPatchOperation[], beside: readonly RawObject[] = []) =>
	scene(changes, beside).release.contradictions.map(({text}) => text);

test('the main Ingress leads to stable, and the canary Ingress to the canary, whatever both are called', () => {
	const {release} = scene();
	expect(release).toMatchObject({
		controller: 'nginx',
		phase: {kind: 'split'},
		stable: `${release.uid}@production`,
		canary: `${release.uid}@canary`,
		split: {configuredPercent: 50},
		services: {
			apex: [],
			stable: [{namespace: 'default', name: 'production'}],
			canary: [{namespace: 'default', name: 'canary'}],
			host: 'production',
		},
		next: {text: 'nothing by itself: production 50%, canary 50%'},
		back: {text: 'all to production, by weights of canary'},
		contradictions: [],
	});
	expect(release.revisions.map(({role, pods}) => [role, pods.ready])).toEqual([
		['stable', 1],
		['canary', 1],
	]);
});

test('a weight is written as text, after a test of what decides which requests it holds for', () => {
	expect(said(scene(), 'setWeight', '25')).toBe('SET canary TO 25%, towardStable, by the weights of canary');
	const [step] = patchSteps(mustPlan(scene(), 'setWeight', ['25']));
	expect(step?.ref).toEqual({kindId: 'ingresses.networking.k8s.io', namespace: 'default', name: 'canary'});
	expect(step?.patch).toEqual([
		{op: 'test', path: '/metadata/uid', value: expect.any(String)},
		{op: 'test', path: noted('canary'), value: 'true'},
		{op: 'test', path: '/spec', value: expect.objectContaining({ingressClassName: 'nginx'})},
		{op: 'test', path: noted('canary-weight'), value: '50'},
		{op: 'add', path: noted('canary-weight'), value: '25'},
	]);
});

test('back writes the weight 0 and proves it, all writes the whole total', () => {
	expect(verbsOf(scene())).toMatchObject({
		back: 'BACK TO production (weights of canary)',
		promoteFull: 'ALL TO canary (weights of canary)',
	});
	const written = (verb: 'back' | 'promoteFull', changes: readonly JsonPatchOperation[]) =>
		patchSteps(mustPlan(scene(changes), verb))[0]?.after;
	const total: JsonPatchOperation = {op: 'add', path: noted('canary-weight-total'), value: '1000'};
	expect(written('back', [])).toEqual([{pointer: noted('canary-weight'), op: 'equals', value: '0'}]);
	expect(written('promoteFull', [total])).toEqual([{pointer: noted('canary-weight'), op: 'equals', value: '1000'}]);
});

test('an absent weight is none, and setting it fails where anybody wrote the Ingress meanwhile', () => {
	const absent = scene([{op: 'remove', path: noted('canary-weight')}]);
	expect(absent.release).toMatchObject({split: {configuredPercent: 0}, phase: {kind: 'stable'}});
	const [step] = patchSteps(mustPlan(absent, 'setWeight', ['5']));
	expect(step?.patch).toContainEqual({op: 'test', path: '/metadata/resourceVersion', value: '6201'});
	const before = rawOf(absent.objects, 'Ingress', 'canary');
	const raced = patched(before, [{op: 'add', path: '/metadata/resourceVersion', value: '6300'}]) as RawObject;
	expect(step && patched(raced, step.patch)).toBeNull();
	expect(step?.inverse && patched(patched(before, step.patch) as RawObject, step.inverse)).toEqual(before);
});

test.each([
	['a total above 100 counts', '1000', '250', 25],
	['a total below 100 counts as 100', '50', '25', 25],
	['a weight above the total is all', '100', '120', 100],
	['a negative weight is none', '100', '-5', 0],
	['a weight that is no number is none', '100', 'half', 0],
])('%s', (_, total, weight, percent) => {
	const {release} = scene([
		{op: 'add', path: noted('canary-weight-total'), value: total},
		{op: 'replace', path: noted('canary-weight'), value: weight},
	]);
	expect(release.split.configuredPercent).toBe(percent);
});

test('a percentage that no whole weight of the total is, is refused, as the total is not written', () => {
	const odd = scene([{op: 'add', path: noted('canary-weight-total'), value: '150'}]);
	expect(said(odd, 'setWeight', '25')).toBe('refused: no whole weight of 150 is 25%: choose another percentage');
	expect(said(odd, 'setWeight', '10')).toMatch(/^SET canary TO 10%/);
});

test.each([
	[{'canary-by-header': 'X-Canary'}, 'canary by header still sends header X-Canary = always to canary'],
	[
		{'canary-by-header': 'X-Canary', 'canary-by-header-value': 'yes', 'canary-by-header-pattern': '.*'},
		'canary by header still sends header X-Canary = yes to canary',
	],
	[
		{'canary-by-header': 'X-Canary', 'canary-by-header-pattern': 'y.*'},
		'canary by header still sends header X-Canary like y.* to canary',
	],
	[{'canary-by-cookie': 'beta'}, 'canary by cookie still sends cookie beta = always to canary'],
])('the requests that %j sends stay with the canary at the weight 0, and perch says so', (annotations, left) => {
	const byRule = scene(
		Object.entries(annotations).map(([name, value]) => ({op: 'add', path: noted(name), value}) as const),
	);
	expect(byRule.release.back.text).toBe(`all to production, by weights of canary; ${left}`);
	const plan = mustPlan(byRule, 'back');
	const now = carriedOut(byRule);
	expect(now.release.back).toMatchObject({
		means: null,
		text: `no weight leads to canary; ${left}: change that by hand`,
	});
	expect(backend.operations.back?.effect(plan, byRule.release, now.release)).toEqual({
		kind: 'notReverted',
		evidence: `the weights are 0, but ${left}`,
	});
	for (const name of Object.keys(annotations)) {
		expect(patchSteps(plan)[0]?.patch).toContainEqual(expect.objectContaining({op: 'test', path: noted(name)}));
	}
});

test('the weight of another write is seen, though no generation counts it', () => {
	const before = scene();
	const plan = mustPlan(before, 'setWeight', ['25']);
	const effect = (objects: readonly RawObject[]) =>
		backend.operations.setWeight?.effect(plan, before.release, routeSceneFrom(backend, objects, before.nowMs).release);
	const written = (value: string, resourceVersion: string) =>
		scene([
			{op: 'replace', path: noted('canary-weight'), value},
			{op: 'replace', path: '/metadata/resourceVersion', value: resourceVersion},
		]).objects;
	expect(effect(before.objects)).toMatchObject({kind: 'pending'});
	expect(effect(written('25', '6301'))).toMatchObject({kind: 'effective'});
	expect(effect(written('50', '6302'))).toMatchObject({kind: 'undone'});
	expect(effect(written('50', 'opaque'))).toMatchObject({kind: 'pending'});
});

test('nginx follows one canary Ingress of a host and path: with another one only back is offered', () => {
	const rival = ingress('canary-2', {canary: 'true', 'canary-weight': '10'});
	const reason = 'nginx follows one canary Ingress of a host and path, the oldest: canary-2 is another';
	expect(faults([], [rival])).toEqual([reason]);
	expect(verbsOf(scene([], [rival]))).toMatchObject({
		setWeight: `refused: ${reason}`,
		promoteFull: `refused: ${reason}`,
		back: 'BACK TO production (weights of canary)',
	});
	expect(mustPlan(scene([], [rival]), 'back').caveats).toContain(reason);
	const elsewhere = ingress('canary-2', {canary: 'true', 'canary-weight': '10'}, {path: '/other'});
	expect(faults([], [elsewhere])).toEqual([]);
});

test.each<readonly [string, JsonPatchOperation]>([
	['host', {op: 'replace', path: '/spec/rules/0/host', value: 'other.example.com'}],
	['path', {op: 'replace', path: '/spec/rules/0/http/paths/0/path', value: '/api'}],
	['type of path', {op: 'replace', path: '/spec/rules/0/http/paths/0/pathType', value: 'Exact'}],
	['class', {op: 'replace', path: '/spec/ingressClassName', value: 'internal'}],
	[
		'Service, which is that of the main Ingress',
		{op: 'replace', path: '/spec/rules/0/http/paths/0/backend/service/name', value: 'production'},
	],
])('a canary Ingress of another %s shares nothing, and no weight can be set', (_, change) => {
	expect(faults([change])).toEqual([
		expect.stringMatching(/^no other Ingress of namespace default has its host and path/),
	]);
	expect(planOf(scene([change]), 'setWeight', ['25'])).toMatchObject({ok: false, error: {code: 'weights-impossible'}});
});

test('one weight for several pairs of Services is left to people', () => {
	const api = {path: '/api', pathType: 'Prefix', backend: {service: {name: 'api-canary', port: {number: 80}}}};
	const two = scene(
		[{op: 'add', path: '/spec/rules/0/http/paths/-', value: api}],
		[ingress('api', {}, {path: '/api'})],
	);
	expect(said(two, 'setWeight', '25')).toBe(
		'refused: its one weight holds for several pairs of Services, canary and api-canary among them',
	);
});

test('sticky sessions of the main Ingress are told while both are served, unless the canary ignores them', () => {
	const {objects, nowMs} = readSituation('routes/ingress-nginx');
	const sticky = (...changes: readonly JsonPatchOperation[]) => {
		const all = objects.map(object =>
			(object.metadata as RawObject).name === 'production' && object.kind === 'Ingress'
				? (patched(object, [
						{op: 'add', path: '/metadata/annotations', value: {'nginx.ingress.kubernetes.io/affinity': 'cookie'}},
					]) as RawObject)
				: object.kind === 'Ingress'
					? (patched(object, changes) as RawObject)
					: object,
		);
		return routeSceneFrom(backend, all, nowMs).release.contradictions.map(({text}) => text);
	};
	expect(sticky()).toEqual([expect.stringContaining('a client stays with the Service')]);
	expect(sticky({op: 'add', path: noted('affinity-canary-behavior'), value: 'legacy'})).toEqual([]);
	expect(sticky({op: 'replace', path: noted('canary-weight'), value: '0'})).toEqual([]);
});

test('an Ingress is a release only where it is marked as a canary', () => {
	const {objects} = scene();
	const snapshot = snapshotOf(objects);
	const releases = snapshot.list(backend.anchor).filter(one => backend.isRelease?.(one, snapshot));
	expect(releases.map(({metadata}) => metadata.name)).toEqual(['canary']);
	const off = scene([{op: 'replace', path: noted('canary'), value: 'false'}]);
	expect(
		snapshotOf(off.objects)
			.list(backend.anchor)
			.some(one => backend.isRelease?.(one, snapshot)),
	).toBe(false);
});

test('the canary Ingress that Argo Rollouts or Flagger makes is theirs', () => {
	const owned = (kind: string) => {
		const snapshot = snapshotOf([
			...scene([
				{op: 'add', path: '/metadata/ownerReferences', value: [{kind, name: 'echo', uid: 'u', controller: true}]},
			]).objects,
		]);
		const [anchor] = snapshot.list(backend.anchor);
		return anchor && backend.ownedBy(anchor, snapshot);
	};
	expect(owned('Rollout')).toMatchObject({owner: 'Rollout echo'});
	expect(owned('Canary')).toMatchObject({owner: 'Canary echo'});
	const snapshot = snapshotOf([ingress('echo-production-canary', {canary: 'true'}), rollout('echo', 'production')]);
	const [named] = snapshot.list(backend.anchor);
	expect(named && backend.ownedBy(named, snapshot)).toMatchObject({owner: 'Rollout echo'});
});
