import type {KubeObject} from '../../contract.ts';
import {at} from './table-cells.ts';

interface ContainerStatus {
	readonly ready?: boolean;
	readonly restartCount?: number;
	readonly state?: {readonly waiting?: {readonly reason?: string}; readonly terminated?: {readonly reason?: string}};
}

/** `1/2` */
export function readyContainers(pod: KubeObject): string {
	const containers = (at(pod, 'spec.containers') as readonly unknown[] | undefined) ?? [];
	return `${statusesOf(pod).filter(({ready}) => ready === true).length}/${containers.length}`;
}

/** kubectl's STATUS column: the reason of a waiting or terminated container says more than the phase. */
export function podStatus(pod: KubeObject): string {
	if (pod.metadata.deletionTimestamp !== undefined) return 'Terminating';
	const reasons = statusesOf(pod).flatMap(({state}) => state?.waiting?.reason ?? state?.terminated?.reason ?? []);
	return reasons[0] ?? String(at(pod, 'status.reason') ?? at(pod, 'status.phase') ?? 'Unknown');
}

export function podRestarts(pod: KubeObject): string {
	return String(statusesOf(pod).reduce((sum, {restartCount = 0}) => sum + restartCount, 0));
}

/** `80/TCP,9090/TCP` */
export function servicePorts(service: KubeObject): string {
	const ports = (at(service, 'spec.ports') as readonly {port?: number; protocol?: string}[] | undefined) ?? [];
	return ports.length === 0 ? '<none>' : ports.map(({port, protocol = 'TCP'}) => `${port}/${protocol}`).join(',');
}

function statusesOf(pod: KubeObject): readonly ContainerStatus[] {
	return (at(pod, 'status.containerStatuses') as readonly ContainerStatus[] | undefined) ?? [];
}
