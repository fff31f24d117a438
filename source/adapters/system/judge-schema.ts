import * as v from 'valibot';
import {type JudgeSetting, judgeSettings, type SettingRange} from '../../domain/settings/judge-settings.ts';
import {anyGroup} from './any-group.ts';
import {releaseGroups} from './release-groups.ts';

export type JudgeSettingsConfig = v.InferOutput<typeof settingsGroup>;

const margins = (signal: 'errors' | 'slow' | 'verySlow' | 'histogram') => ({
	/** Harm is more than stable's ratio by this much … */
	marginRatio: setting(`${signal}.marginRatio`),
	/** … and by this part of stable's own ratio. */
	relativeMargin: setting(`${signal}.relativeMargin`),
	/** The chance of a false alarm, of the whole release. */
	alpha: setting(`${signal}.alpha`),
});

const entries = {
	errors: v.exactOptional(
		v.pipe(
			anyGroup,
			/** The ratio of failed requests that the service's objective allows. */
			v.strictObject({objectiveRatio: setting('errors.objectiveRatio'), ...margins('errors')}),
		),
	),
	slow: v.exactOptional(
		/** Requests that take longer are slow, by the service's objective. */
		v.pipe(anyGroup, v.strictObject({objectiveMs: setting('slow.objectiveMs'), ...margins('slow')})),
	),
	verySlow: v.exactOptional(v.pipe(anyGroup, v.strictObject(margins('verySlow')))),
	histogram: v.exactOptional(v.pipe(anyGroup, v.strictObject(margins('histogram')))),
};

const settingsGroup = v.pipe(anyGroup, v.strictObject(entries));

/** How canaries are judged: of all releases that the block is about, of those of a namespace, and of one service. */
export const judgeConfig = v.pipe(
	anyGroup,
	v.strictObject({
		...entries,
		...releaseGroups(settingsGroup),
	}),
);

// A number is no credential, so that the message may quote it.
function setting(name: JudgeSetting) {
	const {least, most}: SettingRange = judgeSettings[name];
	const because = name.endsWith('.alpha')
		? ': with more, of a hundred releases without harm more than one would be called WORSE'
		: '';
	return v.exactOptional(
		v.pipe(
			v.unknown(),
			v.check(
				value => typeof value === 'number' && value >= least && value <= most,
				({input}) => {
					if (typeof input !== 'number') return `must be a number from ${least} to ${most}`;
					return `must be from ${least} to ${most}, and is ${input}${because}`;
				},
			),
			v.number(),
		),
	);
}
