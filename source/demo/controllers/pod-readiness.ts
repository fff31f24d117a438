import {rfc3339} from '../api/rfc3339.ts';
import type {Pod} from './kube-types.ts';

/** A running pod whose readiness probe fails or succeeds from now on. */
export function withReadiness(pod: Pod, isReady: boolean, nowMs: number): Pod {
	const names = pod.spec.containers.map(({name}) => name).join(' ');
	const reason = {reason: 'ContainersNotReady', message: `containers with unready status: [${names}]`};
	const conditions = pod.status?.conditions?.map(condition => {
		if (condition.type !== 'Ready' && condition.type !== 'ContainersReady') return condition;
		const {reason: _, message: __, ...kept} = condition;
		const status = isReady ? 'True' : 'False';
		return {...kept, status, lastTransitionTime: rfc3339(nowMs), ...(isReady ? {} : reason)} as const;
	});
	const containerStatuses = pod.status?.containerStatuses?.map(container => ({...container, ready: isReady}));
	return {
		...pod,
		status: {...pod.status, ...(conditions && {conditions}), ...(containerStatuses && {containerStatuses})},
	};
}
