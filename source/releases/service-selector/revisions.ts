import {type RevisionKey, revisionKey} from '../../domain/cluster/keys.ts';
import type {Revision} from '../../domain/release/revision.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {ServiceObject} from '../../kinds/service.ts';
import type {ReleasePod} from '../common/release-pods.ts';
import {templateTag} from '../common/revision-of.ts';
import type {Side, Sides} from './sides.ts';

/** One revision for each side, the selected side first. */
export function revisionsOf(service: ServiceObject, sides: Sides, pods: readonly ReleasePod[]): readonly Revision[] {
	const canary = canaryOf(service, sides);
	return sides.sides
		.map((side): Revision => {
			const {value, workloads, refs} = side;
			const key = revisionKey(service.metadata.uid, value);
			const own = pods.filter(({revision}) => revision === key);
			const [only] = workloads;
			const desired = sum(workloads.map(workload => workload.desired));
			return {
				key,
				hash: value,
				number: null,
				tag: nameOf(side),
				images: workloads.flatMap(({template}) => template.containers.map(({image}) => image)),
				role: value === sides.selected ? 'stable' : key === canary ? 'canary' : 'previous',
				pods: {
					desired,
					ready: sum(workloads.map(workload => workload.ready)),
					restarts: own.length > 0 || desired === 0 ? sum(own.map(({restarts}) => restarts)) : 'unknown',
				},
				holder: workloads.length === 1 && only ? only.metadata.name : null,
				...(workloads.length === 1 && refs[0] && {templateIn: refs[0]}),
				wasPromoted: value === sides.selected ? true : 'unknown',
				createdAtMs: only?.metadata.createdAtMs ?? null,
			};
		})
		.sort((a, b) => Number(b.role === 'stable') - Number(a.role === 'stable'));
}

/** The only unselected side that has pods; null if none has, or if several have. */
export function canaryOf({metadata}: ServiceObject, {sides, selected}: Sides): RevisionKey | null {
	const running = sides.filter(
		({value, workloads}) => value !== selected && workloads.some(({desired}) => desired > 0),
	);
	const [only] = running;
	return only && running.length === 1 ? revisionKey(metadata.uid, only.value) : null;
}

/** `green 7.1.0`; the value alone if it is the version already. */
function nameOf({value, workloads: [workload]}: Side): SafeText {
	const tag = workload ? templateTag(workload.template, null) : null;
	const isVersion = tag !== null && value.replace(/^v(?=\d)/, '') === tag.replace(/^v(?=\d)/, '');
	return tag === null || isVersion ? value : safe`${value} ${tag}`;
}

function sum(values: readonly number[]): number {
	return values.reduce((total, value) => total + value, 0);
}
