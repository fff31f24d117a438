import type {Desk, DeskOptions} from '../../engine/support/desk.ts';
import {call} from '../../traffic/edges/calls.ts';
import {cluster, startMs} from '../shop/cluster.ts';
import {shopEdges} from '../shop/edges.ts';
import {openShop, standOn} from '../shop/shop.ts';
import {latencyOf, shopCalls, trafficOf} from '../shop/traffic.ts';
import {type FrameCase, frameCase} from './cases.ts';

/** Who calls whom, in its shapes. */
export const topologyCases: readonly FrameCase[] = [
	frameCase('topology-graph', () => around('shop/checkout', ['+', 'g'])),
	frameCase('topology-graph-marked', () => around('shop/checkout', ['+', 'g', 'up'])),
	frameCase('topology-neighbour', () => around('shop/checkout', ['down', 'enter', '+'])),
	frameCase('topology-callers-alone', () => around('shop/checkout', ['d', '+', '+'])),
	frameCase('topology-circle', () => around('pay/gateway', ['+', '+', '+'])),
	frameCase('topology-failures', () => around('web/web', [], failingBelow)),
	frameCase('topology-failures-below', () => around('pay/gateway', [], failingBelow)),
	frameCase('topology-many', () => around('shop/currency', [], {world: {edgesAt: manyCallers}})),
	frameCase('topology-many-graph', () => around('shop/currency', ['g', 'up', 'up'], {world: {edgesAt: manyCallers}})),
	frameCase('topology-nobody', () => around('shop/search', [])),
	frameCase('topology-nobody-graph', () => around('shop/search', ['g'])),
	frameCase('topology-routed', () =>
		around('shop/currency', [], {objects: [...cluster, publicRoute], world: {edgesAt: () => []}}),
	),
	frameCase('topology-not-told', () => around('shop/checkout', [], {world: {meshes: ['ingress-nginx']}})),
	frameCase('topology-empty', () => around('ops/backup', [], {world: {edgesAt: () => []}})),
	frameCase('topology-edges-loading', () => around('shop/checkout', [], {world: {latencyMs: exceptEdges}})),
	frameCase('topology-edges-failed', () => around('shop/checkout', [], {world: {edgesAt: () => null}})),
	frameCase('topology-edges-old', edgesOld),
];

function around(row: string, keys: readonly string[], options: Partial<DeskOptions> = {}): Desk {
	const {desk} = openShop(options);
	standOn(desk, row);
	desk.press('T');
	desk.advance(3_000);
	desk.press(...keys);
	desk.advance(6_000);
	return desk;
}

const publicRoute = {
	apiVersion: 'networking.istio.io/v1',
	kind: 'VirtualService',
	metadata: {name: 'public', namespace: 'shop', uid: 'uid-of-public', resourceVersion: '1'},
	spec: {
		hosts: ['currency.example.com'],
		gateways: ['istio-system/public'],
		http: [{route: [{destination: {host: 'currency'}}]}],
	},
};

const exceptEdges: Desk['world']['latencyMs'] = command =>
	command.kind === 'ask' && command.question === 'edges' ? 'never' : 5;

/** The gateway fails, and with it those that call it. */
const failing = shopCalls.map(called => {
	const from = {atMs: startMs - 300_000};
	if (called.service === 'gateway') return {...called, perSecond: 153, from: {...from, failing: 0.96}};
	return called.service === 'web' ? {...called, from: {...from, failing: 0.2}} : called;
});
const failingBelow: Partial<DeskOptions> = {
	world: {
		trafficAt: trafficOf(failing),
		latencyAt: latencyOf(failing),
		edgesAt: () => [
			call(null, 'web/web', 765, 153),
			...shopEdges().filter(({callee}) => callee.service !== 'web' && callee.service !== 'gateway'),
			{...call('web/web', 'pay/gateway', 153, 147), caller: shopEdges()[2]?.caller ?? null},
		],
	},
};

function manyCallers(): ReturnType<typeof shopEdges> {
	const names = Array.from({length: 22}, (_, at) => `storefront-${'very-'.repeat(at % 6)}long-name-${at}`);
	return names.map((name, at) =>
		call(`checkout-team-${at % 3}/${name}`, 'shop/currency', 40 - at, at % 7 === 0 ? 1 : 0),
	);
}

function edgesOld(): Desk {
	const desk = around('shop/checkout', []);
	desk.world.edgesAt = () => null;
	desk.advance(150_000);
	return desk;
}
