import {safe} from '../../../source/domain/safe-text.ts';
import type {ReleaseView} from '../../../source/engine/screens/release.ts';
import {releaseCharts} from './charts.ts';
import {pods, versions} from './service.ts';
import {footer, header} from './shop.ts';

const releaseFooter = footer([
	['p', 'promote'],
	['h', 'hold', 'it is held'],
	['r', 'resume'],
	['x', 'back'],
	['b', 'other revision'],
	['t', 'retry', 'nothing failed'],
	['1-3', 'chart'],
	['[ ]', 'range'],
	['?', 'help'],
]);

export const release: ReleaseView = {
	header,
	name: safe`shop/checkout`,
	versions: safe`2.8.1 → 2.9.0 (r41→r42)`,
	controller: safe`argo`,
	state: {tone: 'warning', glyph: safe`‖`, text: safe`HELD 4m12s for a person   canary fails 5.2 in 1,000, stable 1.0`},
	intent: null,
	now: safe`20 % on canary · ~41 extra failed requests a minute · stable unchanged`,
	next: safe`nothing moves by itself: held 4m12s for a person`,
	back: safe`x → 2.8.1 · stable 8/8 ready · 102 rps/pod after, 24 h peak 131 · fits`,
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
	stepCount: safe`argo 5/9`,
	comparison: {
		window: safe`since 20 %, 4m12s`,
		rows: [
			{
				label: safe`errors`,
				stable: safe`164 / 164k`,
				canary: safe`213 / 41k`,
				difference: safe`+4.2/1k [3.5, 4.9]`,
				tone: 'critical',
			},
			{label: safe`p95`, stable: safe`117ms`, canary: safe`121ms`, difference: safe`+4ms`, tone: 'quiet'},
			{label: safe`pods`, stable: safe`8/8`, canary: safe`2/2 0 restarts`, difference: safe``, tone: 'quiet'},
		],
	},
	disagreement: null,
	places: [],
	contradictions: [],
	why: null,
	changed: safe`image · cpu limit 500m→250m · env 2 keys`,
	analyses: [safe`success-rate passed 5/5, last 0.998 ≥ 0.99`],
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
	chartIndex: 0,
	range: safe`15 min`,
	revisions: versions,
	empty: null,
	footer: releaseFooter,
};
