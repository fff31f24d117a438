import type {Fact} from '../../domain/release/release.ts';
import {line, safe} from '../../domain/text/safe-text.ts';
import type {Sides} from './sides.ts';

/** The facts that the operator decides on: what the Service selects, and which workloads are behind each side. */
export function factsOf({key, rest, selected, sides}: Sides): readonly Fact[] {
	const others = Object.entries(rest).map(([name, value]) => `${name}=${value}`);
	return [
		{label: safe`key`, value: line(key)},
		{label: safe`selects`, value: selected},
		{label: safe`always`, value: line(others.join(', '))},
		...sides.map(({value, refs}) => ({
			label: safe`side ${value}`,
			value: line(refs.map(({kindId, name}) => `${kindId}/${name}`).join(', ')),
		})),
	];
}
