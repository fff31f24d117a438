import type {TrafficSample} from '../../../source/domain/signals/signals.ts';
import {ident} from '../../../source/domain/text/safe-text.ts';
import type {Recovery} from '../../../source/engine/state/intent.ts';
import type {Desk} from './desk.ts';
import {confirmTowardStable, deskOn, objectsOf} from './recorded.ts';
import {sample} from './session.ts';
import {taking, until} from './verdicts.ts';

type Traffic = () => readonly TrafficSample[];

export const atFifty = 'argo-canary/06-paused-at-50-after-analysis';

/** Rates a second before the operator acted: the canary fails one request in ten, stable one in a thousand. */
export const harm: Traffic = () => [sample('checkout-stable', 50, 0.05), sample('checkout-canary', 50, 5)];
export const fine: Traffic = () => [sample('checkout-stable', 50, 0.05), sample('checkout-canary', 50, 0.05)];
export const healed: Traffic = () => [sample('checkout-stable', 100, 0.1), sample('checkout-canary', 0)];

/** The canary did harm, x was confirmed, and the recorded abort came; from then on traffic is as `after` says. */
export function wentBack(after: (desk: Desk) => Traffic): Desk {
	const desk = deskOn(atFifty, {world: {trafficAt: harm}});
	desk.advance(30_000);
	goBack(desk, after(desk));
	return desk;
}

export function goBack(desk: Desk, after: Traffic): void {
	desk.press('x');
	confirmTowardStable(desk);
	desk.advance(200);
	desk.server.become(objectsOf('argo-canary/07-aborted'));
	// What was before stays what it was.
	const {trafficAt} = desk.world;
	const atMs = desk.clock.nowMs();
	desk.world.trafficAt = serverMs => (serverMs < atMs ? trafficAt(serverMs) : after());
	desk.sync();
}

/** Of a canary of which three requests in ten were slow; from then on so many of a thousand take long. */
export function wentBackFromSlow(slow = 20, verySlow = 2): Desk {
	const latencyAt = () => [taking(20, 2)('checkout-stable', 50), taking(300, 100)('checkout-canary', 50)];
	const desk = deskOn(atFifty, {world: {trafficAt: fine, latencyAt}});
	until(desk, 'worse');
	goBack(desk, healed);
	desk.world.latencyAt = () => [taking(slow, verySlow)('checkout-stable', 100)];
	return desk;
}

/** After an abort Argo points the canary's Service to stable's pods; here a colleague pointed it back. */
export function keepSelectingTheCanary(desk: Desk): void {
	const path = '/spec/selector/rollouts-pod-template-hash';
	desk.server.mutate('Service', 'checkout-canary', [{op: 'replace', path, value: '866cfb757'}]);
	desk.sync();
}

export function ofLedger(tag: string, requestsPerSecond: number, errorsPerSecond: number): TrafficSample {
	const identity = {namespace: ident('pay'), service: ident('ledger'), workload: ident('ledger'), version: ident(tag)};
	return {...sample('ledger', requestsPerSecond, errorsPerSecond), identity};
}

/** A StatefulSet was taken back from its bad ordinal; while a pod was replaced there was no canary any more. */
export function ledgerBack(after: Traffic): Desk {
	const service = {kind: 'Service', metadata: {namespace: 'pay', name: 'ledger'}, spec: {selector: {app: 'ledger'}}};
	const objects = (name: string) => [...objectsOf(`statefulset/${name}`), service];
	const desk = deskOn('statefulset/02-canary-on-ordinal-2', {
		objects: objects('02-canary-on-ordinal-2'),
		world: {trafficAt: () => [ofLedger('3.0.0', 60, 0.06), ofLedger('3.1.0', 30, 3)]},
	});
	desk.advance(30_000);
	desk.press('x');
	confirmTowardStable(desk);
	desk.advance(1_000);
	desk.server.become(objects('01-partitioned'));
	desk.server.mutate('StatefulSet', 'ledger', [{op: 'replace', path: '/status/readyReplicas', value: 2}]);
	desk.sync();
	desk.advance(20_000);
	desk.server.become(objects('01-partitioned'));
	desk.world.trafficAt = after;
	desk.sync();
	return desk;
}

export function recovery(desk: Desk): Recovery | null {
	return desk.state().intents.at(-1)?.recovery ?? null;
}

export function outcomes(desk: Desk): readonly string[] {
	return desk.given('record').flatMap(({record}) => (record.record === 'outcome' ? [record.outcome] : []));
}
