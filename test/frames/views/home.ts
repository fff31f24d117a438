import {releaseKey, serviceKey} from '../../../source/domain/keys.ts';
import {line, type SafeText, safe} from '../../../source/domain/safe-text.ts';
import type {HomeView} from '../../../source/engine/screens/home.ts';
import type {ServiceRow} from '../../../source/engine/screens/service-row.ts';
import {prod} from '../../support/prod.ts';
import {footerOf, header, nowMs, ofNothing, ofPaused, value} from './shop.ts';

export const homeFooter = footerOf('home', ofPaused);

/** A service by what it gets and fails: the other figures follow from these, so that they agree. */
interface Measured extends Partial<ServiceRow> {
	readonly rps?: number;
	readonly failedPerMinute?: number;
	readonly p95Ms?: number;
	/** How many of the 30 points of its trend are as bad as now; the others have no failures. */
	readonly badPoints?: number;
}

export function service(name: string, {rps = 0, failedPerMinute = 0, p95Ms = 7, badPoints = 0, ...own}: Measured = {}) {
	const ratio = rps === 0 ? 0 : failedPerMinute / 60 / rps;
	const row: ServiceRow = {
		key: serviceKey(prod, 'shop', name),
		isSelected: false,
		isPinned: false,
		name: line(name),
		glyph: safe` `,
		tone: 'quiet',
		failuresPerMinute: value(failedPerMinute),
		requestsPerSecond: value(rps),
		errorRatio: value(ratio),
		latencyP50Ms: value(p95Ms / 3),
		latencyP95Ms: value(p95Ms),
		latencyP99Ms: value(p95Ms * 3),
		trend: {
			errors: points(at => (badPoints === 0 || at >= 30 - badPoints ? ratio : 0)),
			latencyP95Ms: points(() => p95Ms),
			requestsPerSecond: points(at => rps * (0.95 + 0.05 * Math.sin(at / 3))),
			leastErrors: 0.001,
		},
		harm: null,
		release: atRest(),
		versions: safe``,
		flags: [],
		...own,
	};
	return row;
}

export function points<T>(of: (at: number) => T): readonly T[] {
	return Array.from({length: 30}, (_, at) => of(at));
}

function atRest(tag = safe``): ServiceRow['release'] {
	return {tag, share: safe``, where: safe``, isAtRest: true};
}

function onItsWay(tag: SafeText, share: SafeText, where = share): ServiceRow['release'] {
	return {tag, share, where, isAtRest: false};
}

const noTraffic = {kind: 'noTraffic', atMs: nowMs - 18_000} as const;
const noSeries = {kind: 'noSeries'} as const;

