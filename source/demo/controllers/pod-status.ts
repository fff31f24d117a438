import {rfc3339} from '../api/rfc3339.ts';
import type {Container, Pod, PodCondition} from './kube-types.ts';

/** How a pod behaves once it runs. */
export type PodHealth = 'ready' | 'unready' | 'crash-looping';

export function conditionOfPod(pod: Pod, type: string): PodCondition | undefined {
	return pod.status?.conditions?.find(condition => condition.type === type);
}

/** The status of a pod that was just placed on a node. */
export function pendingStatus(pod: Pod, nowMs: number): NonNullable<Pod['status']> {
	return {phase: 'Pending', conditions: [podCondition('PodScheduled', true, nowMs)], qosClass: qosClass(pod)};
}

/** The status of a pod whose container started at `startedAtMs` and, if it crashes, was restarted `restarts` times. */
export function runningStatus(
	pod: Pod,
	health: PodHealth,
	{podIP, hostIP, startedAtMs, restarts}: {podIP: string; hostIP: string; startedAtMs: number; restarts: number},
): NonNullable<Pod['status']> {
	const isReady = health === 'ready';
	return {
		phase: 'Running',
		conditions: [
			podCondition('PodScheduled', true, startedAtMs),
			podCondition('Initialized', true, startedAtMs),
			podCondition('ContainersReady', isReady, startedAtMs, pod),
			podCondition('Ready', isReady, startedAtMs, pod),
		],
		hostIP,
		podIP,
		podIPs: [{ip: podIP}],
		startTime: rfc3339(startedAtMs),
		containerStatuses: pod.spec.containers.map(container => ({
			name: container.name,
			...containerState(pod, container, health, startedAtMs, restarts),
			restartCount: restarts,
			image: container.image,
			imageID: `docker.io/${container.image}@sha256:${'ab'.repeat(32)}`,
			containerID: containerId(pod, restarts),
		})),
		qosClass: qosClass(pod),
	};
}

/** For a container that crashes at once: how often the kubelet has restarted it `elapsedMs` after its first start,
 * and when it does next. The kubelet waits 10 s, then twice as long each time, 5 min at most. */
export function crashRestarts(elapsedMs: number): {readonly restarts: number; readonly nextAfterMs: number} {
	let restarts = 0;
	while (crashRestartedAfterMs(restarts + 1) <= elapsedMs) restarts += 1;
	return {restarts, nextAfterMs: crashRestartedAfterMs(restarts + 1) - elapsedMs};
}

/** How long after its first start such a container is started for the `restarts`th time again. */
export function crashRestartedAfterMs(restarts: number): number {
	let atMs = 0;
	for (let at = 0; at < restarts; at += 1) atMs += Math.min(10_000 * 2 ** at, 300_000);
	return atMs;
}

/** Another one for each run of the container. */
function containerId({metadata: {uid = ''}}: Pod, restarts: number): string {
	const of = uid.replaceAll('-', '');
	return `containerd://${restarts === 0 ? of : `${of.slice(4)}${String(restarts).padStart(4, '0')}`}`;
}

function containerState(pod: Pod, container: Container, health: PodHealth, startedAtMs: number, restarts: number) {
	if (health !== 'crash-looping') {
		const isReady = health === 'ready';
		return {state: {running: {startedAt: rfc3339(startedAtMs)}}, lastState: {}, ready: isReady, started: true};
	}
	const backOffSeconds = Math.min(10 * 2 ** restarts, 300);
	const message = `back-off ${goDuration(backOffSeconds)} restarting failed container=${container.name}`;
	return {
		state: {waiting: {reason: 'CrashLoopBackOff', message}},
		lastState: {
			terminated: {
				containerID: containerId(pod, restarts),
				exitCode: 1,
				reason: 'Error',
				startedAt: rfc3339(startedAtMs + crashRestartedAfterMs(restarts)),
				finishedAt: rfc3339(startedAtMs + crashRestartedAfterMs(restarts) + 900),
			},
		},
		ready: false,
		started: false,
	};
}

function podCondition(type: string, isTrue: boolean, atMs: number, pod?: Pod): PodCondition {
	const names = pod?.spec.containers.map(({name}) => name).join(' ');
	return {
		type,
		status: isTrue ? 'True' : 'False',
		lastProbeTime: null,
		lastTransitionTime: rfc3339(atMs),
		...(isTrue ? {} : {reason: 'ContainersNotReady', message: `containers with unready status: [${names}]`}),
	};
}

function qosClass(pod: Pod): string {
	const hasLimits = pod.spec.containers.every(({resources}) => {
		const {limits} = (resources ?? {}) as {limits?: Record<string, string>};
		return limits?.cpu !== undefined && limits.memory !== undefined;
	});
	return hasLimits ? 'Guaranteed' : 'BestEffort';
}

function goDuration(seconds: number): string {
	const minutes = Math.floor(seconds / 60);
	return minutes === 0 ? `${seconds}s` : `${minutes}m${seconds % 60}s`;
}
