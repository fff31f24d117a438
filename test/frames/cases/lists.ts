import {safe} from '../../../source/domain/text/safe-text.ts';
import type {Remains} from '../../../source/ports/metrics.ts';
import type {Desk, DeskOptions} from '../../engine/support/desk.ts';
import {cluster, served, service, startMs} from '../shop/cluster.ts';
import {openShop, standOn} from '../shop/shop.ts';
import {latencyOf, shopCalls, trafficOf} from '../shop/traffic.ts';
import {type FrameCase, frameCase} from './cases.ts';

/** Shorter than a verdict takes: what is shown here does not depend on one. */
const seconds = 25;

function shop(keys: readonly string[], options: Partial<DeskOptions> = {}, typed = ''): Desk {
	const {desk} = openShop(options, {}, seconds);
	desk.press(...keys);
	desk.type(typed);
	desk.advance(1_000);
	return desk;
}

/** What the operator makes of the first screen, the panels, the releases and the help. */
export const listCases: readonly FrameCase[] = [
	frameCase('home-filtering', () => shop(['/'], {}, 'pay')),
	frameCase('home-no-match', () => pressed(shop(['/'], {}, 'chekout'), 'enter')),
	frameCase('home-sorted-by-p95', () => shop(['s', 's', 's'])),
	frameCase('home-pinned', () => shop(['down', ' ', 'down', 'down', ' '])),
	frameCase('home-service', () => on('pay/gateway')),
	frameCase('home-calm', () =>
		shop([], {objects: plain, world: {trafficAt: trafficOf(calm), latencyAt: latencyOf(calm)}}),
	),
	frameCase('home-many', () => pressed(shop([], many), 'end', 'pageup')),
	frameCase('home-no-series', () => shop([], {world: {trafficAt: () => [], latencyAt: () => null}})),
	frameCase('home-not-scraped', () => unread({'virtualservices.networking.istio.io': ['v1']}, {})),
	frameCase('home-not-labelled', () =>
		unread(
			{'servicedefaults.consul.hashicorp.com': ['v1alpha1']},
			{unlabelled: [{mesh: 'consul', metric: 'envoy_cluster_upstream_rq'}]},
		),
	),
	frameCase('home-several-not-scraped', () =>
		unread({'ingressroutes.traefik.io': ['v1alpha1'], 'serviceprofiles.linkerd.io': ['v1alpha2']}, {}),
	),
	frameCase('home-degraded', degraded),
	frameCase('home-demo', () => pasted(shop([], {settings: {isDemo: true, protection: {kind: 'none'}}}))),
	frameCase('home-pressed-nothing', () => shop(['a'])),
	frameCase('panels-flat', () => shop(['v', '-'])),
	frameCase('panels-tall', () => shop(['v', '+', '+', '+', '+'])),
	frameCase('panels-second-page', () => shop(['v', 's', ')'], many)),
	frameCase('panels-pinned', () => shop(['down', ' ', 'down', 'down', ' ', 'v'])),
	frameCase('panels-no-match', () => pressed(shop(['v', '/'], {}, 'chekout'), 'enter')),
	frameCase('panels-wall', () => shop([], {settings: {wall: {screen: 'panels', pageSeconds: 15}, isReadOnly: true}})),
	frameCase('releases-selected', () => shop(['R', 'down'])),
	frameCase('releases-no-match', () => pressed(shop(['R', '/'], {}, 'chekout'), 'enter')),
	frameCase('help-scrolled', () => shop(['?', 'pagedown'])),
	frameCase('palette-contexts', () => shop([':'], {}, 'ctx')),
	frameCase('palette-namespaces', () => shop([':'], {}, 'ns')),
	frameCase('palette-no-match', () => shop([':'], {}, 'nonsense')),
];

function pressed(desk: Desk, ...keys: readonly string[]): Desk {
	desk.press(...keys);
	desk.advance(1_000);
	return desk;
}

function on(name: string): Desk {
	const desk = shop([]);
	standOn(desk, name);
	desk.advance(3_000);
	return desk;
}

/** A Prometheus without the metrics of what is installed. */
function unread(groups: Readonly<Record<string, readonly string[]>>, found: Partial<Remains>): Desk {
	const remains: Remains = {unlabelled: [], replaced: [], ...found};
	const kept = Object.entries(served).filter(([kind]) => !kind.endsWith('.networking.istio.io'));
	const world = {isMetricsConfigured: false, remains, served: {...Object.fromEntries(kept), ...groups}};
	return shop([], {world});
}

const calm = shopCalls.map(({from: _, ...called}) => called);
const plain = cluster.filter(({kind}) => kind === 'Service');

const names = Array.from({length: 300}, (_, at) => `service-${String(at).padStart(3, '0')}`);
const manyCalls = names.map((name, at) => ({namespace: 'shop', service: name, perSecond: 10 + at * 37, p50Ms: 5 + at}));
const many: Partial<DeskOptions> = {
	objects: names.map(name => service('shop', name)),
	nowMs: startMs,
	world: {served, trafficAt: trafficOf(manyCalls), latencyAt: latencyOf(manyCalls)},
};

/** Everything that a banner can warn of at once. */
function degraded(): Desk {
	const desk = shop([], {
		target: {isInsecure: true},
		settings: {configMistakes: [safe`~/.config/perch/config.json: themee is no setting: is theme meant?`]},
		world: {clockOffsetMs: 90_000, warnings: [safe`1 of 3 stores did not answer`], unmatched: 3},
	});
	desk.server.mutate('Rollout', 'search', [{op: 'replace', path: '/spec/replicas', value: 'five'}]);
	desk.sync();
	desk.world.isAuditFull = true;
	standOn(desk, 'shop/checkout');
	desk.press('x');
	desk.advance(500);
	desk.press('right', 'enter');
	desk.advance(2_000);
	desk.press('escape');
	desk.advance(2_000);
	return desk;
}

function pasted(desk: Desk): Desk {
	desk.input({kind: 'paste', length: 40});
	desk.press('x');
	return desk;
}
