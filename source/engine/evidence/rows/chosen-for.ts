import type {UnfollowedAnnotation} from '../../../domain/judge-settings.ts';
import type {Release} from '../../../domain/release.ts';
import {type ChosenSettings, chosenSettings} from '../../../judge/chosen-settings.ts';
import {isSameJudged, type JudgedVersions} from '../../state/release-evidence.ts';
import type {State} from '../../state/state.ts';

/** What is configured for a release now, and its annotations that do not count. */
export function settingsNow(
	{session}: State,
	{namespace, name, services, judgeAnnotations = {}}: Release,
): ChosenSettings & {readonly unfollowed: readonly UnfollowedAnnotation[]} {
	const ofServices = services.apex.filter(service => service.namespace === namespace).map(service => service.name);
	return chosenSettings(session.settings.judge ?? null, {
		namespace,
		names: [...new Set([name, ...ofServices])],
		annotations: judgeAnnotations,
	});
}

/** What a canary is judged by: chosen once. Where its evidence begins anew, as with another window, it keeps what was
 * chosen; a canary that came again after it was gone is another. */
export function settingsFor(
	state: State,
	release: Release,
	asked: JudgedVersions & {readonly canaryFromMs: number},
): ChosenSettings {
	const known = state.metrics.evidence[release.key];
	const isSameCanary = known && isSameJudged(known, asked) && asked.canaryFromMs <= known.upToMs;
	if (isSameCanary) return known.chosen;
	const {settings, sources} = settingsNow(state, release);
	return {settings, sources};
}
