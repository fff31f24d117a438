import {defectOf} from '../../../source/domain/defect.ts';
import {safe} from '../../../source/domain/text/safe-text.ts';
import {latency} from '../../../source/engine/questions/latency.ts';
import {poll} from '../../../source/engine/questions/poll.ts';
import type {ClusterError} from '../../../source/ports/cluster.ts';
import type {MetricsError} from '../../../source/ports/metrics.ts';
import {slowly} from '../../engine/support/asking.ts';
import type {DeskOptions} from '../../engine/support/desk.ts';
import {confirmTowardStable} from '../../engine/support/recorded.ts';
import {down, forbidden} from '../../engine/support/session.ts';
import {openShop, type Shop, standOn} from '../shop/shop.ts';
import type {FrameCase} from './cases.ts';
import {allScreens, lists, measuring, tour} from './tour.ts';

const unreachable: MetricsError = {kind: 'unreachable', status: null, message: safe`connection refused`};
const cannotAnswer: MetricsError = {
	kind: 'unavailable',
	status: 500,
	message: safe`cannot answer (500): the storage is closed`,
};
const brokenInside: ClusterError = {
	kind: 'serverError',
	status: 500,
	message: safe`etcdserver: no leader (500)`,
	missing: null,
};

const defect = defectOf('question trend', new RangeError('a bug'));

/** Every screen of one shop, in each state that its sources can be in. */
export const wholeShopCases: readonly FrameCase[] = [
	...tour('full', () => openShop()),
	...tour('loading', () => openShop({world: {latencyMs: () => 'never'}}, {}, 1), [...lists, 'palette']),
	...tour('loading-metrics', () => openShop({world: {latencyMs: slowly(poll)}}, {}, 5), [...measuring, 'topology']),
	...tour('empty', () => openShop({objects: [], world: {trafficAt: () => []}}, {}, 20), [...lists, 'palette']),
	...tour('stale', staleShop, [...measuring, 'prove', 'topology', 'back', 'promote', 'palette', 'backtest', 'replay']),
	...tour('no-prometheus', withoutPrometheus, [...measuring, 'prove', 'topology']),
	...tour('not-configured', () => openShop({world: {isMetricsConfigured: false}}, {}, 20), [...measuring, 'topology']),
	...tour('down', downShop, allScreens),
	...tour('down-from-the-start', downFromTheStart, lists),
	...tour('forbidden', forbiddenShop, allScreens),
	...tour(
		'failed',
		failedShop,
		allScreens.filter(name => name !== 'help'),
	),
	...tour('nothing-allowed', () => openShop({world: {listError: ({kind}) => mayNotList(kind)}}, {}, 20), lists),
	...tour('partial', partialShop, [...measuring, 'prove', 'topology', 'back', 'promote', 'palette']),
	...tour('read-only', () => openShop({settings: {isReadOnly: true}}, {}, 20), [
		'home',
		'panels',
		'release',
		'palette',
	]),
	...tour('frozen', () => changed(openShop(), 14, desk => desk.press('z')), ['home', 'release', 'logs', 'replay']),
	...tour('defect', () => changed(openShop(), 1, ({dispatch}) => dispatch({kind: 'brokeDown', defect})), [
		'home',
		'release',
		'palette',
	]),
	...tour('refused', refusedShop, ['home', 'release', 'events']),
];

function mayNotList({id}: {readonly id: string}): ClusterError {
	return forbidden(`list ${id} in all namespaces`);
}

function withoutPrometheus(): Shop {
	return changed(openShop(), 30, ({world}) => {
		world.pollError = unreachable;
	});
}

function downShop(): Shop {
	const podLog = {kind: 'failing', message: down.message, retryAtMs: 0} as const;
	return changed(openShop({}, {podLog}), 30, ({world}) => {
		world.heartbeatError = down;
		world.listError = () => down;
		world.readError = () => down;
		world.objectError = () => down;
		world.mayI = () => null;
	});
}

/** The API server answers its heartbeats and fails at everything else, and Prometheus at each query. */
function failedShop(): Shop {
	const podLog = {kind: 'failing', message: brokenInside.message, retryAtMs: 0} as const;
	return changed(openShop({}, {podLog}), 30, ({world, sync}) => {
		world.listError = () => brokenInside;
		world.readError = () => brokenInside;
		world.objectError = () => brokenInside;
		world.mayI = () => null;
		world.pollError = cannotAnswer;
		sync();
	});
}

/** Nothing may be written, and neither pods nor Events be read. */
function forbiddenShop(): Shop {
	const world: DeskOptions['world'] = {
		mayI: () => false,
		objectError: ({kindId, namespace}) => forbidden(`get ${kindId} in ${namespace}`),
		listError: ({kind}) => (kind.kind === 'Event' || kind.kind === 'Pod' ? mayNotList(kind) : null),
	};
	return openShop({world}, {podLog: {kind: 'forbidden', missing: safe`get pods/log`}});
}

/** Argo's kinds may not be read, a store of the metrics and the histograms are missing. */
function partialShop(): Shop {
	const world: DeskOptions['world'] = {
		warnings: [safe`1 of 3 stores did not answer`, safe`latency: the query timed out`],
		unmatched: 3,
		latencyAt: () => null,
		latencyMs: slowly(latency),
		listError: ({kind}) => (kind.group === 'argoproj.io' ? mayNotList(kind) : null),
	};
	return openShop({world}, {row: 'shop/cart'});
}

function changed(shop: Shop, seconds: number, change: (desk: Shop['desk']) => void): Shop {
	change(shop.desk);
	shop.desk.advance(seconds * 1_000);
	return shop;
}

/** Nothing is scraped any more; the rates of before are told as long as they are kept. */
function staleShop(): Shop {
	return changed(openShop(), 100, ({world, state}) => {
		const {trafficAt, latencyAt} = world;
		const untilMs = state().nowMs;
		world.scrapedUntilMs = untilMs;
		world.trafficAt = serverMs => trafficAt(Math.min(serverMs, untilMs));
		world.latencyAt = serverMs => latencyAt(Math.min(serverMs, untilMs));
	});
}

function downFromTheStart(): Shop {
	return openShop({world: {heartbeatError: down, listError: () => down}}, {}, 20);
}

/** The way back was confirmed, and the API server refused it. */
function refusedShop(): Shop {
	const shop = openShop();
	const {desk, row} = shop;
	desk.world.send = () => ({
		kind: 'refused',
		error: {kind: 'denied', status: 403, message: safe`forbidden`, missing: safe`patch rollouts.argoproj.io/status`},
	});
	standOn(desk, row);
	desk.press('x');
	confirmTowardStable(desk);
	return changed(shop, 3, ({press}) => press('escape'));
}
