import type {AnchorKey} from '../../domain/cluster/keys.ts';
import {SERVICES} from '../../kinds/service.ts';
import {type ToldNames, toldNamesOf} from '../../traffic/named-plainly.ts';
import {failuresNow} from '../evidence/rows/chosen-for.ts';
import type {ComparedRelease, JudgedRelease} from '../state/interest.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {judgedReleases} from './judged-releases.ts';

/** The open release, if it has a canary of which it is known since when it runs. */
export function comparedRelease(context: EngineContext, state: State, open: AnchorKey | null): ComparedRelease | null {
	if (open === null) return null;
	const [first] = judgedReleases(context, state, open);
	const release = first?.isOpen ? context.derive.releases(state).get(first.release) : undefined;
	if (!first || !release || first.canary === null || first.services.length === 0) return null;
	const {stable, canary} = release.services;
	return {
		release: first.release,
		uid: first.uid,
		canary: first.canary,
		backend: release.backend,
		services: first.services,
		told: toldNames(context, state, first),
		roles: {stable, canary},
		canaryFromMs: first.fromMs,
		rule: failuresNow(context, state, release).chosen?.rule ?? null,
	};
}

function toldNames({derive}: EngineContext, state: State, {release, services}: JudgedRelease): ToldNames {
	const key = derive.rows(state).byRelease.get(release) ?? release;
	const index = derive.pastAnchors(state);
	const objects = derive.snapshot(state).list(SERVICES);
	return derive.rememberWhile(state, `told names of ${key}`, [index, services, objects], () =>
		toldNamesOf(index, {key, services}, objects),
	);
}
