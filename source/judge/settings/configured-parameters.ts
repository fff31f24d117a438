import type {JudgeSettings} from '../../domain/settings/judge-settings.ts';
import {defaultParameters, parametersWith, type Signal, type SignalParameters} from '../signal-parameters.ts';

/** How each signal is judged where this is configured. What nobody should miss is at least twice each margin, as it is
 * by default: else a difference that is no harm would keep a canary undecided for ever. */
export function configuredParameters(settings: JudgeSettings): Readonly<Record<Signal, SignalParameters>> {
	return parametersWith({
		errors: configured(settings, 'errors', 'errors'),
		slow: configured(settings, 'slow', 'slow'),
		verySlow: configured(settings, 'verySlow', 'verySlow'),
		shape: configured(settings, 'shape', 'histogram'),
	});
}

function configured(
	settings: JudgeSettings,
	signal: Signal,
	name: 'errors' | 'slow' | 'verySlow' | 'histogram',
): SignalParameters {
	const {alpha, marginRatio, relativeMargin, care} = defaultParameters[signal];
	const margin = settings[`${name}.marginRatio`] ?? marginRatio;
	const relative = settings[`${name}.relativeMargin`] ?? relativeMargin;
	return {
		alpha: settings[`${name}.alpha`] ?? alpha,
		marginRatio: margin,
		relativeMargin: relative,
		care: {
			leastRatio: Math.max(care.leastRatio, 2 * margin),
			timesStable: Math.max(care.timesStable, 2 * relative),
		},
	};
}
