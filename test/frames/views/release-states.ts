import {type SafeText, safe} from '../../../source/domain/safe-text.ts';
import type {HeaderView} from '../../../source/engine/screens/header.ts';
import type {ReleaseView} from '../../../source/engine/screens/release.ts';
import type {Headline} from '../../../source/engine/screens/release-headline.ts';
import {emptyCharts} from './charts.ts';
import {release, row} from './release.ts';
import {header} from './shop.ts';

const evenly = safe`20 % of requests go to 2.9.0 · canary 145 rps, stable 582 rps`;

/** Each state of the release screen: the figures and the source of its data, and what becomes of them. */
export const releaseStates: readonly (readonly [string, ReleaseView])[] = [
	['loading', {...release, charts: emptyCharts, empty: safe`Reading shop/checkout …`}],
	['gone', {...release, charts: emptyCharts, empty: safe`this release is gone — esc goes back`}],
	['down', withHeader({cluster: {state: 'failed', ageSeconds: 94, problem: safe`connection refused`}})],
	['forbidden', {...release, empty: safe`FORBIDDEN: list rollouts.argoproj.io in shop`}],
	[
		'partial',
		{
			...release,
			pods: [],
			revisions: [],
			timeline: [],
			charts: chartsSaying(safe`latency: query timed out`),
			comparison: {
				...comparison(),
				rows: comparison().rows.map(one =>
					/^p\d/.test(one.label) ? {...one, stable: safe`–`, canary: safe`–`, mark: safe``} : one,
				),
			},
		},
	],
	[
		'stale',
		{
			...withHeader({
				metrics: {state: 'red', ageSeconds: 94, problem: safe`the newest sample is old: is the scrape running?`},
			}),
			headline: critical(safe`94s ago: CANARY IS WORSE since 02:36`, safe`fails 5.3 in 1,000, stable 1.0`),
			now: safe`20 % of requests go to 2.9.0 · 94s ago: about 36 extra failed requests a minute`,
		},
	],
	[
		'failed',
		{
			...release,
			headline: critical(
				safe`FAILED: checkout-7777d6d58b-x2x90 does not start: CrashLoopBackOff`,
				safe`TOO FEW: no requests to the canary`,
			),
			now: safe`20 % of requests go to 2.9.0 · canary 0.0 rps, stable 727 rps`,
			next: safe`nothing by itself: Argo has given up waiting`,
			comparison: null,
			why: {text: safe`checkout-7777d6d58b-x2x90: CrashLoopBackOff, exit code 1 12s ago`, isUrgent: true},
		},
	],
	[
		'worse-by-latency',
		{
			...release,
			headline: critical(safe`CANARY IS WORSE since before 02:36`, safe`p95 10× slower`),
			now: safe`20 % of requests go to 2.9.0 · canary 145 rps, stable 582 rps`,
			comparison: {
				...comparison(),
				rows: [
					row('errors', safe`0.10 %`, safe`0.10 %`, {note: safe`91 of 91k requests failed`}),
					row('p50', safe`45ms`, safe`460ms`, {mark: safe`10×`}),
					row('p95', safe`112ms`, safe`1.1s`, {mark: safe`10×`}),
					row('p99', safe`280ms`, safe`≥2.5s`),
				],
			},
		},
	],
	[
		'both-bad',
		alike({
			headline: critical(safe`BOTH BAD: stable rose too`, safe`0.10 % → 19 % fail`),
			errors: [safe`19 %`, safe`19 %`],
			note: safe`17k of 91k requests failed`,
		}),
	],
	[
		'was-worse',
		alike({
			headline: state('warning', safe`WAS WORSE 02:36–02:40, not now`),
			errors: [safe`0.10 %`, safe`0.11 %`],
			note: safe`96 of 91k requests failed`,
		}),
	],
	[
		'no-harm',
		alike({
			headline: state('warning', safe`PAUSED 10m`, safe`NO HARM ABOVE 0.06 %`, safe`latency not compared`),
			errors: [safe`0.10 %`, safe`0.10 %`],
			note: safe`91 of 91k requests failed`,
		}),
	],
	[
		'too-few',
		{
			...alike({
				headline: state('moving', safe`PAUSED 7m40s`, safe`TOO FEW: 41 requests, ~9 min more`),
				errors: [safe`0.10 %`, safe`0.00 %`],
				note: safe`0 of 41 requests failed`,
			}),
			next: safe`in 2m20s: step 6 of 9 begins`,
		},
	],
	[
		'cannot-compare',
		{
			...release,
			headline: state('warning', safe`GATE 10m`, safe`CANNOT COMPARE: header route`),
			now: evenly,
			comparison: null,
		},
	],
	[
		'taken-back',
		{
			...release,
			headline: {
				tone: 'good',
				glyph: safe`✔`,
				parts: [
					safe`TAKEN BACK 02:41 by ana@corp`,
					safe`RECOVERED after 9s`,
					safe`it had cost ~36 failed requests a minute for 5m`,
				],
				isRecovered: true,
			},
			intent: {
				progress: {tone: 'good', text: safe`02:41:07 BACK TO 2.8.1: aborted, 0% configured after 2s`},
				recovery: {tone: 'good', text: safe`RECOVERED after 9s: no requests to the canary for 2 windows`},
			},
			now: safe`0 % of requests go to 2.9.0 · canary 0.0 rps, stable 727 rps`,
			next: safe`nothing by itself: aborted; the spec still says 2.9.0`,
			back: safe`already back on 2.8.1: the release was aborted`,
		},
	],
	['one-chart', {...release, chartIndex: 1}],
];

/** A canary that fails no more than stable. */
function alike(of: {
	readonly headline: Headline;
	readonly errors: readonly [SafeText, SafeText];
	readonly note: SafeText;
}): ReleaseView {
	const [stable, canary] = of.errors;
	const rows = comparison().rows.filter(({label}) => /^(?:p50|req|pods)/.test(label));
	return {
		...release,
		headline: of.headline,
		now: evenly,
		comparison: {...comparison(), rows: [row('errors', stable, canary, {note: of.note}), ...rows]},
	};
}

function comparison(): NonNullable<ReleaseView['comparison']> {
	if (!release.comparison) throw new Error('the release has a comparison');
	return release.comparison;
}

function critical(first: SafeText, ...others: readonly SafeText[]): Headline {
	return {tone: 'critical', glyph: safe`✖`, parts: [first, ...others]};
}

function state(tone: 'warning' | 'moving', first: SafeText, ...others: readonly SafeText[]): Headline {
	return {tone, glyph: tone === 'moving' ? safe`…` : safe`‖`, parts: [first, ...others]};
}

function withHeader(changed: Partial<HeaderView>): ReleaseView {
	return {...release, header: {...header, ...changed}};
}

function chartsSaying(empty: SafeText): ReleaseView['charts'] {
	const [errors, latency, throughput] = release.charts;
	return [errors, {...latency, empty}, throughput];
}
