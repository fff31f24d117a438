import type {LogState} from '../../../source/ports/logs.ts';
import {createDesk, type Desk, type DeskOptions} from '../../engine/support/desk.ts';
import {homeOf} from '../../engine/support/home.ts';
import {narrow, wide} from '../../engine/support/session.ts';
import {cluster, served, startMs} from './cluster.ts';
import {shopEdges} from './edges.ts';
import {createLogShelf, type LogShelf} from './logs.ts';
import {latencyOf, shopCalls, trafficOf} from './traffic.ts';

export interface Shop {
	readonly desk: Desk;
	readonly logs: LogShelf;
	/** The release whose screens are opened. */
	readonly row: string;
	/** How far perch gets with the logs of a pod. */
	readonly podLog: LogState;
}

const shopTraffic = trafficOf(shopCalls);
const shopLatency = latencyOf(shopCalls);

/** perch in front of the shop, for so many seconds: long enough for a verdict when left out. */
export function openShop(options: Partial<DeskOptions> = {}, more: Partial<Shop> = {}, seconds = 90): Shop {
	const logs = createLogShelf();
	const {world, ...others} = options;
	const desk = createDesk({
		objects: cluster,
		nowMs: startMs,
		logs,
		world: {
			served,
			trafficAt: shopTraffic,
			latencyAt: shopLatency,
			edgesAt: shopEdges,
			chartSteps: 60,
			peakRequestsPerSecond: 820,
			...world,
		},
		size: narrow,
		...others,
	});
	// A wide screen shows more, and each second of it takes longer.
	desk.advance(seconds * 1_000);
	desk.input({kind: 'resize', ...wide});
	desk.advance(6_000);
	return {desk, logs, row: 'shop/checkout', podLog: {kind: 'following'}, ...more};
}

/** Moves the selection of the first list to this row. */
export function standOn(desk: Desk, name: string): void {
	const selected = () => homeOf(desk).rows.find(({isSelected}) => isSelected)?.name;
	desk.press('home');
	for (let at = 0; selected() !== name; at += 1) {
		if (at > 50) throw new Error(`${name} is not on the list`);
		desk.press('down');
	}
}
