import type {KubeObject, ResourceId} from '../../contract.ts';
import type {Reply} from '../connection/exchange.ts';
import {deniedBy} from '../status.ts';

/** The refusal of an admission webhook; undefined when no webhook objects. The webhooks have no side effects, so
 * the server calls them for a dry run too. */
export function denialOf(resource: ResourceId, object: KubeObject): Reply | undefined {
	if (resource !== 'servicesplitters.consul.hashicorp.com') return undefined;
	const causes = splitCauses((object as ServiceSplitter).spec?.splits ?? []);
	if (causes.length === 0) return undefined;
	const text = causes.length === 1 ? causes[0] : `[${causes.join(', ')}]`;
	const because = `servicesplitter.consul.hashicorp.com "${object.metadata.name}" is invalid: ${text}`;
	return deniedBy('mutate-servicesplitter.consul.hashicorp.com', because);
}

interface ServiceSplitter extends KubeObject {
	readonly spec?: {readonly splits?: readonly {readonly weight?: number}[]};
}

/** Consul adds the weights up as 32-bit floats, in list order, and demands exactly 100. */
function splitCauses(splits: readonly {readonly weight?: number}[]): readonly string[] {
	const causes: string[] = [];
	let sum = 0;
	for (const [index, {weight = 0}] of splits.entries()) {
		if (weight !== 0 && (weight < 0.01 || weight > 100)) {
			const field = `spec.splits[${index}].weight`;
			causes.push(`${field}: Invalid value: ${weight}: weight must be a percentage between 0.01 and 100`);
		}
		sum = Math.fround(sum + Math.fround(weight));
	}
	if (sum === 100) return causes;
	const value = JSON.stringify(JSON.stringify(splits));
	const detail = `the sum of weights across all splits must add up to 100 percent, but adds up to ${sum.toFixed(6)}`;
	return [...causes, `spec.splits: Invalid value: ${value}: ${detail}`];
}
