import {releaseKey, serviceKey} from '../../../source/domain/keys.ts';
import {line, safe} from '../../../source/domain/safe-text.ts';
import type {AttentionRow, HomeView, ServiceRow} from '../../../source/engine/screens/home.ts';
import {prod} from '../../support/prod.ts';
import {footer, header, nowMs, value} from './shop.ts';

export const homeFooter = footer([
	['enter', 'open'],
	['/', 'filter'],
	['s', 'sort'],
	['R', 'releases'],
	['z', 'freeze'],
	['?', 'help'],
]);

export function service(
	name: string,
	figures: Partial<ServiceRow> & {readonly calm?: readonly [number, number]},
): ServiceRow {
	const [calmRps, errors] = figures.calm ?? [0, 0];
	const rps = figures.requestsPerSecond?.kind === 'value' ? figures.requestsPerSecond.value : calmRps;
	return {
		key: serviceKey(prod, 'shop', name),
		isSelected: false,
		name: line(name),
		requestsPerSecond: value(rps),
		errorRatio: value(errors),
		latencyP50Ms: value(4),
		latencyP95Ms: value(7),
		latencyP99Ms: value(12),
		errorTrend: Array.from({length: 30}, () => errors),
		trafficTrend: Array.from({length: 30}, (_, index) => rps * (0.9 + 0.1 * Math.sin(index / 5))),
		versions: safe`1.4.2`,
		flags: [],
		...figures,
	};
}

const noTraffic: ServiceRow['requestsPerSecond'] = {kind: 'noTraffic', atMs: nowMs - 18_000};

export const services: readonly ServiceRow[] = [
	service('shop/checkout', {
		isSelected: true,
		requestsPerSecond: value(816),
		errorRatio: value(0.0018),
		latencyP50Ms: value(31),
		latencyP95Ms: value(118),
		latencyP99Ms: value(402),
		versions: safe`2.8.1 → 2.9.0 20%`,
		errorTrend: [
			...Array.from({length: 20}, () => 0.001),
			0.001,
			0.0012,
			0.0013,
			0.0015,
			0.0016,
			0.0018,
			0.0018,
			0.0018,
			0.0019,
			0.0018,
		],
		flags: [safe`canary`],
	}),
	service('pay/gateway', {
		requestsPerSecond: value(55),
		errorRatio: value(0.0131),
		latencyP50Ms: value(22),
		latencyP95Ms: value(90),
		latencyP99Ms: value(400),
		errorTrend: [
			0, 0, 0, 0, 0, 0, 0, 0, 0.001, 0.001, 0.002, 0.004, 0.004, 0.006, 0.006, 0.008, 0.008, 0.009, 0.009, 0.01, 0.01,
			0.011, 0.012, 0.012, 0.013, 0.013, 0.013, 0.013, 0.013, 0.0131,
		],
		versions: safe`7.1.0`,
		flags: [safe`2 restarts`],
	}),
	service('pay/ledger', {
		requestsPerSecond: value(6.8),
		latencyP99Ms: {kind: 'tooFew', value: 48, atMs: nowMs},
		versions: safe`3.0 → 3.1 5%`,
		flags: [safe`canary`],
	}),
	service('shop/cart', {calm: [412, 0.0004], versions: safe`1.12 → 1.13 50%`, flags: [safe`canary`]}),
	service('shop/catalog', {
		calm: [1_240, 0.0002],
		latencyP95Ms: value(41),
		latencyP99Ms: value(88),
		versions: safe`5.20.1`,
	}),
	service('shop/currency', {calm: [210, 0], versions: safe`1.4.2`}),
	service('shop/search', {
		calm: [97, 0.0003],
		latencyP95Ms: value(1_320),
		latencyP99Ms: {kind: 'above', boundMs: 5_000, atMs: nowMs},
		versions: safe`0.9.8`,
	}),
	service('shop/email', {
		calm: [3.1, 0],
		requestsPerSecond: {kind: 'stale', value: 3.1, atMs: nowMs - 200_000},
		errorRatio: {kind: 'stale', value: 0.0001, atMs: nowMs - 200_000},
		latencyP50Ms: {kind: 'stale', value: 4, atMs: nowMs - 200_000},
		latencyP95Ms: {kind: 'stale', value: 9, atMs: nowMs - 200_000},
		latencyP99Ms: {kind: 'stale', value: 14, atMs: nowMs - 200_000},
		errorTrend: Array.from({length: 30}, (_, index) => (index < 22 ? 0 : null)),
	}),
	service('pay/reports', {
		calm: [0, 0],
		errorRatio: noTraffic,
		latencyP50Ms: noTraffic,
		latencyP95Ms: noTraffic,
		latencyP99Ms: noTraffic,
		errorTrend: Array.from({length: 30}, () => null),
		versions: safe`2.2.0`,
	}),
	service('ops/backup', {
		requestsPerSecond: {kind: 'noSeries'},
		errorRatio: {kind: 'noSeries'},
		latencyP50Ms: {kind: 'noSeries'},
		latencyP95Ms: {kind: 'noSeries'},
		latencyP99Ms: {kind: 'noSeries'},
		errorTrend: [],
		trafficTrend: [],
		versions: safe`1.0.0`,
	}),
];

function attention(fields: Omit<AttentionRow, 'key' | 'isSelected'>): AttentionRow {
	return {key: releaseKey(prod, 'rollouts.argoproj.io', 'shop', fields.name), isSelected: false, ...fields};
}

export const attentionRows: readonly AttentionRow[] = [
	attention({
		tone: 'critical',
		glyph: safe`✖`,
		word: safe`ABORTED`,
		name: safe`shop/frontend`,
		tag: safe`1.2.0`,
		where: safe`100% on 1.2.0`,
		comparison: safe`Argo says aborted, nothing moved back`,
		controller: safe`argo`,
	}),
	attention({
		tone: 'warning',
		glyph: safe`‖`,
		word: safe`PAUSED`,
		name: safe`shop/checkout`,
		tag: safe`2.9.0`,
		where: safe`20% for 4m`,
		comparison: safe`0.52 % vs 0.10 %`,
		controller: safe`argo`,
	}),
	attention({
		tone: 'warning',
		glyph: safe`‖`,
		word: safe`PAUSED`,
		name: safe`shop/cart`,
		tag: safe`1.13`,
		where: safe`50% held 1m`,
		comparison: safe`0.04 % vs 0.04 %`,
		controller: safe`argo`,
	}),
	attention({
		tone: 'moving',
		glyph: safe`▶`,
		word: safe`ROLLING`,
		name: safe`pay/ledger`,
		tag: safe`3.1`,
		where: safe`5%→10% in 1m12s`,
		comparison: null,
		controller: safe`argo`,
	}),
];

export const home: HomeView = {
	header,
	counts: {needsYou: 3, moving: 1, quiet: 7, isPart: false},
	attention: attentionRows,
	attentionTotal: attentionRows.length,
	services,
	offset: 0,
	total: services.length,
	sort: {column: 'errors', isDescending: true},
	empty: null,
	unmatchedSeries: 0,
	footer: homeFooter,
};

export const emptyHome: HomeView = {
	...home,
	counts: {needsYou: 0, moving: 0, quiet: 0, isPart: false},
	attention: [],
	attentionTotal: 0,
	services: [],
	total: 0,
	empty: safe`No services in the namespaces that you may read.`,
};
