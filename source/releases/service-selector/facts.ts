import type {ObjectRef} from '../../domain/kube-object.ts';
import type {Fact, Release} from '../../domain/release.ts';
import {line, type SafeText, safe} from '../../domain/safe-text.ts';
import {factOf} from '../common/fact-of.ts';
import type {Sides} from './sides.ts';

/** What an operator decides on: what the Service selects, and which workloads stand behind each side. */
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

/** The label that is switched, and its value now. */
export function selectionOf(release: Release): {readonly key: string; readonly selected: SafeText} {
	return {key: factOf(release, 'key') ?? '', selected: factOf(release, 'selects') ?? safe`none`};
}

/** The Deployments and StatefulSets behind a side. */
export function workloadRefs(release: Release, value: SafeText): readonly ObjectRef[] {
	const text = factOf(release, `side ${value}`) ?? '';
	return text.split(', ').flatMap(part => {
		const [kindId, name] = part.split('/');
		return kindId && name ? [{kindId, namespace: release.namespace, name}] : [];
	});
}
