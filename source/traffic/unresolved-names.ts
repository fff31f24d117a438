import {ident, safe} from '../domain/safe-text.ts';
import type {TrafficSample} from '../domain/signals.ts';
import {type AnchorIndex, anchorOfIdentity} from './anchor-index.ts';
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
	const releases = new Set(traffic.flatMap(({identity}) => anchorOfIdentity(index, identity)?.releases ?? []));
	const hidden = [...releases].filter(release => servingRevisions(release).some(({key}) => !split.byRevision.has(key)));
	const names = hidden.flatMap(({name, services: {apex, stable, canary}}) => [
		name,
		...[...apex, ...stable, ...canary].map(service => service.name),
	]);
	const found = [...unresolved].find(text => names.some(name => text.includes(name)));
	if (found === undefined) return split;
	return {kind: 'cannotTell', because: safe`the metrics name ${ident(found)}, which fits no Service of the cluster`};
}
