import {ident, line, type SafeText, safe} from '../../../source/domain/safe-text.ts';
import type {HeaderView} from '../../../source/engine/screens/header.ts';
import type {HomeView} from '../../../source/engine/screens/home.ts';
import type {ServiceRow} from '../../../source/engine/screens/service-row.ts';
import {calmHome, emptyHome, home, service, services} from '../views/home.ts';
import {header, nowMs} from '../views/shop.ts';
import type {FrameCase} from './cases.ts';

function homeCase(name: string, view: HomeView): FrameCase {
	return {name: `home-${name}`, screen: {kind: 'home', view}};
}

function withHeader(changes: Partial<HeaderView>): HomeView {
	return {...home, header: {...header, ...changes}};
}

/** The first row selected, and what is said of it. */
function explaining(changes: Partial<NonNullable<HomeView['explained']>>, row: Partial<ServiceRow> = {}): HomeView {
	const [first, ...others] = services;
	if (!first || !home.explained) throw new Error('no row is selected');
	return {...home, rows: [{...first, ...row}, ...others], explained: {...home.explained, ...changes}};
}

const waiting = {state: 'waiting', ageSeconds: null, problem: null} as const;
const unknownHurt = {...home.summary, hurt: 'unknown'} as const;
export const longName = 'team-commerce-experience-platform/checkout-orchestration-service-v2-blue';

/** The same row with figures of a minute and a half ago, from which nothing is concluded. */
export function stale(row: ServiceRow): ServiceRow {
	const old = (reading: ServiceRow['requestsPerSecond']): ServiceRow['requestsPerSecond'] =>
		reading.kind === 'value' ? {kind: 'stale', value: reading.value, atMs: nowMs - 94_000} : reading;
	const sign = row.harm === null ? {} : {glyph: safe`‖`, tone: 'warning' as const};
	return {
		...row,
		...sign,
		harm: null,
		failuresPerMinute: old(row.failuresPerMinute),
		requestsPerSecond: old(row.requestsPerSecond),
		errorRatio: old(row.errorRatio),
		latencyP95Ms: row.latencyP95Ms.kind === 'value' ? {...row.latencyP95Ms, kind: 'stale'} : row.latencyP95Ms,
	};
}

/** The same row before any answer, or where none can be had. */
export function unread(row: ServiceRow, isAwaited: boolean): ServiceRow {
	const none = {kind: 'notRead', isAwaited} as const;
	return {
		...row,
		harm: null,
		failuresPerMinute: none,
		requestsPerSecond: none,
		errorRatio: none,
		latencyP95Ms: none,
		trend: {errors: [], latencyP95Ms: [], requestsPerSecond: [], leastErrors: 0.001},
	};
}

export const wide = (text: string): SafeText => line(text);

