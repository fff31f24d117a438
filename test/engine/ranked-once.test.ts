import {describe, expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import {ident} from '../../source/domain/text/safe-text.ts';
import {charts} from '../../source/engine/questions/charts.ts';
import {trafficOf} from '../../source/engine/questions/poll.ts';
import type {ServiceObject} from '../../source/kinds/service.ts';
import {SERVICES} from '../../source/kinds/service.ts';
import {countComputed} from './support/computed.ts';
import {createDesk, type Desk} from './support/desk.ts';
import {homeOf} from './support/home.ts';
import {checkout, confirmTowardStable, objectsOf} from './support/recorded.ts';
import {sample} from './support/session.ts';
import type {World} from './support/world.ts';

const nowMs = Date.parse('2026-11-21T07:11:23Z');

/** The recorded canary among Services, on a screen with figures beside the list. */
function deskOf(world: Partial<World> = {}): Desk {
	const names = Array.from({length: 30}, (_, at) => `service-${at}`);
	const desk = createDesk({
		objects: [...objectsOf('argo-canary/02-paused-at-step-1'), ...names.map(service)],
		nowMs,
		size: {columns: 200, rows: 45},
		world: {
			trafficAt: () => [
				sample('checkout-stable', 95, 0.1),
				sample('checkout-canary', 5),
				...names.map(name => sample(name, 10)),
			],
			...world,
		},
	});
	// Between two answers of Prometheus.
	desk.advance(60_300);
	return desk;
}

function service(name: string): RawObject {
	const metadata = {name, namespace: 'shop', uid: `uid-of-${name}`, resourceVersion: '1'};
	return {apiVersion: 'v1', kind: 'Service', metadata, spec: {selector: {app: name}}};
}

function servicesWatch(desk: Desk) {
	const watches = Object.entries(desk.state().cluster.watches);
	const found = watches.find(([, {request}]) => request.kind.id === SERVICES.id);
	if (!found) throw new Error('Services are not watched');
	return found;
}

/** Lets time pass, and draws after every event; tells how many events there were, and how often their cause changed. */
function drawn(desk: Desk, seconds: number) {
	const seen = {
		events: desk.events.length,
		polls: new Set<unknown>(),
		objects: new Set<unknown>(),
		charts: new Set<unknown>(),
		evidence: new Set<unknown>(),
	};
	const note = () => {
		const state = desk.state();
		seen.polls.add(trafficOf(state.metrics));
		seen.objects.add(desk.context.derive.releases(state));
		seen.charts.add(state.metrics.askings[charts.id]?.answers);
		seen.evidence.add(state.metrics.evidence);
	};
	note();
	for (let at = 0; at < seconds * 10; at += 1) {
		desk.advance(100);
		desk.frame();
		note();
	}
	return {
		events: desk.events.length - seen.events,
		changes: [seen.polls, seen.objects, seen.charts, seen.evidence].reduce((sum, {size}) => sum + size - 1, 0),
	};
}

describe('rows are ranked, and the summary is counted,', () => {
	test('not after each event, but where the figures or the releases changed', () => {
		const desk = deskOf();
		desk.frame();
		const counts = countComputed(desk);
		const {events, changes} = drawn(desk, 60);
		expect(events).toBeGreaterThan(5 * changes);
		for (const slot of ['byHarm', 'allRows', 'counted', 'urgencies'])
			expect(counts.get(slot) ?? 0, slot).toBeLessThanOrEqual(changes);
	});

	test('not for keys that move the selection', () => {
		const desk = deskOf();
		desk.frame();
		const counts = countComputed(desk);
		// Within the second in which no poll falls due.
		const polled = trafficOf(desk.state().metrics);
		for (const key of ['down', 'down', 'up', 'end', 'home']) {
			desk.press(key);
			desk.frame();
		}
		expect(trafficOf(desk.state().metrics)).toBe(polled);
		for (const slot of ['byHarm', 'allRows', 'counted', 'urgencies', 'homeOrder'])
			expect(counts.get(slot) ?? 0, slot).toBe(0);
	});

	/** Twenty Services change, each in an event of its own; the slots that were computed before and with the next frame. */
	function whileServicesChange(change: (service: ServiceObject) => ServiceObject) {
		const desk = deskOf();
		desk.frame();
		const [id, {objects}] = servicesWatch(desk);
		const counts = countComputed(desk);
		for (const service of [...objects.values()].slice(0, 20)) {
			const changed = change(service as ServiceObject);
			desk.watchTells(id, {kind: 'changed', objects: [changed], unread: [], removed: [], atMs: desk.clock.nowMs()});
		}
		const before = new Map(counts);
		desk.frame();
		return {before, withFrame: counts};
	}

	test('not for each of many Services that lead elsewhere, but with the next frame', () => {
		const {before, withFrame} = whileServicesChange(service => ({...service, selector: {app: ident('elsewhere')}}));
		for (const slot of ['byHarm', 'rowsByName', 'homeOrder']) expect(before.get(slot) ?? 0, slot).toBe(0);
		expect(withFrame.get('byHarm')).toBe(1);
	});

	test('not at all where nothing changes by which a series finds its row', () => {
		const {withFrame} = whileServicesChange(service => ({
			...service,
			metadata: {...service.metadata, resourceVersion: ident('2'), labels: {turn: ident('2')}},
		}));
		for (const slot of ['byHarm', 'rowsByName', 'homeOrder', 'anchors', 'rows'])
			expect(withFrame.get(slot) ?? 0, slot).toBe(0);
	});

	test('anew where only a request of this session changes what a release needs', () => {
		const desk = deskOf({isWatchAlive: false});
		const waiting = homeOf(desk).summary.releases?.waiting ?? 0;
		const released = desk.context.derive.releases(desk.state()).get(checkout);
		desk.press('x');
		confirmTowardStable(desk);
		desk.advance(1_000);
		expect(desk.context.derive.releases(desk.state()).get(checkout)).toBe(released);
		expect(homeOf(desk).rows.find(({key}) => key === checkout)?.flags).toEqual(['ASKED']);
		expect(homeOf(desk).summary.releases?.waiting).toBe(waiting - 1);
	});
});

describe('a frozen display', () => {
	const slots = ['byHarm', 'allRows', 'counted', 'urgencies', 'rowsByName', 'harms', 'usual ratios'];

	test('takes over what was derived of the live one', () => {
		const desk = deskOf();
		desk.frame();
		const polled = trafficOf(desk.state().metrics);
		const counts = countComputed(desk);
		desk.press('z');
		desk.frame();
		expect(trafficOf(desk.state().metrics)).toBe(polled);
		expect(desk.state().frozen).not.toBeNull();
		for (const slot of slots) expect(counts.get(slot) ?? 0, slot).toBe(0);
	});

	test('is not made again for what goes on behind it, nor the live state for the frozen display', () => {
		const desk = deskOf();
		desk.press('z');
		desk.frame();
		const counts = countComputed(desk);
		const frozen = homeOf(desk).rows;
		const {events, changes} = drawn(desk, 60);
		expect(homeOf(desk).rows).toEqual(frozen);
		expect(events).toBeGreaterThan(5 * changes);
		for (const slot of slots) expect(counts.get(slot) ?? 0, slot).toBeLessThanOrEqual(changes);
	});
});
