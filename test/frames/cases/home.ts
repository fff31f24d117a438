import {ident, line, safe} from '../../../source/domain/safe-text.ts';
import type {HeaderView} from '../../../source/engine/screens/header.ts';
import type {HomeView} from '../../../source/engine/screens/home.ts';
import {attentionRows, emptyHome, home, service, services} from '../views/home.ts';
import {header, nowMs} from '../views/shop.ts';
import type {FrameCase} from './cases.ts';

function homeCase(name: string, view: HomeView): FrameCase {
	return {name: `home-${name}`, screen: {kind: 'home', view}};
}

function withHeader(changes: Partial<HeaderView>): HomeView {
	return {...home, header: {...header, ...changes}};
}

const waiting = {state: 'waiting', ageSeconds: null, problem: null} as const;
const old = {kind: 'stale', value: 0.0131, atMs: nowMs - 94_000} as const;
const longName = 'team-commerce-experience-platform/checkout-orchestration-service-v2-blue';

export const homeCases: readonly FrameCase[] = [
	homeCase('full', home),
	homeCase('loading', {
		...emptyHome,
		counts: null,
		header: {...header, cluster: waiting, metrics: waiting, user: null},
		empty: safe`Reading services, workloads and releases from prod-eu1 …`,
	}),
	homeCase('empty', emptyHome),
	homeCase('no-match', {
		...emptyHome,
		empty: safe`No service matches "chekout": esc clears the filter.`,
		footer: {...home.footer, filter: {text: safe`chekout`, isEditing: false}},
	}),
	homeCase('filtering', {
		...home,
		services: services.filter(row => row.name.includes('pay')),
		total: 3,
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
		services: services.map(row => ({
			...row,
			requestsPerSecond: {...old, value: 55},
			errorRatio: old,
			latencyP50Ms: {...old, value: 22},
			latencyP95Ms: {...old, value: 90},
			latencyP99Ms: {...old, value: 400},
		})),
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
		services: services.map(row => ({
			...row,
			requestsPerSecond: {kind: 'noSeries'},
			errorRatio: {kind: 'noSeries'},
			latencyP50Ms: {kind: 'noSeries'},
			latencyP95Ms: {kind: 'noSeries'},
			latencyP99Ms: {kind: 'noSeries'},
			errorTrend: [],
			trafficTrend: [],
		})),
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
	homeCase('long-names', {
		...withHeader({
			context: ident('arn:aws:eks:eu-west-1:123456789012:cluster/production-commerce-blue'),
			user: ident('system:serviceaccount:platform:release-manager'),
		}),
		attention: attentionRows.map(row => ({
			...row,
			name: line(longName),
			tag: line('2.9.0-rc.1-gdeadbeef-dirty'),
			comparison: line(`readiness probe failed on ${longName}-6d5f9c7b8-x2x9k: HTTP probe failed with statuscode: 503`),
		})),
		services: services.map((row, index) => ({
			...row,
			name: line(`${longName}-${index}`),
			versions: safe`2.8.1-rc.10 → 2.9.0-rc.1-gdeadbeef 20%`,
		})),
	}),
	homeCase('wide-characters', {
		...home,
		attention: attentionRows.map(row => ({
			...row,
			where: line('準備中 50% 保留 🚦 1m'),
			comparison: line('错误率上升 5.2 vs 1.0 café 🚀🚀'),
		})),
		services: services.map(row => ({...row, flags: [line('再起動 2 回 🔁')]})),
	}),
	homeCase('hostile', {
		...withHeader({
			context: ident('prod\u001b[2J\u001b[H'),
			banners: [{tone: 'critical', text: line('\u001b]0;staging\u0007 \u202Etxt.exe \u009b31m all healthy\r')}],
		}),
		attention: attentionRows.map(row => ({
			...row,
			name: ident('shop/\u001b[8mhidden'),
			comparison: line('\u001b[1A\u001b[2KHealthy \u200b\u2066x'),
		})),
		services: services.map(row => ({
			...row,
			name: ident('shop/саrt\u0007'),
			flags: [line('\u001b[31;40mok\u001b[0m')],
		})),
	}),
	homeCase('many', {
		...home,
		counts: {needsYou: 12, moving: 3, quiet: 985, isPart: false},
		attentionTotal: 15,
		attention: Array.from(
			{length: 12},
			(_, index) =>
				({
					...(attentionRows[index % 4] ?? attentionRows[0]),
					name: line(`shop/service-${index}`),
				}) as (typeof attentionRows)[number],
		),
		services: Array.from({length: 60}, (_, index) =>
			service(`shop/service-${index}`, {calm: [index * 37, index / 4_000], isSelected: index === 59}),
		),
		offset: 120,
		total: 1_000,
	}),
];
