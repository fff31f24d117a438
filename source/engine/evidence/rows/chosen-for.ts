import type {Release} from '../../../domain/release/release.ts';
import type {ChosenFailures} from '../../../domain/settings/failure-rule.ts';
import type {UnfollowedAnnotation} from '../../../domain/settings/judge-settings.ts';
import {chosenFailures} from '../../../judge/settings/chosen-failures.ts';
import {type ChosenSettings, chosenSettings} from '../../../judge/settings/chosen-settings.ts';
import {configuredNames, configuredRow} from '../../../traffic/configured-row.ts';
import {isSameJudged, type JudgedVersions, type ReleaseEvidence} from '../../state/release-evidence.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';

/** What is configured for a release now, and its annotations that do not count. */
export function settingsNow(
	{session}: State,
	release: Release,
): ChosenSettings & {readonly unfollowed: readonly UnfollowedAnnotation[]} {
	const annotations = release.judgeAnnotations ?? {};
	return chosenSettings(session.settings.judge ?? null, {...configuredNames(release), annotations});
}

/** What counts as a failure in the figures of a release now, and the annotations that do not count; `chosen` is null where
 * the mesh's own rule counts. */
export function failuresNow(
	{derive}: EngineContext,
	state: State,
	release: Release,
): {readonly chosen: ChosenFailures | null; readonly unfollowed: readonly UnfollowedAnnotation[]} {
	const {rows, byRelease} = derive.rows(state);
	const [service] = rows.get(byRelease.get(release.key) ?? release.key)?.services ?? [];
	// Of a Service before several releases, the row is configured as a whole.
	const anchor = service && derive.anchors(state).anchorOf(service.namespace, service.name);
	const row =
		service && anchor
			? configuredRow(anchor, service.namespace, service.name)
			: {...configuredNames(release), annotations: [release.judgeAnnotations ?? {}]};
	return chosenFailures(state.session.settings.failures ?? null, row);
}

/** What a canary is judged by: chosen once. Where its evidence begins anew, as with another window, it keeps what was
 * chosen; a canary that came again after it was gone is another. */
export function settingsFor(
	context: EngineContext,
	state: State,
	release: Release,
	asked: JudgedVersions & {readonly canaryFromMs: number},
): Pick<ReleaseEvidence, 'chosen' | 'failures'> {
	const known = state.metrics.evidence[release.key];
	const isSameCanary = known && isSameJudged(known, asked) && asked.canaryFromMs <= known.upToMs;
	if (isSameCanary) return {chosen: known.chosen, failures: known.failures};
	const {settings, sources} = settingsNow(state, release);
	return {chosen: {settings, sources}, failures: failuresNow(context, state, release).chosen};
}
