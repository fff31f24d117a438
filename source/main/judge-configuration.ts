import type {ConfigOutcome} from '../adapters/system/config-file.ts';
import type {JudgeConfig, JudgeSettingsConfig} from '../adapters/system/judge-schema.ts';
import type {JudgeBlock, JudgeConfiguration, JudgeSettings} from '../domain/judge-settings.ts';

/** What the configuration file says of the judge for a context; null where it says nothing. */
export function judgeConfiguration(config: ConfigOutcome, contextName: string): JudgeConfiguration | null {
	if (config.kind === 'none') return null;
	const all = config.config.judge;
	const context = config.config.contexts?.[contextName]?.judge;
	if (!all && !context) return null;
	return {all: blockOf(all ?? {}), context: blockOf(context ?? {}), writtenAtMs: config.writtenAtMs};
}

function blockOf({namespaces = {}, services = {}, ...settings}: JudgeConfig): JudgeBlock {
	return {settings: settingsOf(settings), namespaces: eachOf(namespaces), services: eachOf(services)};
}

function eachOf(groups: Readonly<Record<string, JudgeSettingsConfig>>): Readonly<Record<string, JudgeSettings>> {
	return Object.fromEntries(Object.entries(groups).map(([name, group]) => [name, settingsOf(group)]));
}

/** `{errors: {alpha: 0.001}}` as `{'errors.alpha': 0.001}`. */
function settingsOf(group: JudgeSettingsConfig): JudgeSettings {
	return Object.fromEntries(
		Object.entries(group).flatMap(([signal, settings]) =>
			Object.entries(settings).map(([setting, value]) => [`${signal}.${setting}`, value]),
		),
	);
}
