import {ident, line, safe} from '../../../source/domain/safe-text.ts';
import type {ConfirmView} from '../../../source/engine/screens/confirm-view.ts';
import type {ReleaseView} from '../../../source/engine/screens/release.ts';
import {emptyCharts} from '../views/charts.ts';
import {backDialog, blockedDialog, promoteDialog} from '../views/confirm.ts';
import {release} from '../views/release.ts';
import {releaseStates} from '../views/release-states.ts';
import {footerOf, header, ofPaused} from '../views/shop.ts';
import type {FrameCase} from './cases.ts';

function releaseCase(name: string, view: ReleaseView, confirm: ConfirmView | null = null): FrameCase {
	return {name: `release-${name}`, screen: {kind: 'release', view}, confirm};
}

const many = Array.from({length: 30}, (_, index) => index);

export const releaseCases: readonly FrameCase[] = [
	releaseCase('full', release),
	{
		name: 'release-palette',
		screen: {kind: 'release', view: release},
		palette: {
			about: safe`shop/checkout`,
			text: safe`ju`,
			commands: [
				{text: safe`Jump to step`, key: null, isSelected: true, disabledBecause: null},
				{
					text: safe`Promote`,
					key: safe`p`,
					isSelected: false,
					disabledBecause: safe`not allowed: needs patch rollouts.argoproj.io/status in shop`,
				},
			],
		},
	},
	{
		name: 'release-palette-empty',
		screen: {kind: 'release', view: release},
		palette: {about: null, text: safe`nonsense`, commands: []},
	},
	...releaseStates.map(([name, view]) => releaseCase(name, view)),
	releaseCase('stable', {
		...release,
		versions: safe`2.8.1 (r41)`,
		headline: {tone: 'quiet', glyph: safe`·`, parts: [safe`stable: no release under way`]},
		now: safe`100 % on 2.8.1`,
		next: safe`nothing by itself`,
		back: safe`b chooses a revision to go back to`,
		steps: [],
		comparison: null,
		changed: [],
		analyses: [],
		charts: emptyCharts,
		revisions: [],
		timeline: [],
	}),
	releaseCase('not-rolled-back', {
		...release,
		versions: safe`1.1.0 → 1.2.0 (r7→r8)`,
		now: safe`100 % of requests go to 1.2.0`,
		next: safe`nothing by itself: aborted`,
		back: safe`1.1.0 by its selector · 8/8 pods ready`,
		comparison: null,
		changed: [safe`image 1.1.0 → 1.2.0`],
		footer: footerOf('release', {...ofPaused, to: '1.1.0'}),
		headline: {
			tone: 'critical',
			glyph: safe`✖`,
			parts: [safe`NOT ROLLED BACK: Argo says aborted, 100 % still on 1.2.0`],
		},
		intent: {
			progress: {tone: 'moving', text: safe`02:41:07 BACK TO 1.1.0: accepted · waiting for the selector`},
			recovery: {tone: 'critical', text: safe`NOT RECOVERED after 5 min: requests still reach the canary`},
		},
		why: {text: safe`error-rate failed 3/3: last 0.052 > 0.01`, isUrgent: true},
		contradictions: [safe`controller silent for 4m10s`],
		disagreement: safe`weight 0% by argo · route says 100% · measured 99.8%`,
		steps: many.map(index => ({
			label: line(`${index * 3}%`),
			state: index < 17 ? 'done' : index === 17 ? 'current' : 'ahead',
		})),
	}),
	releaseCase('places-differ', {
		...release,
		now: safe`up to 50 % of requests go to 2.9.0`,
		disagreement: safe`argo wants 20%, the route says 50%`,
		places: [
			safe`50% in VirtualService checkout-public`,
			ident(`20% in VirtualService checkout-${'of-all-regions-'.repeat(8)}, route b2b`),
			...many.slice(0, 9).map(index => line(`5% in HTTPRoute checkout, rule ${index + 1}`)),
		],
	}),
	releaseCase('frozen-stale', {
		...release,
		header: {...header, frozenSeconds: 14, metrics: {state: 'amber', ageSeconds: 44, problem: null}},
		chartIndex: 2,
	}),
	releaseCase('long-names', {
		...release,
		name: ident(`team-commerce-experience/${'checkout-orchestration-'.repeat(4)}`),
		versions: safe`2.8.1-rc.10-gcafebabe → 2.9.0-rc.1-gdeadbeef-dirty (r1041→r1042)`,
		next: line(`analysis ${'success-rate-of-all-regions '.repeat(6)}then 50 %`),
		pods: release.pods.map(pod => ({
			...pod,
			name: ident('checkout-orchestration-service-canary-'.repeat(4)),
			isReady: false,
			state: safe`CrashLoopBackOff`,
			restarts: 1_204,
		})),
	}),
	releaseCase('hostile', {
		...release,
		name: ident('shop/\u001b[2Jcheckout'),
		why: {text: line('failed\u001b[1A\u001b[2KHealthy \u202e\u0007'), isUrgent: true},
		contradictions: [line('日本語のメッセージ 🚨 controller がとまった'.repeat(3))],
		timeline: [{at: safe`02:41:00`, text: line('\u001b]52;c;ZXZpbA==\u0007'), isWarning: true}],
	}),
	releaseCase('dialog-back', release, backDialog),
	releaseCase('dialog-promote', release, promoteDialog),
	releaseCase('dialog-one-choice-off', release, {
		...promoteDialog,
		inputs: [],
		choices: [
			{label: safe`Cancel`, isSelected: true, disabledBecause: null},
			{label: safe`Promote one step`, isSelected: false, disabledBecause: null},
			{label: safe`Promote fully`, isSelected: false, disabledBecause: safe`it waits for its start: p opens the gate`},
		],
	}),
	releaseCase('dialog-blocked', release, blockedDialog),
	releaseCase('dialog-denied', release, {
		...backDialog,
		checks: {state: 'blocked', text: safe`the cluster denies it: no permission to patch rollouts/status`},
		choices: [
			{label: safe`Cancel`, isSelected: true, disabledBecause: null},
			{
				label: safe`Go back`,
				isSelected: false,
				disabledBecause: safe`the cluster denies it: no permission to patch rollouts/status`,
			},
		],
	}),
	releaseCase('dialog-reading', release, {
		...backDialog,
		checks: {state: 'running', text: safe`reading the live object …`},
	}),
	releaseCase('dialog-revisions', release, {
		...backDialog,
		headline: safe`OTHER REVISION`,
		direction: 'towardCanary',
		options: many.map(index => ({
			text: line(`r${41 - index}  2.${8 - Math.floor(index / 4)}.${index % 4}  seen fully available`),
			isSelected: index === 14,
		})),
	}),
	releaseCase('dialog-long', release, {
		...promoteDialog,
		lines: many.map(index => ({
			tone: 'plain',
			text: line(`fact ${index}: ${'something that must be known first '.repeat(3)}`),
		})),
		request: many.map(index => line(`{"op":"test","path":"/status/field/${index}","value":"${'v'.repeat(80)}"}`)),
	}),
];
