import {digest} from '../../../domain/digest.ts';
import type {Fact, Release} from '../../../domain/release/release.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {StatefulSetObject} from '../../../kinds/stateful-set.ts';
import {templateTag} from '../../common/revision-of.ts';
import {imagesFact} from '../shared/images-fact.ts';
import {isObserved} from './situation.ts';

/** The facts that the operator decides on, from the StatefulSet alone. */
export function factsOf(set: StatefulSetObject): readonly Fact[] {
	const tag = templateTag(set.template, null) ?? safe`no image`;
	return [
		{label: safe`spec`, value: safe`${tag}, ${isObserved(set) ? safe`seen` : safe`not seen`}`},
		{label: safe`current`, value: set.currentRevision ?? safe`none`},
		{label: safe`update`, value: set.updateRevision ?? safe`none`},
		{label: safe`strategy`, value: set.isOnDelete ? safe`OnDelete` : safe`RollingUpdate`},
		{label: safe`partition`, value: safe`${set.partition}`},
		{label: safe`replicas`, value: safe`${set.desired}`},
		{label: safe`updated`, value: safe`${set.updated}`},
		{label: safe`first ordinal`, value: safe`${set.firstOrdinal}`},
		{label: safe`pods come`, value: set.isOrdered ? safe`one after another` : safe`at once`},
		{label: safe`template`, value: ident(digest(set.template))},
		imagesFact(set.template),
	];
}

/** `ledger-2`: the pod at a place, as a partition counts places. */
export function podName({name, detail}: Release<StatefulSetObject>, place: number): SafeText {
	return safe`${name}-${detail.firstOrdinal + place}`;
}
