import {ident, type SafeText, safe} from '../../../source/domain/safe-text.ts';
import type {ComparisonRow} from '../../../source/engine/screens/comparison-rows.ts';
import type {ReleaseView} from '../../../source/engine/screens/release.ts';
import {releaseCharts} from './charts.ts';
import {pods, versions} from './service.ts';
import {footerOf, header, ofPaused} from './shop.ts';

const releaseFooter = footerOf('release', ofPaused);

/** A row of the comparison; one with a mark is critical. */
export function row(
	label: string,
	stable: SafeText,
	canary: SafeText,
	{mark = safe``, note = safe``}: {readonly mark?: SafeText; readonly note?: SafeText} = {},
): ComparisonRow {
	return {label: ident(label), stable, canary, mark, note, tone: mark === '' ? 'quiet' : 'critical'};
}

export const release: ReleaseView = {
	header,
	name: safe`shop/checkout`,
	versions: safe`2.8.1 → 2.9.0 (r41→r42)`,
	controller: safe`argo`,
	headline: {
		tone: 'critical',
		glyph: safe`✖`,
		parts: [safe`CANARY IS WORSE since 02:36`, safe`fails 5.3 in 1,000, stable 1.0`, safe`p99 3× slower`],
	},
	intent: null,
	now: safe`20 % of requests go to 2.9.0 · about 36 extra failed requests a minute`,
	next: safe`nothing by itself: paused at step 5 of 9, waiting for you, 10m`,
	back: safe`2.8.1 by argo abort · 8/8 pods ready · each takes 91 rps (24 h peak 65 to 129)`,
	steps: [
		{label: safe`5%`, state: 'done'},
		{label: safe`2m`, state: 'done'},
		{label: safe`10%`, state: 'done'},
		{label: safe`analysis`, state: 'done'},
		{label: safe`20%`, state: 'done'},
		{label: safe`PAUSE`, state: 'current'},
		{label: safe`50%`, state: 'ahead'},
		{label: safe`analysis`, state: 'ahead'},
		{label: safe`100%`, state: 'ahead'},
	],
	comparison: {
		window: safe`since 20%, 10m`,
		stable: safe`2.8.1`,
		canary: safe`2.9.0`,
		rows: [
			row('errors', safe`0.10 %`, safe`0.53 %`, {mark: safe`5×`, note: safe`322 of 91k requests failed`}),
			row('p50', safe`45ms`, safe`45ms`),
			row('p95', safe`112ms`, safe`191ms`, {mark: safe`+79ms`}),
			row('p99', safe`280ms`, safe`832ms`, {mark: safe`3×`}),
			row('req/s', safe`582`, safe`145`, {note: safe`20 % to the canary`}),
			row('pods', safe`8/8`, safe`2/2`, {note: safe`0 restarts`}),
		],
	},
	disagreement: null,
	places: [],
	contradictions: [],
	why: null,
	changed: [safe`image 2.8.1 → 2.9.0`, safe`cpu limit 500m → 250m`, safe`env FEATURE_FAST_PATH, PAYMENT_TIMEOUT_MS`],
	analyses: [safe`success-rate passed 3 of 3 (last 0.9992)`],
	pods,
	morePods: 4,
	timeline: [
		{at: safe`02:37:00`, text: safe`step 5: paused for a person`, isWarning: false},
		{at: safe`02:36:58`, text: safe`weight 20 % (was 10 %)`, isWarning: false},
		{at: safe`02:36:55`, text: safe`analysis success-rate passed`, isWarning: false},
		{at: safe`02:32:12`, text: safe`weight 10 % (was 5 %)`, isWarning: false},
		{at: safe`02:30:02`, text: safe`Readiness probe failed: HTTP 503`, isWarning: true},
	],
	charts: releaseCharts,
	chartIndex: null,
	range: safe`15 min`,
	revisions: versions,
	revisionsOver: safe`over 1m`,
	empty: null,
	footer: releaseFooter,
};
