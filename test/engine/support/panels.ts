import type {RawObject} from '../../../source/domain/cluster/kube-object.ts';
import type {PanelsView} from '../../../source/engine/screens/home/panels.ts';
import {createDesk, type Desk, type DeskOptions} from './desk.ts';
import {objectsOf} from './recorded.ts';
import {sample} from './session.ts';

const startMs = Date.parse('2026-11-21T07:11:23Z');
/** Plain services beside the canary. */
export const count = 20;

function nameAt(at: number): string {
	return `service-${String(at).padStart(2, '0')}`;
}

function service(name: string): RawObject {
	const metadata = {name, namespace: 'shop', uid: `uid-of-${name}`, resourceVersion: '1'};
	return {apiVersion: 'v1', kind: 'Service', metadata, spec: {selector: {app: name}}};
}

/** The recorded canary, which waits and so comes first, and twenty plain services: 2×4 cards a page. */
export function panelsDesk(options: Partial<DeskOptions> = {}): Desk {
	const desk = createDesk({
		objects: [
			...objectsOf('argo-canary/02-paused-at-step-1'),
			...Array.from({length: count}, (_, at) => service(nameAt(at))),
		],
		nowMs: startMs,
		size: {columns: 80, rows: 24},
		...options,
		world: {
			trafficAt: () => [
				sample('checkout-stable', 95, 0.1),
				sample('checkout-canary', 5),
				...Array.from({length: count}, (_, at) => sample(nameAt(at), 1.5 ** at)),
			],
			...options.world,
		},
	});
	desk.advance(3_000);
	return desk;
}

export function panelsOf(desk: Desk): PanelsView {
	const {screen} = desk.frame();
	if (screen.kind !== 'panels') throw new Error(`The screen is ${screen.kind}`);
	return screen.view;
}

export const short = (name: string) => name.replace('shop/', '').replace('service-', '');
export const cards = (desk: Desk) => panelsOf(desk).cards.map(({name}) => short(name));
export const marked = (desk: Desk) =>
	panelsOf(desk).cards.flatMap(({name, isSelected}) => (isSelected ? [short(name)] : []));
