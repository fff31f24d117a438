import {ident, line, safe} from '../../../source/domain/safe-text.ts';
import type {ServiceView} from '../../../source/engine/screens/service.ts';
import {emptyCharts} from '../views/charts.ts';
import {help} from '../views/help.ts';
import {releases} from '../views/releases.ts';
import {policy, serviceView} from '../views/service.ts';
import type {FrameCase} from './cases.ts';

function serviceCase(name: string, view: ServiceView): FrameCase {
	return {name: `service-${name}`, screen: {kind: 'service', view}};
}

export const otherCases: readonly FrameCase[] = [
	serviceCase('full', serviceView),
	serviceCase('second-chart', {...serviceView, chartIndex: 1}),
	serviceCase('sent', {
		...serviceView,
		intent: {
			progress: {tone: 'moving', text: safe`02:41:07 RESTART checkout: accepted · 1 of 8 pods is new`},
			recovery: null,
		},
	}),
	serviceCase('policy', {...serviceView, policy}),
	serviceCase('policy-hostile', {
		...serviceView,
		policy: policy.map(row => ({...row, text: line(`日本語 \u001b[31m${row.text}`)})),
	}),
	serviceCase('loading', {...serviceView, now: null, empty: safe`Reading six hours of shop/checkout …`}),
	serviceCase('no-series', {
		...serviceView,
		charts: [emptyCharts[1], {...emptyCharts[2], empty: safe`no traffic`}, emptyCharts[0]],
		versions: [],
		pods: [],
		morePods: 0,
		hasRelease: false,
	}),
	serviceCase('cannot-tell', {
		...serviceView,
		cannotTell: safe`one workload label: versions look alike in the metrics, no split is shown`,
		versions: [],
	}),
	serviceCase('strange-figures', {
		...serviceView,
		charts: serviceView.charts.map((chart, index) => ({
			...chart,
			lines: chart.lines.map(line => ({
				...line,
				points: line.points.map((point, at) => ({
					...point,
					value: [Number.NaN, Number.POSITIVE_INFINITY, null, -5, 1e12, 0][(at + index) % 6] ?? null,
				})),
			})),
		})) as unknown as ServiceView['charts'],
	}),
	{name: 'releases-full', screen: {kind: 'releases', view: releases}},
	{
		name: 'releases-empty',
		screen: {
			kind: 'releases',
			view: {
				...releases,
				rows: [],
				total: 0,
				empty: safe`No releases: no Rollout, Deployment or Canary that you may read.`,
			},
		},
	},
	{
		name: 'releases-hostile',
		screen: {
			kind: 'releases',
			view: {
				...releases,
				rows: releases.rows.map(row => ({
					...row,
					name: ident('shop/\u001b]0;x\u0007'),
					why: line('日本語 \u001b[31m🚨'),
				})),
				total: 900,
			},
		},
	},
	{name: 'help', screen: {kind: 'help', view: help}},
	{name: 'help-scrolled', screen: {kind: 'help', view: {...help, offset: 10}}},
	{name: 'help-past-the-end', screen: {kind: 'help', view: {...help, offset: 500}}},
];
