import type {EdgeSample} from '../../../source/domain/signals/edge-sample.ts';
import {ident} from '../../../source/domain/text/safe-text.ts';

/** Calls of a workload to a Service, both as `namespace/name`; null is a caller that the mesh does not know. */
export function call(
	from: string | null,
	to: string,
	requestsPerSecond: number,
	errorsPerSecond = 0,
	{workload = null, ...other}: {workload?: string | null} & Partial<Pick<EdgeSample, 'mesh' | 'viewpoint'>> = {},
): EdgeSample {
	const [namespace, service] = partsOf(to);
	const [callerNamespace, caller] = partsOf(from ?? '');
	return {
		caller: from === null ? null : {namespace: callerNamespace, service: null, workload: caller, version: null},
		callee: {namespace, service, workload: workload === null ? null : ident(workload), version: null},
		viewpoint: 'source',
		requestsPerSecond,
		errorsPerSecond,
		securedPerSecond: null,
		...other,
	};
}

function partsOf(name: string) {
	const [namespace = '', own = ''] = name.split('/');
	return [ident(namespace), ident(own)] as const;
}
