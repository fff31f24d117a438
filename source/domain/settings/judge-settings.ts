import type {SafeText} from '../text/safe-text.ts';
import type {ConfigurationBlock, ConfigurationBlocks, ConfigurationPlace} from './configuration-blocks.ts';
import type {Protocol} from './status-list.ts';

/** From where to where a setting may be. */
export interface SettingRange {
	readonly least: number;
	readonly most: number;
}

const objectiveRatio = {least: 0.000_001, most: 0.5};
// A ratio typed as percent must not silence the judge: 5 for 5 %.
const marginRatio = {least: 0, most: 0.2};
const relativeMargin = {least: 0, most: 2};
// The default is the most: the chances of all signals then sum to 0.01 at most, whatever is configured where.
const alpha = (most: number) => ({least: 0.000_001, most});

/** What may be configured of the judge, as `signal.setting`. Ratios and margins are 0–1, chances (`alpha`) too. */
export const judgeSettings = {
	'errors.objectiveRatio': objectiveRatio,
	'errors.marginRatio': marginRatio,
	'errors.relativeMargin': relativeMargin,
	'errors.alpha': alpha(0.005),
	'slow.objectiveMs': {least: 1, most: 600_000},
	'slow.marginRatio': marginRatio,
	'slow.relativeMargin': relativeMargin,
	'slow.alpha': alpha(0.002),
	'verySlow.marginRatio': marginRatio,
	'verySlow.relativeMargin': relativeMargin,
	'verySlow.alpha': alpha(0.002),
	'histogram.marginRatio': marginRatio,
	'histogram.relativeMargin': relativeMargin,
	'histogram.alpha': alpha(0.001),
} as const satisfies Readonly<Record<string, SettingRange>>;

export type JudgeSetting = keyof typeof judgeSettings;

/** What is set; a setting that is left out is set elsewhere, or has its default. */
export type JudgeSettings = Readonly<Partial<Record<JudgeSetting, number>>>;

export const judgeSettingNames = Object.keys(judgeSettings) as readonly JudgeSetting[];

/** One `judge` block of the configuration file, and what the file says of the judge for one context. */
export type JudgeBlock = ConfigurationBlock<JudgeSettings>;
export type JudgeConfiguration = ConfigurationBlocks<JudgeSettings>;

export type SettingSource = ConfigurationPlace | 'annotation';

/** An annotation of the release's object that does not count. */
export interface UnfollowedAnnotation {
	readonly name: SafeText;
	readonly value: SafeText;
	readonly because: WhyUnfollowed;
}

export type WhyUnfollowed =
	/** No setting has this name. */
	| {readonly kind: 'unknown'}
	/** No number, or one outside the range. */
	| {readonly kind: 'outside'; readonly range: SettingRange}
	/** It would make the judge see less than by default, which the release's own object may not. */
	| {readonly kind: 'weaker'; readonly most: number}
	/** Only the configuration file sets it. */
	| {readonly kind: 'notItsOwn'}
	| {readonly kind: 'overruled'; readonly by: ConfigurationPlace; readonly value: number}
	/** Not all of it are statuses that may fail. */
	| {readonly kind: 'noStatuses'; readonly protocol: Protocol}
	/** It would take failures away, which the release's own object may not. */
	| {readonly kind: 'takesAway'}
	/** The configuration file says that these do not fail. */
	| {
			readonly kind: 'excepted';
			readonly protocol: Protocol;
			readonly statuses: readonly string[];
			readonly by: ConfigurationPlace;
	  };

export const judgeAnnotationPrefix = 'perch.dev/judge-';
