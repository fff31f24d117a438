import type {SafeText} from '../../domain/text/safe-text.ts';
import {equalitiesOf, type LabelSelector, selectorText} from '../label-selector.ts';
import {HASH_LABEL} from './hash-label.ts';

/** With a workloadRef the spec may leave its selector to the workload. Then the status has the selector,
 * with one revision's hash, which is removed here. */
export function resolvedSelector(spec: LabelSelector, told: SafeText | null): LabelSelector {
	if (told === null || selectorText(spec) !== '') return spec;
	const {[HASH_LABEL]: _revision, ...matchLabels} = equalitiesOf(told) ?? {};
	return {matchLabels, matchExpressions: []};
}
