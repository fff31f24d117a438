import type {RevisionKey} from '../../../domain/cluster/keys.ts';
import {refOf} from '../../../domain/cluster/kube-object.ts';
import type {Split} from '../../../domain/release/release.ts';
import type {PodCount, Revision} from '../../../domain/release/revision.ts';
import {safe} from '../../../domain/text/safe-text.ts';
import {CONTROLLER_REVISIONS} from '../../../kinds/controller-revision.ts';
import {DAEMON_SETS} from '../../../kinds/daemon-set.ts';
import {revisionOf, templateTag} from '../../common/revision-of.ts';
import {hasAllPods, hashOf, isObserved, keptOf, keyOf, type Situation, templateKey} from './situation.ts';

/** Every revision whose template is kept, the newest first. */
export function revisionsOf(situation: Situation): readonly Revision[] {
	const {set, kept, pods, stable, canary} = situation;
	if (kept.length === 0) return revisionWithoutHolder(situation);
	return kept.flatMap(object => {
		const key = keyOf(set, object);
		if (key === null) return [];
		const counts = countsOf(situation, key);
		const against = key === stable ? (keptOf(situation, canary) ?? kept[1]) : keptOf(situation, stable);
		const isRolledOut = key === stable && canary === null && isObserved(set) && set.available >= set.desired;
		return [
			revisionOf({
				key,
				hash: hashOf(object) ?? object.metadata.name,
				number: object.number,
				role: key === canary ? 'canary' : key === stable ? 'stable' : 'previous',
				holder: {...object, ...counts, replicas: hasAllPods(situation) ? counts.ready : 'unknown'},
				holderKind: CONTROLLER_REVISIONS,
				against: against?.template ?? null,
				pods,
				wasPromoted: isRolledOut ? true : 'unknown',
			}),
		];
	});
}

/** The share of the ready pods that has the new version. The desired share is unknown: a DaemonSet names none. */
export function splitOf(situation: Situation): Split {
	const {canary, stable} = situation;
	if (canary === null) return {desiredPercent: 0, configuredPercent: 0, configuredBy: 'none', changedAtMs: null};
	const young = countsOf(situation, canary).ready;
	const old = stable === null ? 'unknown' : countsOf(situation, stable).ready;
	if (young === 'unknown' || old === 'unknown') {
		return {desiredPercent: 'unknown', configuredPercent: 'unknown', configuredBy: 'none', changedAtMs: null};
	}
	const percent = young + old === 0 ? 0 : Math.round((young * 1000) / (young + old)) / 10;
	return {desiredPercent: 'unknown', configuredPercent: percent, configuredBy: 'pods', changedAtMs: null};
}

/** Counts pods; takes the controller's counts until every pod was read. */
function countsOf(situation: Situation, key: RevisionKey): Pick<PodCount, 'desired' | 'ready'> {
	const {set, pods, stable, canary} = situation;
	const isNewest = key === (canary ?? stable);
	const isOld = key === stable && canary !== null;
	const desired = isNewest ? (canary === null ? set.desired : set.updated) : isOld ? set.desired - set.updated : 0;
	if (hasAllPods(situation)) {
		return {desired, ready: pods.filter(({revision, isReady}) => revision === key && isReady).length};
	}
	return {desired, ready: set.ready === set.desired || (!isNewest && !isOld) ? desired : 'unknown'};
}

/** The revision of a DaemonSet whose ControllerRevisions are not watched because no update is under way. */
function revisionWithoutHolder({set, stable, canary}: Situation): readonly Revision[] {
	const key = templateKey(set);
	if (key === null || key !== stable || canary !== null) return [];
	return [
		{
			key,
			hash: safe`template`,
			number: null,
			tag: templateTag(set.template, null) ?? safe`no image`,
			images: set.template.containers.map(({image}) => image),
			role: 'stable',
			pods: {desired: set.desired, ready: set.ready, restarts: 'unknown'},
			holder: null,
			templateIn: refOf(DAEMON_SETS, set),
			wasPromoted: isObserved(set) && set.updated >= set.desired && set.available >= set.desired ? true : 'unknown',
			createdAtMs: null,
		},
	];
}
