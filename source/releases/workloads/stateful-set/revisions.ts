import type {RevisionKey} from '../../../domain/cluster/keys.ts';
import {refOf} from '../../../domain/cluster/kube-object.ts';
import type {PodCount, Revision} from '../../../domain/release/revision.ts';
import {ident, type SafeText} from '../../../domain/text/safe-text.ts';
import {CONTROLLER_REVISIONS} from '../../../kinds/controller-revision.ts';
import {STATEFUL_SETS} from '../../../kinds/stateful-set.ts';
import {controllerRevisionKey} from '../../common/controller-revisions.ts';
import {revisionOf, templateTag} from '../../common/revision-of.ts';
import {hasAllPods, isObserved, keptOf, keyOf, othersOf, type Situation, wantedOf} from './situation.ts';

/**
 * Every revision whose template is kept, newest first, and those that only the status names, until their
 * ControllerRevisions are watched.
 */
export function revisionsOf(situation: Situation): readonly Revision[] {
	const {set, kept, pods, stable, canary} = situation;
	const held = kept.flatMap(object => {
		const key = keyOf(situation, object);
		if (key === null) return [];
		const counts = countsOf(situation, key);
		const against = keptOf(situation, key === stable ? canary : stable) ?? (key === stable ? kept[1] : null);
		return [
			revisionOf({
				key,
				hash: object.metadata.labels['controller.kubernetes.io/hash'] ?? shortOf(situation, object.metadata.name),
				number: object.number,
				role: roleOf(situation, key),
				holder: {...object, ...counts, replicas: hasAllPods(situation) ? counts.ready : 'unknown'},
				holderKind: CONTROLLER_REVISIONS,
				against: against?.template ?? null,
				pods,
				wasPromoted: wasPromoted(situation, key),
			}),
		];
	});
	const names = [set.updateRevision, set.currentRevision].filter((name, at, all) => all.indexOf(name) === at);
	const withoutHolder = names.flatMap(name => (name === null ? [] : revisionWithoutHolder(situation, name)));
	return [...held, ...withoutHolder.filter(({key}) => !held.some(revision => revision.key === key))];
}

/**
 * How many pods a revision should have, and how many are ready; by the controller's counts until every pod was
 * read.
 */
export function countsOf(situation: Situation, key: RevisionKey): Pick<PodCount, 'desired' | 'ready'> {
	const {set, pods, stable, canary} = situation;
	const isNewest = key === (canary ?? stable);
	const isOld = key === stable && canary !== null;
	const updated = set.isOnDelete ? set.updated : wantedOf(set);
	const desired =
		canary === null ? (isNewest ? set.desired : 0) : isNewest ? updated : isOld ? set.desired - updated : 0;
	if (hasAllPods(situation)) {
		return {desired, ready: pods.filter(({revision, isReady}) => revision === key && isReady).length};
	}
	if (set.ready !== set.replicas) return {desired, ready: 'unknown'};
	return {desired, ready: isNewest ? set.updated : isOld ? othersOf(set) : 0};
}

function roleOf({stable, canary}: Situation, key: RevisionKey): Revision['role'] {
	return key === canary ? 'canary' : key === stable ? 'stable' : 'previous';
}

/** The controller calls a revision current once every pod had it and was ready; with OnDelete it never does. */
function wasPromoted({set, stable}: Situation, key: RevisionKey): Revision['wasPromoted'] {
	return key === stable && !set.isOnDelete && isObserved(set) ? true : 'unknown';
}

function revisionWithoutHolder(situation: Situation, name: SafeText): readonly Revision[] {
	const {set} = situation;
	const key = controllerRevisionKey(set, name);
	if (key === null) return [];
	const isNewest = name === set.updateRevision && isObserved(set);
	const hash = shortOf(situation, name);
	return [
		{
			key,
			hash,
			number: null,
			tag: (isNewest ? templateTag(set.template, null) : null) ?? hash,
			images: isNewest ? set.template.containers.map(({image}) => image) : [],
			role: roleOf(situation, key),
			pods: {...countsOf(situation, key), restarts: 'unknown'},
			holder: name,
			...(isNewest && {templateIn: refOf(STATEFUL_SETS, set)}),
			wasPromoted: wasPromoted(situation, key),
			createdAtMs: null,
		},
	];
}

function shortOf({set}: Situation, name: SafeText): SafeText {
	return ident(name.startsWith(`${set.metadata.name}-`) ? name.slice(set.metadata.name.length + 1) : name);
}
