import type {Labels} from '../../domain/cluster/kube-object.ts';
import {
	type JudgeSetting,
	type JudgeSettings,
	judgeAnnotationPrefix,
	judgeSettingNames,
	judgeSettings,
	type UnfollowedAnnotation,
	type WhyUnfollowed,
} from '../../domain/settings/judge-settings.ts';
import {ident} from '../../domain/text/safe-text.ts';
import {defaultParameters} from '../signal-parameters.ts';

export interface AnnotatedSettings {
	readonly settings: JudgeSettings;
	readonly unfollowed: readonly UnfollowedAnnotation[];
}

/** What annotations of the release's own object set: `perch.dev/judge-errors-objective-ratio: "0.001"`. Whoever writes
 * them may be whose release is judged: they say what the service promises, and may ask for less harm than by default,
 * never allow more. Other annotations are left alone. */
export function annotatedSettings(annotations: Labels): AnnotatedSettings {
	const ours = Object.entries(annotations).filter(([name]) => name.startsWith(judgeAnnotationPrefix));
	const read = ours.map(([name, value]) => {
		const setting = settingNames.get(name.slice(judgeAnnotationPrefix.length));
		const told = setting ? settingValue(setting, value) : ({kind: 'unknown'} as const);
		return {name, value, setting, told};
	});
	return {
		settings: Object.fromEntries(
			read.flatMap(({setting, told}) => (setting && typeof told === 'number' ? [[setting, told]] : [])),
		),
		unfollowed: read.flatMap(({name, value, told}) =>
			typeof told === 'number' ? [] : [{name: ident(name), value, because: told}],
		),
	};
}

/** `perch.dev/judge-very-slow-margin-ratio` of `verySlow.marginRatio`. */
export function annotationOf(setting: JudgeSetting): string {
	return judgeAnnotationPrefix + shortName(setting);
}

function shortName(setting: JudgeSetting): string {
	return setting.replace('.', '-').replaceAll(/[A-Z]/g, capital => `-${capital.toLowerCase()}`);
}

const settingNames: ReadonlyMap<string, JudgeSetting> = new Map(
	judgeSettingNames.map(setting => [shortName(setting), setting]),
);

/** Greater margins than these find less than by default. */
const mostByAnnotation: Readonly<Partial<Record<JudgeSetting, number>>> = {
	'errors.marginRatio': defaultParameters.errors.marginRatio,
	'errors.relativeMargin': defaultParameters.errors.relativeMargin,
	'slow.marginRatio': defaultParameters.slow.marginRatio,
	'slow.relativeMargin': defaultParameters.slow.relativeMargin,
	'verySlow.marginRatio': defaultParameters.verySlow.marginRatio,
	'verySlow.relativeMargin': defaultParameters.verySlow.relativeMargin,
	'histogram.marginRatio': defaultParameters.shape.marginRatio,
	'histogram.relativeMargin': defaultParameters.shape.relativeMargin,
};

const decimal = /^(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?$/i;

function settingValue(setting: JudgeSetting, text: string): number | WhyUnfollowed {
	// More of it is not allowed, and with less of it the judge sees less.
	if (setting.endsWith('.alpha')) return {kind: 'notItsOwn'};
	const {least, most} = judgeSettings[setting];
	const mostHere = mostByAnnotation[setting] ?? most;
	const value = decimal.test(text.trim()) ? Number(text) : Number.NaN;
	if (!(value >= least && value <= most)) return {kind: 'outside', range: {least, most: mostHere}};
	return value > mostHere ? {kind: 'weaker', most: mostHere} : value;
}
