import type {RevisionKey} from '../../domain/keys.ts';
import type {KubeObject} from '../../domain/kube-object.ts';
import type {Fact, Release} from '../../domain/release.ts';
import {ident, type SafeText, safe} from '../../domain/safe-text.ts';
import {everyRequest} from '../../kinds/route-match.ts';
import {isPinned} from './named-entries.ts';
import type {Situation} from './situation.ts';

/** A candidate entry as its release tells it: the verbs need no more. */
export interface EntryView {
	readonly title: SafeText;
	readonly match: SafeText;
	readonly destinations: readonly {
		readonly name: SafeText;
		/** As written; null where none is. */
		readonly weight: number | null;
	}[];
}

const generationLabel = safe`generation`;
const stableLabel = safe`stable`;
const matchSuffix = ' takes';
/** No name from the cluster can hold an arrow: they are neutralised to ASCII. */
const arrow = ' → ';
const unset = safe`not set`;

/** What the operator decides on: which requests each entry takes, every weight in it, what counts as stable, and which
 * entries lead to one of the destinations whatever the weights are. */
export function factsOf(
	{metadata}: KubeObject,
	{entries, candidates, roles: {stable, evidence}}: Situation,
): readonly Fact[] {
	const weighed = new Set(candidates.flatMap(({destinations}) => destinations.map(({name}) => name)));
	return [
		{label: generationLabel, value: safe`${metadata.generation}`},
		...(stable !== null && evidence !== null ? [{label: stableLabel, value: safe`${stable}: ${evidence}`}] : []),
		...candidates.flatMap(({title, match, destinations}): readonly Fact[] => [
			{label: safe`${title} takes`, value: match ?? everyRequest},
			...destinations.map(({name, weight}) => ({
				label: safe`${title} → ${name}`,
				value: weight === null ? unset : safe`${weight}`,
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

/** The entries, read back from the facts. */
export function entriesOf({facts}: Release): readonly EntryView[] {
	return facts
		.filter(({label}) => label.endsWith(matchSuffix) && !label.includes(arrow))
		.map(({label, value}) => {
			const title = ident(label.slice(0, -matchSuffix.length));
			const prefix = `${title}${arrow}`;
			return {
				title,
				match: value,
				destinations: facts
					.filter(fact => fact.label.startsWith(prefix))
					.map(fact => ({
						name: ident(fact.label.slice(prefix.length)),
						weight: fact.value === unset ? null : Number(fact.value),
					})),
			};
		});
}

/** Entries without weights that send all of what they take to one destination. */
export function pinsTo(
	release: Release,
	destination: SafeText,
): readonly {readonly title: SafeText; readonly match: SafeText}[] {
	const suffix = `${arrow}${destination}`;
	const weighed = new Set<string>(entriesOf(release).map(({title}) => title));
	return release.facts
		.filter(({label}) => label.endsWith(suffix) && !weighed.has(label.slice(0, -suffix.length)))
		.map(({label, value}) => ({title: ident(label.slice(0, -suffix.length)), match: value}));
}

export function generationOf({facts}: Release): number {
	return Number(facts.find(({label}) => label === generationLabel)?.value ?? 0);
}

/** Which destination counts as stable, and by what: `v1: 1.18.0 is older than 1.19.0`; null where nothing proves it. */
export function stableEvidence({facts}: Release): SafeText | null {
	return facts.find(({label}) => label === stableLabel)?.value ?? null;
}

/** The destination that a revision stands for. */
export function destinationOf(key: RevisionKey | null): SafeText | null {
	return key === null ? null : ident(key.slice(key.indexOf('@') + 1));
}
