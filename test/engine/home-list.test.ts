import {expect, test} from 'vitest';
import type {Desk, DeskOptions} from './support/desk.ts';
import {checkout, deskAt, objectsOf} from './support/recorded.ts';
import {sample} from './support/session.ts';

function home(desk: Desk) {
	const {screen} = desk.frame();
	if (screen.kind !== 'home') throw new Error(`The screen is ${screen.kind}`);
	return screen.view;
}

test('enter opens the first row while nothing is selected', () => {
	const desk = deskAt('argo-canary/02-paused-at-step-1');
	desk.press('enter');
	expect(desk.state().screen.stack.at(-1)).toEqual({kind: 'release', key: checkout});
});

test('a timed pause that an analysis follows promises no weight', () => {
	const [row] = home(deskAt('argo-canary/04-timed-pause-20-percent')).attention;
	expect(row?.where).toMatch(/^20% in \d+s$/);
});

test('a timed pause that has run out is shown as due', () => {
	const desk = deskAt('argo-canary/04-timed-pause-20-percent');
	desk.advance(60_000);
	expect(home(desk).attention[0]?.where).toBe('20% due');
});

test('an aborted canary whose pods stop soon shows no next step', () => {
	const [row] = home(deskAt('argo-canary/07-aborted')).attention;
	expect(row).toMatchObject({word: 'ABORTED', where: '0%'});
});

test('a release on top keeps its figures in the table, and the worst one leads the order by errors', () => {
	const desk = deskAt('argo-canary/02-paused-at-step-1', {
		world: {trafficAt: () => [sample('checkout-stable', 95, 0.1), sample('checkout-canary', 5, 4)]},
	});
	desk.advance(20_000);
	expect(home(desk)).toMatchObject({attention: [{key: checkout}], empty: null});
	expect(home(desk).services[0]).toMatchObject({key: checkout, requestsPerSecond: {kind: 'value', value: 100}});
});

test('a release that is listed twice has one selected row, and the arrows reach both', () => {
	const desk = deskAt('argo-canary/02-paused-at-step-1', {settings: {namespaces: ['shop']}});
	const marks = () => {
		const {attention, services} = home(desk);
		return [attention, services].map(rows => rows.filter(({isSelected}) => isSelected).map(({key}) => key));
	};
	desk.press('home');
	expect(marks()).toEqual([[checkout], []]);
	desk.press('down');
	expect(marks()).toEqual([[], [checkout]]);
	desk.press('down');
	expect(marks()).toEqual([[], [checkout]]);
	desk.press('up');
	expect(marks()).toEqual([[checkout], []]);
	desk.press('end', 'enter');
	expect(desk.state().screen.stack.at(-1)).toEqual({kind: 'release', key: checkout});
});

test('a selected row of the table stays selected there when its release comes on top as well', () => {
	const desk = deskAt('argo-canary/01-healthy', {settings: {namespaces: ['shop']}});
	desk.press('end');
	expect(home(desk)).toMatchObject({attention: [], services: [{key: checkout, isSelected: true}]});
	desk.server.become(objectsOf('argo-canary/02-paused-at-step-1'));
	desk.sync();
	expect(home(desk)).toMatchObject({
		attention: [{key: checkout, isSelected: false}],
		services: [{key: checkout, isSelected: true}],
	});
});

test('an empty table points to the workloads without a Service', () => {
	const desk = deskAt('deployment/01-complete', {world: {trafficAt: () => []}});
	expect(home(desk).empty).toBe('no services in this cluster · R lists 1 release without a service');
});

test('the count of releases on top includes those for which there is no room', () => {
	const objects = ['blue', 'green', 'red', 'shop'].flatMap(namespace =>
		objectsOf('argo-canary/02-paused-at-step-1').map(object => ({
			...object,
			metadata: {...(object.metadata as object), namespace},
		})),
	) as DeskOptions['objects'];
	const desk = deskAt('argo-canary/02-paused-at-step-1', {objects, size: {columns: 80, rows: 9}});
	expect(home(desk)).toMatchObject({attention: {length: 2}, attentionTotal: 4});
});

test('a preview without traffic shows why it waits, not that requests are missing', () => {
	const desk = deskAt('argo-bluegreen/02-preview-waits-for-promotion', {
		world: {trafficAt: () => [sample('frontend', 40)]},
	});
	desk.advance(10_000);
	expect(home(desk).attention[0]?.comparison).toBe('the preview waits to be promoted: autoPromotionEnabled is false');
});

test('after the cut-over the row says that stable has no requests', () => {
	const desk = deskAt('argo-bluegreen/04-post-promotion-analysis', {
		world: {trafficAt: () => [sample('frontend', 40)]},
	});
	desk.advance(10_000);
	expect(home(desk).attention[0]?.comparison).toBe('no requests to stable to compare with');
});
