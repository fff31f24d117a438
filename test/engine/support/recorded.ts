import type {ReleaseKey} from '../../../source/domain/cluster/keys.ts';
import type {RawObject} from '../../../source/domain/cluster/kube-object.ts';
import {readSituation} from '../../releases/situation.ts';
import {createDesk, type Desk, type DeskOptions} from './desk.ts';
import {sample} from './session.ts';

export const checkout: ReleaseKey = 'release:prod/rollouts.argoproj.io/shop/checkout';

/** A recorded cluster, at the moment of the recording. */
export function objectsOf(name: string): readonly RawObject[] {
	return readSituation(name).objects;
}

/** perch in front of a recorded cluster: connected, listed, measured. */
export function deskAt(name: string, options: Partial<DeskOptions> = {}): Desk {
	const {objects, nowMs} = readSituation(name);
	const {world, ...others} = options;
	const desk = createDesk({objects, nowMs, world: {trafficAt: twoVersions, ...world}, ...others});
	desk.advance(2_000);
	return desk;
}

/** The same, with the release open on screen. */
export function deskOn(name: string, options: Partial<DeskOptions> = {}): Desk {
	const desk = deskAt(name, options);
	desk.press('R', 'home', 'enter');
	desk.advance(2_000);
	return desk;
}

/** 95 requests a second on stable, five on the canary, few failures on either. */
const twoVersions = () => [sample('checkout-stable', 95, 0.1), sample('checkout-canary', 5, 0)];

/** Presses the keys of a dialog toward the canary: choice, name of the cluster, confirmation. */
export function confirmTowardCanary(desk: Desk): void {
	desk.advance(500);
	desk.press('right', 'tab');
	desk.type('prod-eu1');
	desk.press('tab', 'tab');
	desk.advance(500);
	desk.press('enter');
}

/** Presses the keys of a dialog toward stable: choice and confirmation. */
export function confirmTowardStable(desk: Desk): void {
	desk.advance(500);
	desk.press('right', 'enter');
}
