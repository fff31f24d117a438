import {expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import {renderOnce} from '../../source/views/render-once.ts';
import {looks} from '../frames/look.ts';
import {withObject} from '../releases/operator.ts';
import {rawOf, readSituation} from '../releases/situation.ts';
import {createDesk} from './support/desk.ts';
import {sample} from './support/session.ts';

const traffic = () => [sample('checkout-stable', 950, 1), sample('checkout-canary', 50, 5)];

/** The recorded canary at its pause, after a step that sends all requests with a header to the canary. */
function deskWithHeaderRoute() {
	const {objects, nowMs} = readSituation('argo-canary/02-paused-at-step-1');
	const rollout = structuredClone(rawOf(objects, 'Rollout')) as {
		spec: {strategy: {canary: {steps: RawObject[]; trafficRouting: Record<string, unknown>}}};
		status: {currentStepIndex: number};
	};
	const match = [{headerName: 'x-beta', headerValue: {exact: '1'}}];
	rollout.spec.strategy.canary.steps.unshift({setHeaderRoute: {name: 'beta', match}});
	rollout.spec.strategy.canary.trafficRouting.managedRoutes = [{name: 'beta'}];
	rollout.status.currentStepIndex = 2;
	const route = structuredClone(rawOf(objects, 'VirtualService')) as {spec: {http: RawObject[]}};
	route.spec.http.unshift({name: 'beta', route: [{destination: {host: 'checkout-canary'}, weight: 100}]});
	const changed = [rollout, route].reduce((all, object) => withObject(all, object as unknown as RawObject), objects);
	const desk = createDesk({objects: changed, nowMs, world: {trafficAt: traffic}});
	desk.advance(2_000);
	desk.press('R', 'home', 'enter');
	desk.advance(60_000);
	return desk;
}

test('versions that get different requests are not compared, whatever the figures say', () => {
	const desk = deskWithHeaderRoute();
	const {screen} = desk.frame();
	if (screen.kind !== 'release') throw new Error('the release is not open');
	expect(screen.view.headline.parts).toContain('CANNOT COMPARE: header route');
	expect(screen.view.now).not.toContain('extra failed requests');
	desk.press('p');
	desk.advance(1_000);
	expect(desk.frame().confirm?.lines).toContainEqual({tone: 'warning', text: 'CANNOT COMPARE: header route'});
});

test('requests that differ are no evidence of harm', () => {
	const desk = deskWithHeaderRoute();
	desk.press('=');
	desk.advance(2_000);
	const {screen} = desk.frame();
	const evidence = screen.kind === 'prove' ? screen.view.evidence : null;
	if (evidence?.kind !== 'told') throw new Error(`the evidence is ${evidence?.kind}`);
	expect(evidence.rows).toBeGreaterThan(0);
	expect(evidence).toMatchObject({isIncomparable: true, skippedRows: evidence.rows, unreadRows: 0, signals: []});
	expect(JSON.stringify(renderOnce(desk.frame(), looks.noColour))).toContain('the versions get different requests now');
});
