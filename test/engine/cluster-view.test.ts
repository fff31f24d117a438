import {describe, expect, test} from 'vitest';
import type {KubeObject} from '../../source/domain/cluster/kube-object.ts';
import {SERVICES} from '../../source/kinds/service.ts';
import type {WatchUpdate} from '../../source/ports/cluster.ts';
import type {Desk} from './support/desk.ts';
import {checkout, deskAt, deskOn, objectsOf} from './support/recorded.ts';
import {down, forbidden, narrow, served} from './support/session.ts';

const paused = 'argo-canary/02-paused-at-step-1';
const healthy = 'argo-canary/01-healthy';

function watchIds(desk: Desk): readonly string[] {
	return Object.keys(desk.state().cluster.watches);
}

function idOf(desk: Desk, start: string): string {
	const id = watchIds(desk).find(key => key.startsWith(start));
	if (id === undefined) throw new Error(`no watch of ${start}`);
	return id;
}

function update(desk: Desk, start: string, news: WatchUpdate): void {
	desk.watchTells(idOf(desk, start), news);
}

/** perch may no longer list the kind in the whole cluster; the namespaces answer. */
function forbid(desk: Desk, id: string): void {
	const error = forbidden(`list ${id.split('|')[0]}`);
	update(desk, id, {kind: 'failing', error, retryAtMs: null, atMs: desk.clock.nowMs()});
	desk.advance(10);
}

function rolloutOf(desk: Desk): KubeObject {
	const [found] = [...(desk.state().cluster.watches[idOf(desk, 'rollouts')]?.objects.values() ?? [])];
	if (!found) throw new Error('no rollout');
	return found;
}

function clusterWide({context}: Desk, inventory: typeof served): readonly string[] {
	const kinds = context.kinds.filter(({id, watch}) => watch === 'cluster' && inventory[id] !== undefined);
	return kinds.map(({id}) => `${id}|||`).toSorted();
}

describe('perch watches', () => {
	test('cluster-wide kinds always, and companions of a release only while it moves', () => {
		const quiet = deskAt(healthy, {size: narrow});
		expect(watchIds(quiet).toSorted()).toEqual(clusterWide(quiet, served));
		expect(watchIds(quiet)).toContain('rollouts.argoproj.io|||');
		const moving = deskAt(paused);
		expect(watchIds(moving)).toContain('pods|shop|app=checkout|');
		expect(watchIds(moving)).toContain('events|shop||involvedObject.kind=Rollout,involvedObject.name=checkout');
		expect(watchIds(moving)).toContain('analysisruns.argoproj.io|shop|rollouts-pod-template-hash=866cfb757|');
	});

	test('companions of a release that is open on screen, until the screen is closed', () => {
		const desk = deskOn(healthy);
		expect(watchIds(desk)).toContain('pods|shop|app=checkout|');
		desk.press('escape');
		expect(watchIds(desk)).not.toContain('pods|shop|app=checkout|');
		expect(desk.given('stopWatch').map(({id}) => id)).toContain('pods|shop|app=checkout|');
	});

	test('no kind that the API server does not serve', () => {
		const {'rollouts.argoproj.io': _rollouts, 'virtualservices.networking.istio.io': _routes, ...others} = served;
		const desk = deskAt(healthy, {world: {served: others}});
		expect(watchIds(desk).toSorted()).toEqual(clusterWide(desk, others));
		expect(watchIds(desk)).not.toContain('rollouts.argoproj.io|||');
	});

	test('the fallback namespaces while the cluster is forbidden, and the cluster again once it is allowed', () => {
		const desk = deskAt(healthy, {settings: {fallbackNamespaces: ['shop', 'payments']}});
		const clusterWide = watchIds(desk);
		forbid(desk, 'services|||');
		expect(
			watchIds(desk)
				.filter(id => id.startsWith('services'))
				.toSorted(),
		).toEqual(['services|payments||', 'services|shop||', 'services|||']);
		expect(desk.frame().screen.view.header.banners.map(({text}) => text)).toContain('FORBIDDEN: list services');
		for (const id of clusterWide) forbid(desk, id);
		expect(desk.frame().screen.view.header.scope).toBe('2 ns');
		update(desk, 'services|||', {kind: 'listed', objects: [], unread: [], atMs: desk.clock.nowMs()});
		expect(watchIds(desk).filter(id => id.startsWith('services'))).toEqual(['services|||']);
	});

	test('a forbidden kind in its fallback namespaces, and then drops the objects that it may no longer list', () => {
		const desk = deskAt(healthy, {settings: {fallbackNamespaces: ['shop']}});
		forbid(desk, 'services|||');
		expect(desk.context.derive.snapshot(desk.state()).list(SERVICES)).toHaveLength(2);
		update(desk, 'services|shop', {kind: 'listed', objects: [], unread: [], atMs: desk.clock.nowMs()});
		expect(desk.context.derive.snapshot(desk.state()).list(SERVICES)).toEqual([]);
	});

	test('only the namespaces that the operator asked for', () => {
		const desk = deskAt(healthy, {settings: {namespaces: ['shop']}});
		// Cluster-scoped kinds lie in no namespace.
		const outside = desk.context.kinds.filter(({id, isClusterScoped}) => isClusterScoped && served[id] !== undefined);
		expect(watchIds(desk).filter(id => id.split('|')[1] !== 'shop')).toEqual(outside.map(({id}) => `${id}|||`));
		expect(desk.frame().screen.view.header.scope).toBe('ns shop');
	});
});

