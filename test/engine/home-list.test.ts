import {expect, test} from 'vitest';
import type {Desk, DeskOptions} from './support/desk.ts';
import {checkout, deskAt, objectsOf} from './support/recorded.ts';
import {sample} from './support/session.ts';

function home(desk: Desk) {
	const {screen} = desk.frame();
	if (screen.kind !== 'home') throw new Error(`The screen is ${screen.kind}`);
	return screen.view;
}

test('Enter opens what stands on top while nothing is selected', () => {
	const desk = deskAt('argo-canary/02-paused-at-step-1');
	desk.press('enter');
	expect(desk.state().screen.stack.at(-1)).toEqual({kind: 'release', key: checkout});
});

test('a timed pause that an analysis follows promises no weight', () => {
	const [row] = home(deskAt('argo-canary/04-timed-pause-20-percent')).attention;
	expect(row?.where).toMatch(/^20% in \d+s$/);
});

test('a timed pause that has run out is due', () => {
	const desk = deskAt('argo-canary/04-timed-pause-20-percent');
	desk.advance(60_000);
	expect(home(desk).attention[0]?.where).toBe('20% due');
});

test('the pods of an aborted canary that stop soon are no step forward', () => {
	const [row] = home(deskAt('argo-canary/07-aborted')).attention;
	expect(row).toMatchObject({word: 'ABORTED', where: '0%'});
});

test('where the releases on top are all there is, services are not said to be missing', () => {
	const desk = deskAt('argo-canary/02-paused-at-step-1', {settings: {namespaces: ['shop']}});
	expect(home(desk)).toMatchObject({total: 0, empty: 'no other services'});
});

test('workloads without a Service are pointed at', () => {
	const desk = deskAt('deployment/01-complete', {world: {trafficAt: () => []}});
	expect(home(desk).empty).toBe('no services in this cluster · R lists 1 release without a service');
});

test('releases without room on top are counted whole', () => {
	const objects = ['blue', 'green', 'red', 'shop'].flatMap(namespace =>
		objectsOf('argo-canary/02-paused-at-step-1').map(object => ({
			...object,
			metadata: {...(object.metadata as object), namespace},
		})),
	) as DeskOptions['objects'];
	const desk = deskAt('argo-canary/02-paused-at-step-1', {objects, size: {columns: 80, rows: 9}});
	expect(home(desk)).toMatchObject({attention: {length: 2}, attentionTotal: 4});
});

test('a preview without traffic waits for its reason, not for requests', () => {
	const desk = deskAt('argo-bluegreen/02-preview-waits-for-promotion', {
		world: {trafficAt: () => [sample('frontend', 40)]},
	});
	desk.advance(10_000);
	expect(home(desk).attention[0]?.comparison).toBe('the preview waits to be promoted: autoPromotionEnabled is false');
});

test('after the cut-over it is stable that has no requests', () => {
	const desk = deskAt('argo-bluegreen/04-post-promotion-analysis', {
		world: {trafficAt: () => [sample('frontend', 40)]},
	});
	desk.advance(10_000);
	expect(home(desk).attention[0]?.comparison).toBe('no requests to stable to compare with');
});
