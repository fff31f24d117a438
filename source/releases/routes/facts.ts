import type {RevisionKey} from '../../domain/cluster/keys.ts';
import type {KubeObject} from '../../domain/cluster/kube-object.ts';
import type {Fact} from '../../domain/release/release.ts';
import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {everyRequest} from '../../kinds/route-match.ts';
import {isPinned} from './named-entries.ts';
import type {Situation} from './situation.ts';

/**
 * The facts that the operator decides on: which requests each entry takes, every weight in it, which
 * destination counts as stable, and which entries lead to a weighed destination whatever the weights are.
 */
export function factsOf(
	{metadata}: KubeObject,
	{entries, candidates, roles: {stable, evidence}}: Situation,
): readonly Fact[] {
	const weighed = new Set(candidates.flatMap(({destinations}) => destinations.map(({name}) => name)));
	return [
		{label: safe`generation`, value: safe`${metadata.generation}`},
		...(stable !== null && evidence !== null ? [{label: safe`stable`, value: safe`${stable}: ${evidence}`}] : []),
		...candidates.flatMap(({title, match, destinations}): readonly Fact[] => [
			{label: safe`${title} takes`, value: match ?? everyRequest},
			...destinations.map(({name, weight}) => ({
				label: safe`${title} → ${name}`,
				value: weight === null ? safe`not set` : safe`${weight}`,
			})),
		]),
		...entries
			.filter(isPinned)
			.flatMap(({title, match, destinations}) =>
				destinations
					.filter(({name}) => weighed.has(name))
					.map(({name}) => ({label: safe`${title} → ${name}`, value: match ?? everyRequest})),
			),
	];
}

/** The name of the destination that a revision stands for. */
export function destinationOf(key: RevisionKey | null): SafeText | null {
	return key === null ? null : ident(key.slice(key.indexOf('@') + 1));
}
