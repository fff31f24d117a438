import {uidFrom} from '../api/identifiers.ts';
import type {Pod} from './kube-types.ts';
import {crashRestarts, type PodHealth, runningStatus} from './pod-status.ts';
import {isTerminating} from './pods.ts';
import type {Write} from './writes.ts';

const startMs = 1200;
const stopMs = 800;

/** One pass over a pod by the stand-in for every node's kubelet: it starts pods, restarts crashing ones and removes
 * terminating ones. It leaves the readiness of a running pod as it is. */
export function reconcilePod(
	pod: Pod,
	health: PodHealth,
	nowMs: number,
): {readonly writes: readonly Write[]; readonly wakeAtMs: number | undefined} {
	if (isTerminating(pod)) return due(stoppedAtMs(pod), nowMs, {kind: 'remove', resource: 'pods', object: pod});
	if (pod.status?.phase !== 'Running') {
		const createdAtMs = Date.parse(pod.metadata.creationTimestamp ?? '');
		return due(createdAtMs + startMs, nowMs, withStatus(pod, health, nowMs, 0));
	}
	if (pod.status.containerStatuses?.[0]?.restartCount === undefined || health !== 'crash-looping') return nothing;
	const startedAtMs = Date.parse(pod.status.startTime ?? '');
	const {restarts, nextAfterMs} = crashRestarts(nowMs - startedAtMs);
	return {
		writes:
			restarts > pod.status.containerStatuses[0].restartCount ? [withStatus(pod, health, startedAtMs, restarts)] : [],
		wakeAtMs: nowMs + nextAfterMs,
	};
}

const nothing = {writes: [], wakeAtMs: undefined} as const;

function due(atMs: number, nowMs: number, write: Write) {
	return atMs <= nowMs ? {writes: [write], wakeAtMs: undefined} : {writes: [], wakeAtMs: atMs};
}

function stoppedAtMs(pod: Pod): number {
	const graceMs = Number(pod.metadata.deletionGracePeriodSeconds ?? 0) * 1000;
	return Date.parse(String(pod.metadata.deletionTimestamp)) - graceMs + stopMs;
}

function withStatus(pod: Pod, health: PodHealth, startedAtMs: number, restarts: number): Write {
	const node = Number(pod.spec.nodeName?.slice(1) ?? 1);
	const [third, fourth] = (uidFrom(pod.metadata.uid ?? '').match(/[0-9a-f]{2}/g) ?? []).map(hex =>
		Number.parseInt(hex, 16),
	);
	const status = runningStatus(pod, health, {
		podIP: `10.${node}.${third ?? 0}.${Math.max(1, fourth ?? 1)}`,
		hostIP: `10.0.0.${node}`,
		startedAtMs,
		restarts,
	});
	return {kind: 'replace', resource: 'pods', object: {...pod, status}, isStatus: true};
}
