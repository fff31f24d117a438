import type {Release} from '../domain/release/release.ts';
import type {TrafficSample} from '../domain/signals/signals.ts';
import {ident, safe} from '../domain/text/safe-text.ts';
import type {AnchorIndex} from './anchor-index.ts';
import {servingRevisions} from './attribute-revision.ts';
import type {TrafficSplit} from './row-traffic.ts';

/** The split, unless a version without series may be the one whose series name something that is not found: then nobody
 * knows its requests, and none must be claimed to be missing. `unresolved`: names with requests that fit no object. */
export function withoutHidden(
	index: AnchorIndex,
	traffic: readonly TrafficSample[],
	split: TrafficSplit,
	unresolved: ReadonlySet<string>,
): TrafficSplit {
	if (split.kind === 'cannotTell' || unresolved.size === 0) return split;
	const releases = new Set(traffic.flatMap(({identity}) => index.anchorOfIdentity(identity)?.releases ?? []));
	const hidden = [...releases].filter(release => servingRevisions(release).some(({key}) => !split.byRevision.has(key)));
	const names = hidden.flatMap(namesOf);
	const found = [...unresolved].find(text => mayMean(text, names));
	if (found === undefined) return split;
	return {kind: 'cannotTell', because: safe`the metrics name ${ident(found)}, which fits no Service of the cluster`};
}

/** Whether a name that fits no object may be of one that is called so. */
export function mayMean(text: string, names: readonly string[]): boolean {
	return names.some(name => text.includes(name));
}

/** What a release and its Services are called. */
export function namesOf({
	name,
	services: {apex, stable, canary},
}: Pick<Release, 'name' | 'services'>): readonly string[] {
	return [name, ...[...apex, ...stable, ...canary].map(service => service.name)];
}
