import type {RevisionKey} from '../../../domain/cluster/keys.ts';
import type {Release} from '../../../domain/release/release.ts';
import type {Revision} from '../../../domain/release/revision.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {PODS} from '../../../kinds/pod.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';

/** What the pods run that the templates do not tell: one tag that stands for two images. */
export function imageNotes(
	context: EngineContext,
	state: State,
	release: Release,
	from: Revision,
	to: Revision,
): readonly SafeText[] {
	const [before, after] = [imagesRun(context, state, release, from.key), imagesRun(context, state, release, to.key)];
	const isSameTag = from.images.length === to.images.length && from.images.every(image => to.images.includes(image));
	const within = [
		{revision: from, images: before},
		{revision: to, images: after},
	].flatMap(({revision, images}) =>
		[...images].flatMap(([container, digests]) =>
			digests.size < 2 ? [] : [safe`pods of ${revision.tag} run ${digests.size} different images as ${container}`],
		),
	);
	if (!isSameTag) return within;
	const between = [...after].flatMap(([container, [image, ...others]]) => {
		const [was, ...more] = before.get(container) ?? [];
		if (image === undefined || was === undefined || others.length + more.length > 0 || was === image) return [];
		return [safe`same tag, another image: ${container} runs ${was} before and ${image} after`];
	});
	return [...between, ...within];
}

/** The digests that the revision's pods run, by container. */
function imagesRun(
	context: EngineContext,
	state: State,
	{pods, namespace}: Release,
	key: RevisionKey,
): ReadonlyMap<SafeText, ReadonlySet<SafeText>> {
	const snapshot = context.derive.snapshot(state);
	const found = new Map<SafeText, Set<SafeText>>();
	for (const {name, revision} of pods) {
		if (revision !== key) continue;
		for (const container of snapshot.get(PODS, namespace, name)?.containers ?? []) {
			const digest = /sha256:[0-9a-f]{12}/.exec(container.imageId ?? '')?.[0];
			if (digest === undefined || container.isInit) continue;
			found.set(container.name, (found.get(container.name) ?? new Set()).add(ident(digest)));
		}
	}
	return found;
}
