import type {Release} from '../../domain/release/release.ts';
import {safe} from '../../domain/text/safe-text.ts';
import type {Situation} from './situation.ts';

/**
 * The contradictions that every kind of route can have: requests fail, or go elsewhere than the weights say.
 * Each with its evidence.
 */
export function contradictionsOf(situation: Situation): Release['contradictions'] {
	return [...nothingServes(situation), ...withoutWeights(situation)];
}

/** A share of a destination where nothing answers. */
function nothingServes({candidates, backings}: Situation): Release['contradictions'] {
	const found = candidates.flatMap(({destinations}) => {
		return destinations.flatMap(({name, service, share}) => {
			const backing = backings.find(other => other.name === name);
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
	return [...new Set(found)].map(text => ({code: 'no-endpoint', text}));
}

function withoutWeights({candidates}: Situation): Release['contradictions'] {
	return candidates
		.filter(({destinations}) => destinations.every(({effectiveWeight}) => effectiveWeight === 0))
		.map(({title}) => ({code: 'no-weight', text: safe`every weight of ${title} is 0: nobody takes its requests`}));
}
