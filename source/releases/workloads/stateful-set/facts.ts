import {digest} from '../../../domain/digest.ts';
import type {Fact, Release} from '../../../domain/release.ts';
import {ident, type SafeText, safe} from '../../../domain/safe-text.ts';
import type {StatefulSetObject} from '../../../kinds/stateful-set.ts';
import {factOf} from '../../common/fact-of.ts';
import {templateTag} from '../../common/revision-of.ts';
import {imagesFact} from '../shared/images-fact.ts';
import {isObserved} from './situation.ts';

type Facts = Pick<Release, 'facts'>;
type Count = 'partition' | 'replicas' | 'updated' | 'first ordinal';

/** What an operator decides on, from the StatefulSet alone. */
export function factsOf(set: StatefulSetObject): readonly Fact[] {
	const tag = templateTag(set.template, null) ?? safe`no image`;
	return [
		{label: safe`spec`, value: safe`${tag}, ${isObserved(set) ? safe`seen` : safe`not seen`}`},
		{label: safe`current`, value: set.currentRevision ?? safe`none`},
		{label: safe`update`, value: set.updateRevision ?? safe`none`},
		{label: safe`strategy`, value: set.isOnDelete ? safe`OnDelete` : safe`RollingUpdate`},
		count('partition', set.partition),
		count('replicas', set.desired),
		count('updated', set.updated),
		count('first ordinal', set.firstOrdinal),
		{label: safe`pods come`, value: set.isOrdered ? safe`one after another` : safe`at once`},
		{label: safe`template`, value: ident(digest(set.template))},
		imagesFact(set.template),
	];
}

export function countOf(release: Facts, label: Count): number {
	return Number(factOf(release, label) ?? 0);
}

export function isOnDelete(release: Facts): boolean {
	return factOf(release, 'strategy') === 'OnDelete';
}

/** One pod that is not ready holds up every other. */
export function isOrdered(release: Facts): boolean {
	return factOf(release, 'pods come') === 'one after another';
}

/** `ledger-2`, for the place that a partition speaks of. */
export function podName(release: Release, place: number): SafeText {
	return safe`${release.name}-${countOf(release, 'first ordinal') + place}`;
}

function count(label: Count, value: number): Fact {
	return {label: ident(label), value: safe`${value}`};
}