describe('a watch', () => {
	test('drops the objects that a list lacks, and by a change touches only those that it names', () => {
		const desk = deskAt(healthy);
		const services = desk.context.derive.snapshot(desk.state()).list(SERVICES);
		expect(services).toHaveLength(2);
		const [gone, kept] = services;
		if (!gone || !kept) throw new Error('no services');
		const {namespace, name, uid} = gone.metadata;
		update(desk, 'services', {kind: 'changed', objects: [], unread: [], removed: [{namespace, name, uid}], atMs: 0});
		expect(desk.context.derive.snapshot(desk.state()).list(SERVICES)).toEqual([kept]);
		update(desk, 'services', {kind: 'listed', objects: [gone], unread: [], atMs: 0});
		expect(desk.context.derive.snapshot(desk.state()).list(SERVICES)).toEqual([gone]);
	});

	test('keeps an object that was made anew when the old one of its name is deleted', () => {
		const desk = deskAt(paused);
		const old = rolloutOf(desk);
		const anew = {...old, metadata: {...old.metadata, uid: 'anew' as never}};
		update(desk, 'rollouts', {kind: 'changed', objects: [anew], unread: [], removed: [], atMs: 0});
		const {namespace, name, uid} = old.metadata;
		update(desk, 'rollouts', {kind: 'changed', objects: [], unread: [], removed: [{namespace, name, uid}], atMs: 0});
		expect(rolloutOf(desk).metadata.uid).toBe('anew');
	});

	test('drops the objects of an absent kind, and keeps those of a failing one as not up to date', () => {
		const desk = deskAt(paused);
		update(desk, 'rollouts', {kind: 'failing', error: down, retryAtMs: null, atMs: 0});
		expect(desk.context.derive.releases(desk.state()).size).toBe(1);
		expect(desk.frame().screen.view.header.banners.map(({text}) => text)).toContain(
			'rollouts are not up to date: connection refused',
		);
		update(desk, 'rollouts', {kind: 'proof', atMs: 0});
		expect(desk.frame().screen.view.header.banners).toEqual([]);
		update(desk, 'rollouts', {kind: 'absent', atMs: 0});
		// Without the Rollout no release owns its route.
		expect([...desk.context.derive.releases(desk.state()).keys()]).toEqual([
			'release:prod/virtualservices.networking.istio.io/shop/checkout',
		]);
	});

	test('that was stopped changes nothing by a late update', () => {
		const desk = deskAt(paused);
		const before = desk.state();
		desk.watchTells('pods|elsewhere||', {kind: 'proof', atMs: 0});
		expect(desk.state()).toMatchObject({cluster: before.cluster});
	});

	test('that fails is no proof that the API server answers', () => {
		const desk = deskAt(paused);
		const before = desk.state().cluster.lastProofMs;
		desk.clock.advance(900);
		desk.watchTells(idOf(desk, 'rollouts'), {kind: 'failing', error: down, retryAtMs: null, atMs: desk.clock.nowMs()});
		expect(desk.state().cluster.lastProofMs).toBe(before);
	});
});

test('the lists of a snapshot keep their identity while their objects stay the same', () => {
	const desk = deskAt(paused);
	const before = desk.context.derive.snapshot(desk.state());
	const [services, inShop] = [before.list(SERVICES), before.list(SERVICES, 'shop')];
	desk.advance(3_000);
	update(desk, 'rollouts', {kind: 'changed', objects: [rolloutOf(desk)], unread: [], removed: [], atMs: 0});
	const after = desk.context.derive.snapshot(desk.state());
	expect(after).not.toBe(before);
	expect(after.list(SERVICES)).toBe(services);
	expect(after.list(SERVICES, 'shop')).toBe(inShop);
	expect(after.get(SERVICES, 'shop', 'checkout-canary')).toBe(before.get(SERVICES, 'shop', 'checkout-canary'));
});

test('perch remembers each change of the weight, and the first weight as a baseline', () => {
	const desk = deskAt(paused);
	const at = (name: string) => {
		desk.server.become(objectsOf(name));
		desk.sync();
		desk.advance(10_000);
	};
	at('argo-canary/04-timed-pause-20-percent');
	at('argo-canary/05-step-analysis-running');
	at('argo-canary/06-paused-at-50-after-analysis');
	at('argo-canary/07-aborted');
	expect(desk.state().cluster.weightChanges[checkout]).toMatchObject([
		{percent: 5, isBaseline: true},
		{percent: 20, isBaseline: false},
		{percent: 50, isBaseline: false},
		{percent: 0, isBaseline: false},
	]);
});
