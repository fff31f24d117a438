import type {JsonObject} from '../../../domain/cluster/kube-object.ts';
import type {Revision} from '../../../domain/release/revision.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {changesOf} from '../../../manifests/changes.ts';
import {changesInWords} from '../../../manifests/changes-in-words.ts';
import {type DiffLine, diffLines} from '../../../manifests/diff-lines.ts';
import type {MaskedObject} from '../../../manifests/mask.ts';
import {asTargetOf, isMap, templateIn} from '../../../manifests/template.ts';
import {revisionText} from '../release/service.ts';

export interface DiffRow {
	readonly kind: 'title' | 'word' | 'note' | 'warning' | 'same' | 'removed' | 'added' | 'folded' | 'blank';
	readonly text: SafeText;
}

/** The difference of two revisions: first in words, then as YAML. */
export function diffRows(
	from: Revision,
	to: Revision,
	[before, after]: readonly [MaskedObject, MaskedObject],
	warnings: readonly SafeText[],
): readonly DiffRow[] {
	const [held, other] = [templateIn(before), templateIn(after)];
	const one = held && other && asTargetOf(other, held);
	const notes = warnings.map((text): DiffRow => ({kind: 'warning', text}));
	if (!one || !other) return [...notes, row('note', safe`no pod template is in ${held ? to.tag : from.tag}`)];
	const words = [
		...changesInWords(changesOf(one, other), containerCount(one) <= 1 && containerCount(other) <= 1),
		...replicas(before, after),
	];
	if (words.length === 0) return [...notes, row('note', safe`both ask for the same pods`), row('blank'), notCompared];
	return [
		...words.map(text => row('word', text)),
		...notes,
		row('blank'),
		row('removed', safe`--- ${labelOf(from)}`),
		row('added', safe`+++ ${labelOf(to)}`),
		...diffLines(one, other).map(lineRow),
		row('blank'),
		notCompared,
	];
}

/** `2.8.1 (r3, stable)` */
export function labelOf(revision: Revision): SafeText {
	return safe`${revision.tag} (${revisionText(revision)}, ${ident(revision.role)})`;
}

const notCompared = row('note', safe`values of env are masked; ConfigMaps and Secrets are not compared`);

function row(kind: DiffRow['kind'], text: SafeText = safe``): DiffRow {
	return {kind, text};
}

function lineRow(one: DiffLine): DiffRow {
	if (one.kind !== 'folded') return one;
	return row('folded', safe`… ${one.count} lines are the same`);
}

function containerCount({spec}: JsonObject): number {
	return isMap(spec) && Array.isArray(spec.containers) ? spec.containers.length : 0;
}

/** Of two workloads. The replicas of a ReplicaSet follow the canary's weight, and are no change of the version. */
function replicas(before: JsonObject, after: JsonObject): readonly SafeText[] {
	if ([before, after].some(({kind}) => kind !== 'Deployment' && kind !== 'StatefulSet')) return [];
	const [one, other] = [replicasOf(before), replicasOf(after)];
	return one === other ? [] : [safe`replicas ${one} → ${other}`];
}

function replicasOf({spec}: JsonObject): number {
	return isMap(spec) && typeof spec.replicas === 'number' ? spec.replicas : 1;
}
