import {expect, test} from 'vitest';
import type {JsonObject, RawObject} from '../../source/domain/cluster/kube-object.ts';
import type {DeskOptions} from './support/desk.ts';
import {homeOf, saidOf} from './support/home.ts';
import {checkout, deskAt, objectsOf} from './support/recorded.ts';
import {sample, wide} from './support/session.ts';

test('enter opens the first row while nothing is selected', () => {
	const desk = deskAt('argo-canary/02-paused-at-step-1');
	desk.press('enter');
	expect(desk.state().screen.stack.at(-1)).toEqual({kind: 'release', key: checkout});
});

test('enter opens the release behind a Service while it is under way, else the screen of the Service', () => {
	for (const [situation, kind] of [
		['deployment/01-complete', 'service'],
		['deployment/02-rolling', 'release'],
	] as const) {
		const objects = objectsOf(situation);
		const {metadata, spec} = JSON.parse(JSON.stringify(objects.find(one => one.kind === 'Deployment')));
		const inFront = service('front', metadata.namespace, spec.selector.matchLabels);
		const desk = deskAt(situation, {objects: [...objects, inFront], world: {trafficAt: () => []}});
		desk.press('enter');
		expect(desk.state().screen.stack.at(-1)?.kind, situation).toBe(kind);
	}
});

test.each(['deployment/01-complete', 'deployment/02-rolling'])(
	'on a wide terminal the row of a Service stands beside the list with the charts of the release behind it: %s',
	situation => {
		const objects = objectsOf(situation);
		const {metadata, spec} = JSON.parse(JSON.stringify(objects.find(one => one.kind === 'Deployment')));
		const inFront = service('front', metadata.namespace, spec.selector.matchLabels);
		const desk = deskAt(situation, {
			objects: [...objects, inFront],
			size: wide,
			world: {trafficAt: () => [sample('front', 40)]},
		});
		desk.advance(10_000);
		expect(homeOf(desk).beside).toMatchObject({kind: 'release', view: {charts: [{id: 'errors', empty: null}, {}, {}]}});
	},
);

test('a timed pause that an analysis follows promises no weight', () => {
	const [row] = homeOf(deskAt('argo-canary/04-timed-pause-20-percent')).rows;
	expect(row?.release.where[0]).toMatch(/^20% in \d+s$/);
});

test('a timed pause that has run out is shown as due', () => {
	const desk = deskAt('argo-canary/04-timed-pause-20-percent');
	desk.advance(60_000);
	expect(homeOf(desk).rows[0]?.release.where[0]).toBe('20% due');
});

test('an aborted canary whose pods stop soon shows no next step', () => {
	const [row] = homeOf(deskAt('argo-canary/07-aborted')).rows;
	expect(row).toMatchObject({
		glyph: '⚠',
		tone: 'warning',
		harm: null,
		release: {share: '0%', where: ['0% aborted', '0% aborted', '0%']},
	});
	expect(row?.flags).toContain('ABORTED');
});

test('a row in trouble keeps its figures beside its release, and leads the order by harm and by errors', () => {
	const desk = deskAt('argo-canary/02-paused-at-step-1', {
		objects: [...objectsOf('argo-canary/02-paused-at-step-1'), service('aaa')],
		world: {
			trafficAt: () => [sample('checkout-stable', 95, 0.1), sample('checkout-canary', 5, 4), sample('aaa', 50, 0.1)],
		},
	});
	desk.advance(80_000);
	for (const column of ['harm', 'errors']) {
		expect(homeOf(desk)).toMatchObject({sort: {column}, empty: null, total: 2});
		expect(homeOf(desk).rows[0]).toMatchObject({
			key: checkout,
			glyph: '✖',
			requestsPerSecond: {kind: 'value', value: 100},
			release: {tag: '2.9.0', share: '5%'},
		});
		desk.press('s');
	}
});

test('a selected row stays selected when its release begins to wait and the row comes first', () => {
	const desk = deskAt('argo-canary/01-healthy', {
		objects: [...objectsOf('argo-canary/01-healthy'), service('aaa')],
		settings: {namespaces: ['shop']},
	});
	desk.press('end');
	expect(homeOf(desk).rows.map(({key, isSelected}) => [key, isSelected])).toEqual([
		['service:prod/shop/aaa', false],
		[checkout, true],
	]);
	desk.server.become([...objectsOf('argo-canary/02-paused-at-step-1'), service('aaa')]);
	desk.sync();
	expect(homeOf(desk).rows.map(({key, isSelected}) => [key, isSelected])).toEqual([
		[checkout, true],
		['service:prod/shop/aaa', false],
	]);
});

test('an empty table points to the workloads without a Service', () => {
	const desk = deskAt('deployment/01-complete', {world: {trafficAt: () => []}});
	expect(homeOf(desk).empty).toBe('no services in this cluster · R lists 1 release without a service');
});

test('the count of releases that wait includes those for which there is no room', () => {
	const objects = ['blue', 'green', 'red', 'shop'].flatMap(namespace =>
		objectsOf('argo-canary/02-paused-at-step-1').map(object => ({
			...object,
			metadata: {...(object.metadata as object), namespace},
		})),
	) as DeskOptions['objects'];
	const desk = deskAt('argo-canary/02-paused-at-step-1', {objects, size: {columns: 80, rows: 7}});
	expect(homeOf(desk)).toMatchObject({rows: {length: 3}, total: 4, summary: {releases: {waiting: 4}}});
});

test('a preview without traffic shows why it waits, not that requests are missing', () => {
	const desk = deskAt('argo-bluegreen/02-preview-waits-for-promotion', {
		world: {trafficAt: () => [sample('frontend', 40)]},
	});
	desk.advance(10_000);
	expect(saidOf(desk)).toMatch(/^PAUSED .* · the preview waits to be promoted: autoPromotionEnabled is false/);
});

test('after the cut-over the row says that stable has no requests', () => {
	const desk = deskAt('argo-bluegreen/04-post-promotion-analysis', {
		world: {trafficAt: () => [sample('frontend', 40)]},
	});
	desk.advance(10_000);
	expect(saidOf(desk)).toMatch(/ · CANNOT COMPARE: no requests to stable · /);
});

function service(name: string, namespace = 'shop', selector: JsonObject = {app: name}): RawObject {
	const metadata = {name, namespace, uid: `uid-of-${name}`, resourceVersion: '1'};
	return {apiVersion: 'v1', kind: 'Service', metadata, spec: {selector}};
}
