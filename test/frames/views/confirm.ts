import {line, type SafeText, safe} from '../../../source/domain/safe-text.ts';
import type {ConfirmView} from '../../../source/engine/screens/confirm-view.ts';

export const backDialog: ConfirmView = {
	direction: 'towardStable',
	headline: safe`BACK TO 2.8.1`,
	object: safe`shop/checkout`,
	cluster: safe`prod-eu1`,
	isProtected: true,
	lines: [
		{tone: 'plain', text: safe`20 % returns to r41. Stable takes +163 rps: 102/pod, peak 131. Fits.`},
		{tone: 'plain', text: safe`Done by: argo abort. r42 stops after 30 s.`},
		{tone: 'warning', text: safe`Git still has 2.9.0: the next commit starts it again.`},
	],
	checks: {state: 'ok', text: safe`live check 0.2 s ago: unchanged · dry-run ok`},
	request: [],
	choices: [
		{label: safe`Cancel`, isSelected: true, disabledBecause: null},
		{label: safe`Go back`, isSelected: false, disabledBecause: null},
	],
	inputs: [],
	options: [],
	bodyOffset: 0,
	message: null,
};

export const promoteDialog: ConfirmView = {
	...backDialog,
	direction: 'towardCanary',
	headline: safe`PROMOTE ONE STEP`,
	lines: [
		{tone: 'plain', text: safe`20 % → 50 % of traffic on 2.9.0. Then analysis, by itself.`},
		{tone: 'critical', text: safe`Canary fails 5.2 in 1,000, stable 1.0: about 82 more failed requests a minute.`},
		{tone: 'dim', text: safe`Does not skip the analysis. Argo CD does not manage this field.`},
	],
	choices: [
		{label: safe`Cancel`, isSelected: true, disabledBecause: null},
		{label: safe`Promote one step`, isSelected: false, disabledBecause: safe`type the cluster name`},
		{label: safe`Promote fully: skips 1 analysis`, isSelected: false, disabledBecause: safe`type the cluster name`},
	],
	inputs: [
		{label: safe`cluster name`, text: safe`prod`, isFocused: true, isSatisfied: false},
		{label: safe`reason`, text: safe``, isFocused: false, isSatisfied: true},
	],
};

export const blockedDialog: ConfirmView = {
	...promoteDialog,
	checks: {state: 'blocked', text: safe`metrics are 94 s old: promoting needs fresh figures`},
	request: [safe`PATCH /apis/argoproj.io/v1alpha1/namespaces/shop/rollouts/checkout/status`, requestText()],
	message: safe`it moved: now 50 %, promoted by maria 2 s ago`,
};

function requestText(): SafeText {
	return line(
		'[{"op":"test","path":"/metadata/uid","value":"6f1c"},{"op":"test","path":"/status/currentStepIndex","value":5},{"op":"replace","path":"/status/pauseConditions","value":null}]',
	);
}
