import {type SafeText, safe} from '../../domain/safe-text.ts';
import type {Situation} from './assemble.ts';
import {type NamedEntry, sharesOf} from './named-entries.ts';

/** Where requests fail or go elsewhere than the weights say, whatever the kind of route, each with its evidence. */
export function contradictionsOf(situation: Situation): readonly SafeText[] {
	return [...nothingServes(situation), ...withoutWeights(situation)];
}

/** A share that goes to where nobody answers. */
function nothingServes({candidates, backings}: Situation): readonly SafeText[] {
	const found = candidates.flatMap(({destinations}) => {
		const shares = weightsIn(destinations);
		return destinations.flatMap(({name, service}, at) => {
			const backing = backings.find(other => other.name === name);
			const share = shares[at] ?? 0;
			if (!backing || service === null || share === 0) return [];
			if (backing.service === 'missing') {
				return [safe`the route sends ${share}% to Service ${service.name}, which does not exist`];
			}
			if (backing.endpoints === 0) {
				return [safe`the route sends ${share}% to ${service.name}, which has no ready endpoint`];
			}
			const isEmpty = backing.deployments.length > 0 && backing.pods.ready === 0;
			return isEmpty ? [safe`the route sends ${share}% to ${name}, which has no ready pod`] : [];
		});
	});
	return [...new Set(found)];
}

function withoutWeights({candidates}: Situation): readonly SafeText[] {
	return candidates
		.filter(({destinations}) => destinations.every(({effectiveWeight}) => effectiveWeight === 0))
		.map(({title}) => safe`every weight of ${title} is 0: nobody takes its requests`);
}

/** The same destination with another share in another rule, which may well be meant; null where all agree. */
export function rulesDiffer({candidates, leading, roles}: Situation): SafeText | null {
	const {canary} = roles;
	if (leading === null || canary === null) return null;
	const share = shareIn(leading, canary);
	const other = candidates.find(entry => {
		const percent = shareIn(entry, canary);
		return percent !== null && percent !== share;
	});
	const percent = other ? shareIn(other, canary) : null;
	if (!other || percent === null || share === null) return null;
	return safe`rules differ: ${canary} has ${share}% in ${leading.title}, ${percent}% in ${other.title}`;
}

function shareIn({destinations}: NamedEntry, name: SafeText): number | null {
	return weightsIn(destinations)[destinations.findIndex(other => other.name === name)] ?? null;
}

function weightsIn(destinations: NamedEntry['destinations']): readonly number[] {
	return sharesOf(destinations.map(({effectiveWeight}) => effectiveWeight));
}