export const services: readonly ServiceRow[] = [
	service('web/search', {
		key: releaseKey(prod, 'rollouts.argoproj.io', 'web', 'search'),
		isSelected: true,
		glyph: safe`✖`,
		tone: 'critical',
		rps: 113,
		failedPerMinute: 461,
		p95Ms: 1_100,
		badPoints: 27,
		harm: {kind: 'fails', extraPerMinute: 430, failedPerMinute: 461, against: 'past'},
		release: onItsWay(safe`4.3.0`, safe`100%`),
		versions: safe`4.2.0 → 4.3.0 100%`,
		flags: [safe`NOT REVERTED`],
	}),
	service('shop/checkout', {
		key: releaseKey(prod, 'rollouts.argoproj.io', 'shop', 'checkout'),
		glyph: safe`✖`,
		tone: 'critical',
		rps: 721,
		failedPerMinute: 82,
		p95Ms: 114,
		badPoints: 12,
		harm: {kind: 'fails', extraPerMinute: 36, failedPerMinute: 82, against: 'stable'},
		release: onItsWay(safe`2.9.0`, safe`20%`, safe`20% held 4m12s`),
		versions: safe`2.8.1 → 2.9.0 20%`,
		flags: [safe`HELD`],
	}),
	service('shop/cart', {
		glyph: safe`‖`,
		tone: 'warning',
		rps: 343,
		failedPerMinute: 8,
		p95Ms: 42,
		release: onItsWay(safe`1.13`, safe`50%`, safe`50% held 1m`),
		versions: safe`1.12 → 1.13 50%`,
		flags: [safe`HELD`],
	}),
	service('pay/ledger', {
		glyph: safe`…`,
		tone: 'moving',
		rps: 2.7,
		latencyP95Ms: {kind: 'tooFew', value: 45, atMs: nowMs},
		release: onItsWay(safe`3.1`, safe`5%`, safe`5%→10% in 1m12s`),
		versions: safe`3.0 → 3.1 5%`,
		flags: [safe`TIMED`],
	}),
	service('ops/backup', {
		failuresPerMinute: noSeries,
		requestsPerSecond: noSeries,
		errorRatio: noSeries,
		latencyP95Ms: noSeries,
		trend: {errors: [], latencyP95Ms: [], requestsPerSecond: [], leastErrors: 0.001},
	}),
	service('pay/gateway', {rps: 48, failedPerMinute: 14, p95Ms: 164, release: atRest(safe`1.30.0`)}),
	service('pay/reports', {
		failuresPerMinute: noTraffic,
		errorRatio: noTraffic,
		latencyP95Ms: noTraffic,
		trend: {
			errors: points(() => null),
			latencyP95Ms: points(() => null),
			requestsPerSecond: points(() => 0),
			leastErrors: 0.001,
		},
		flags: [safe`no traffic`],
	}),
	service('shop/catalog', {rps: 508, p95Ms: 27, isPinned: true, release: atRest(safe`8.1.0`)}),
	service('shop/currency', {rps: 190, p95Ms: 0.4, release: atRest(safe`7.1.0`), flags: [safe`2 restarts`]}),
	service('web/frontend', {rps: 12_765, failedPerMinute: 18, p95Ms: 88}),
	service('web/mobile', {
		rps: 1_040,
		failedPerMinute: 22,
		latencyP95Ms: {kind: 'above', boundMs: 5_000, atMs: nowMs},
	}),
];

export const home: HomeView = {
	header,
	summary: {
		hurt: {count: 2, failedPerMinute: 543, slower: 0},
		releases: {waiting: 1, moving: 1, quiet: 7},
		isPart: false,
	},
	range: safe`15 min`,
	rows: services,
	offset: 0,
	total: services.length,
	sort: {column: 'harm', isDescending: true},
	beside: null,
	explained: {
		name: safe`web/search`,
		versions: safe`4.2.0 → 4.3.0`,
		glyph: safe`✖`,
		tone: 'critical',
		controller: safe`argo`,
		sentences: [
			safe`Argo says aborted, but all traffic still goes to 4.3.0 · 6.80 % of its requests fail, usually 0.46 %: ~430 more a minute`,
			safe`Next: nothing moves by itself · x → 4.2.0 · 4/4 ready · fits: 28 rps/pod, 24h peak 41`,
		],
	},
	empty: null,
	unmatchedSeries: 0,
	footer: homeFooter,
};

export const emptyHome: HomeView = {
	...home,
	summary: {
		hurt: {count: 0, failedPerMinute: 0, slower: 0},
		releases: {waiting: 0, moving: 0, quiet: 0},
		isPart: false,
	},
	rows: [],
	total: 0,
	explained: null,
	beside: null,
	empty: safe`No services in the namespaces that you may read.`,
	footer: footerOf('home', ofNothing),
};

/** No row harms anybody: the selected one waits. */
export const calmHome: HomeView = {
	...home,
	summary: {
		hurt: {count: 0, failedPerMinute: 0, slower: 0},
		releases: {waiting: 1, moving: 1, quiet: 7},
		isPart: false,
	},
	rows: services.slice(2).map((row, at) => ({...row, isSelected: at === 0})),
	total: services.length - 2,
	explained: {
		name: safe`shop/cart`,
		versions: safe`4.2.0 → 4.3.0`,
		glyph: safe`✖`,
		tone: 'warning',
		controller: safe`argo`,
		sentences: [
			safe`0.4 vs 0.4 fail/1k`,
			safe`Next: nothing moves by itself: held since 02:40:12 for a person · x → 1.12 by argo abort · 4/4 ready`,
		],
	},
};
