import type {Release} from '../../../domain/release/release.ts';
import {sameValue} from '../../../domain/same-value.ts';
import type {ChosenFailures} from '../../../domain/settings/failure-rule.ts';
import {
	type JudgeSetting,
	judgeSettingNames,
	type SettingSource,
	type UnfollowedAnnotation,
} from '../../../domain/settings/judge-settings.ts';
import type {ChosenSettings} from '../../../judge/settings/chosen-settings.ts';
import type {Signal} from '../../../judge/signal-parameters.ts';
import type {ReleaseEvidence} from '../../state/release-evidence.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {failuresNow, settingsNow} from './chosen-for.ts';

/** What is configured of a release's judge, beside the rules of each signal. */
export interface ShownRules {
	/** Milliseconds above which requests are slow by the service's objective; null without one. */
	readonly objectiveMs: number | null;
	/** What is set otherwise now than for this canary: it counts from the next one on. */
	readonly changed: readonly ChangedSetting[];
	/** What counts as a failure for this canary and in the figures of now, where those differ; null where they do not. */
	readonly changedFailures: {readonly before: ChosenFailures | null; readonly now: ChosenFailures | null} | null;
	readonly unfollowed: readonly UnfollowedAnnotation[];
	/** When the configuration file was written, by the server's clock, if that was after the canary came: perch may have
	 * judged it by other rules before. Null where it was not. */
	readonly writtenMs: number | null;
}

/** Null: the default. */
export interface ChangedSetting {
	readonly setting: JudgeSetting;
	readonly before: number | null;
	readonly now: number | null;
}

export interface SetHere {
	readonly setting: JudgeSetting;
	readonly value: number;
	readonly source: SettingSource;
}

export function shownRules(
	context: EngineContext,
	state: State,
	release: Release,
	{chosen, failures, fromMs}: ReleaseEvidence,
): ShownRules {
	const now = settingsNow(state, release);
	const {chosen: failing} = failuresNow(context, state, release);
	const {session, cluster} = state;
	// Both are of one file.
	const written = session.settings.judge ?? session.settings.failures;
	const writtenMs = written ? written.writtenAtMs + cluster.clockOffsetMs : null;
	const isSameRule = sameValue(failures?.rule ?? null, failing?.rule ?? null);
	return {
		objectiveMs: chosen.settings['slow.objectiveMs'] ?? null,
		changed: judgeSettingNames.flatMap(setting => {
			const before = chosen.settings[setting] ?? null;
			const later = now.settings[setting] ?? null;
			return before === later ? [] : [{setting, before, now: later}];
		}),
		changedFailures: isSameRule ? null : {before: failures, now: failing},
		unfollowed: now.unfollowed,
		writtenMs: writtenMs !== null && writtenMs > fromMs ? writtenMs : null,
	};
}

/** What is set for one signal; empty where all is by default. */
export function setFor(signal: Signal, {settings, sources}: ChosenSettings): readonly SetHere[] {
	const own = `${signal === 'shape' ? 'histogram' : signal}.`;
	return judgeSettingNames.flatMap(setting => {
		const value = settings[setting];
		const source = sources[setting];
		if (!setting.startsWith(own) || value === undefined || source === undefined) return [];
		return [{setting, value, source}];
	});
}
