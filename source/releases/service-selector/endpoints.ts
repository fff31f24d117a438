import {revisionKey} from '../../domain/cluster/keys.ts';
import type {Snapshot} from '../../domain/cluster/kube-object.ts';
import type {Release} from '../../domain/release/release.ts';
import {safe} from '../../domain/text/safe-text.ts';
import {ENDPOINT_SLICES} from '../../kinds/endpoint-slice.ts';
import type {ServiceObject} from '../../kinds/service.ts';
import type {ReleasePod} from '../common/release-pods.ts';
import type {Sides} from './sides.ts';

/**
 * The contradictions between the Service's endpoints and its selector; none while perch does not watch the
 * endpoints.
 */
export function endpointFaults(
	{metadata}: ServiceObject,
	{sides, selected}: Sides,
	pods: readonly ReleasePod[],
	snapshot: Snapshot,
): Release['contradictions'] {
	const slices = snapshot.list(ENDPOINT_SLICES, metadata.namespace).filter(({service}) => service === metadata.name);
	if (slices.length === 0) return [];
	const ready = slices.reduce((total, slice) => total + slice.ready, 0);
	if (ready === 0) return [{code: 'no-endpoint', text: safe`the Service has no ready endpoint: requests to it fail`}];
	const leadsTo = new Set<string>(slices.flatMap(({readyPods}) => readyPods));
	return sides.flatMap(({value}) => {
		const key = revisionKey(metadata.uid, value);
		const reached = pods.filter(({name, revision}) => revision === key && leadsTo.has(name)).length;
		return value === selected || reached === 0
			? []
			: [
					{
						code: 'endpoints-stale',
						text: safe`endpoints still lead to ${reached} pods of ${value}; the selector says ${selected}`,
					},
				];
	});
}