export const homeCases: readonly FrameCase[] = [
	homeCase('full', home),
	homeCase('none-hurts', calmHome),
	homeCase('loading', {
		...emptyHome,
		summary: {hurt: 'unknown', releases: null, isPart: false},
		header: {...header, cluster: waiting, metrics: waiting, user: null},
		empty: safe`Reading services, workloads and releases from prod-eu1 …`,
	}),
	homeCase('loading-metrics', {
		...calmHome,
		summary: {...calmHome.summary, hurt: 'unknown'},
		rows: calmHome.rows.map(row => unread(row, true)),
	}),
	homeCase('empty', emptyHome),
	homeCase('no-match', {
		...emptyHome,
		summary: home.summary,
		empty: safe`No service matches "chekout": esc clears the filter.`,
		footer: {...emptyHome.footer, filter: {text: safe`chekout`, isEditing: false}},
	}),
	homeCase('filtering', {
		...home,
		rows: services.filter(row => row.name.includes('pay')),
		total: 3,
		explained: null,
		footer: {...home.footer, filter: {text: safe`pay`, isEditing: true}},
	}),
	homeCase('stale', {
		...withHeader({
			metrics: {state: 'red', ageSeconds: 94, problem: safe`the newest sample is 94 s old: scraping stopped?`},
			banners: [
				{
					tone: 'critical',
					text: safe`METRICS: the newest sample is 94 s old: scraping stopped? · promote is off, back still works`,
				},
			],
		}),
		summary: unknownHurt,
		rows: services.map(stale),
	}),
	homeCase(
		'forbidden',
		withHeader({
			scope: safe`ns shop`,
			banners: [{tone: 'warning', text: safe`FORBIDDEN: list rollouts.argoproj.io in all namespaces and 2 more`}],
		}),
	),
	homeCase('partial', {
		...withHeader({banners: [{tone: 'warning', text: safe`PARTIAL METRICS: 1 of 3 stores did not answer`}]}),
		summary: {...home.summary, isPart: true},
		unmatchedSeries: 3,
	}),
	homeCase(
		'api-down',
		withHeader({
			cluster: {state: 'failed', ageSeconds: 14, problem: safe`connection refused`},
			metrics: {state: 'amber', ageSeconds: 41, problem: null},
			banners: [{tone: 'critical', text: safe`API SERVER: connection refused · nothing can be written`}],
		}),
	),
	homeCase('no-prometheus', {
		...withHeader({
			metrics: {state: 'none', ageSeconds: null, problem: safe`no Prometheus found: set --prometheus URL`},
		}),
		summary: unknownHurt,
		rows: services.map(row => unread(row, false)),
	}),
	homeCase('frozen', withHeader({frozenSeconds: 14})),
	homeCase('read-only', withHeader({isReadOnly: true})),
	homeCase('insecure-demo', {
		...withHeader({isInsecure: true, isDemo: true, isProtected: false, context: safe`perch-demo`}),
		footer: {...home.footer, message: {tone: 'warning', text: safe`keys ignored 0.5 s after a paste`}},
	}),
	homeCase('five-banners', {
		...withHeader({
			banners: ['one', 'two', 'three', 'four', 'five'].map(word => ({
				tone: 'warning',
				text: line(`problem number ${word}`),
			})),
		}),
	}),
	homeCase(
		'contradiction',
		explaining(
			{tone: 'warning', sentences: [safe`Argo says aborted, but 100% of requests still go to 4.3.0`, second()]},
			{glyph: safe`≠`, tone: 'warning', harm: null},
		),
	),
	homeCase(
		'no-release',
		explaining(
			{
				versions: safe``,
				glyph: safe``,
				controller: safe``,
				sentences: [safe`6.80 % of its requests fail (its past is not known): ~461 a minute`],
			},
			{release: {tag: safe``, share: safe``, where: safe``, isAtRest: true}, flags: []},
		),
	),
	homeCase('sorted-by-p95', {...home, sort: {column: 'p95', isDescending: true}}),
	homeCase('long-names', {
		...withHeader({
			context: ident('arn:aws:eks:eu-west-1:123456789012:cluster/production-commerce-blue'),
			user: ident('system:serviceaccount:platform:release-manager'),
		}),
		rows: services.map((row, index) => ({
			...row,
			name: line(`${longName}-${index}`),
			release: {...row.release, tag: row.release.isAtRest ? row.release.tag : line('2.9.0-rc.1-gdeadbeef-dirty')},
			versions: safe`2.8.1-rc.10 → 2.9.0-rc.1-gdeadbeef 20%`,
		})),
		explained: {
			name: line(`${longName}-0`),
			versions: safe`4.2.0 → 4.3.0`,
			glyph: safe`✖`,
			tone: 'critical',
			controller: safe`argo`,
			sentences: [
				line(`readiness probe failed on ${longName}-6d5f9c7b8-x2x9k: HTTP probe failed with statuscode: 503`),
				second(),
			],
		},
	}),
	homeCase('wide-characters', {
		...explaining({sentences: [wide('错误率上升 5.2 vs 1.0 café 🚀🚀'), second()]}),
		rows: services.map(row => ({
			...row,
			release: {...row.release, where: wide('準備中 50% 保留 🚦 1m'), tag: wide('版本二')},
			flags: [wide('再起動 2 回 🔁')],
		})),
	}),
	homeCase('hostile', {
		...withHeader({
			context: ident('prod\u001b[2J\u001b[H'),
			banners: [{tone: 'critical', text: line('\u001b]0;staging\u0007 \u202Etxt.exe \u009b31m all healthy\r')}],
		}),
		rows: services.map(row => ({
			...row,
			name: ident('shop/саrt\u0007'),
			release: {...row.release, tag: ident('2\u001b[8m.9')},
			flags: [line('\u001b[31;40mok\u001b[0m')],
		})),
		explained: {
			name: ident('shop/\u001b[8mhidden'),
			versions: safe`4.2.0 → 4.3.0`,
			glyph: safe`✖`,
			tone: 'warning',
			controller: safe`argo`,
			sentences: [line('\u001b[1A\u001b[2KHealthy \u200b\u2066x')],
		},
	}),
	homeCase('many', {
		...home,
		summary: {
			hurt: {count: 12, failedPerMinute: 1_234_567, slower: 7},
			releases: {waiting: 131, moving: 44, quiet: 9_813},
			isPart: false,
		},
		rows: Array.from({length: 41}, (_, index) =>
			service(`shop/service-${5_000 + index}`, {
				rps: index * 370,
				failedPerMinute: index * 3,
				isSelected: index === 40,
			}),
		),
		offset: 5_000,
		total: 10_000,
	}),
];

function second(): SafeText {
	return home.explained?.sentences.at(-1) ?? safe``;
}
