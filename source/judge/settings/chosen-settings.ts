import type {Labels} from '../../domain/cluster/kube-object.ts';
import {type ConfiguredNames, configurationLayers} from '../../domain/settings/configuration-blocks.ts';
import {
	type JudgeConfiguration,
	type JudgeSetting,
	type JudgeSettings,
	judgeSettingNames,
	type SettingSource,
	type UnfollowedAnnotation,
} from '../../domain/settings/judge-settings.ts';
import {ident} from '../../domain/text/safe-text.ts';
import {annotatedSettings, annotationOf} from './annotated-settings.ts';

/** What is set for one release, and where; what is left out has its default. */
export interface ChosenSettings {
	readonly settings: JudgeSettings;
	readonly sources: Readonly<Partial<Record<JudgeSetting, SettingSource>>>;
}

/** Which release is judged. */
export interface JudgedName extends ConfiguredNames {
	readonly annotations: Labels;
}

/** Setting by setting: the service's in the configuration file before the namespace's before that of all, each of the
 * context before that of every context, and the annotation only where the file is silent. */
export function chosenSettings(
	configuration: JudgeConfiguration | null,
	judged: JudgedName,
): ChosenSettings & {readonly unfollowed: readonly UnfollowedAnnotation[]} {
	const annotated = annotatedSettings(judged.annotations);
	const layers: readonly (readonly [SettingSource, JudgeSettings])[] = [
		['annotation', annotated.settings],
		...configurationLayers(configuration, judged),
	];
	const settings: Partial<Record<JudgeSetting, number>> = {};
	const sources: Partial<Record<JudgeSetting, SettingSource>> = {};
	for (const [source, layer] of layers) {
		for (const setting of judgeSettingNames) {
			const value = layer[setting];
			if (value === undefined) continue;
			settings[setting] = value;
			sources[setting] = source;
		}
	}
	const overruled = overruledOf(annotated.settings, {settings, sources}, judged.annotations);
	return {settings, sources, unfollowed: [...annotated.unfollowed, ...overruled]};
}

function overruledOf(
	annotated: JudgeSettings,
	{settings, sources}: ChosenSettings,
	annotations: Labels,
): readonly UnfollowedAnnotation[] {
	return judgeSettingNames.flatMap(setting => {
		const by = sources[setting];
		const value = settings[setting];
		if (annotated[setting] === undefined || annotated[setting] === value) return [];
		if (by === undefined || by === 'annotation' || value === undefined) return [];
		const name = annotationOf(setting);
		return [{name: ident(name), value: annotations[name] ?? ident(''), because: {kind: 'overruled', by, value}}];
	});
}
