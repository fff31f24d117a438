import type {ConfigOutcome} from '../../adapters/system/config-file.ts';
import type {JudgeSettingsConfig} from '../../adapters/system/judge-schema.ts';
import type {JudgeConfiguration, JudgeSettings} from '../../domain/settings/judge-settings.ts';
import {blocksOf} from './configuration-blocks.ts';

/** What the configuration file says of the judge for a context; null where it says nothing. */
export function judgeConfiguration(config: ConfigOutcome, contextName: string): JudgeConfiguration | null {
	return blocksOf(config, contextName, ({judge}) => judge, settingsOf);
}

/** `{errors: {alpha: 0.001}}` as `{'errors.alpha': 0.001}`. */
function settingsOf(group: JudgeSettingsConfig): JudgeSettings {
	return Object.fromEntries(
		Object.entries(group).flatMap(([signal, settings]) =>
			Object.entries(settings).map(([setting, value]) => [`${signal}.${setting}`, value]),
		),
	);
}
