import type {Release} from '../../domain/release/release.ts';
import {logRangeOf} from '../state/logs-place.ts';
import {type FollowedPod, followedKey, type LogFollow, type LogsState} from '../state/logs-state.ts';
import {only, type Reduction} from '../state/reduction.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {interestOf} from './interest.ts';

/** Each followed log holds a stream of the server open. */
export const mostPods = 20;
const linesOfPast = 8_000;
const mostLinesOfPod = 2_000;

/** Starts, changes or ends the reading of logs, as the screen and the pods need it. */
export function adjustLogs(context: EngineContext, state: State): Reduction {
	const {logs} = state.cluster;
	const wanted = interestOf(context, state).logs;
	if (!wanted) {
		if (!logs) return only(state);
		return {state: withLogs(state, null), commands: [{kind: 'stopLogs'}]};
	}
	const {key, place} = wanted;
	const release = context.derive.releases(state).get(key);
	const range = logRangeOf(place);
	const id = `${key}|${place.isPrevious}|${range.label}`;
	const pods = release ? chosenPods(release) : [];
	const isSameReading = logs?.id === id;
	const podCount = release ? podsOf(release).length : 0;
	// While the release cannot be read, or has no pods for a moment, what is followed goes on.
	if (isSameReading && (pods.length === 0 || samePods(logs.follow.pods, pods)))
		return only(logs.podCount === podCount ? state : withLogs(state, {...logs, podCount}));
	const follow: LogFollow = {
		release: key,
		isPrevious: place.isPrevious,
		sinceSeconds: range.seconds,
		tailLines: isSameReading && logs.follow.pods.length > 0 ? logs.follow.tailLines : tailLinesOf(pods.length),
		pods,
	};
	return {
		state: withLogs(state, {id, follow, podCount, told: isSameReading ? logs.told : null}),
		commands: [{kind: 'followLogs', id, follow}],
	};
}

function withLogs(state: State, logs: LogsState | null): State {
	return {...state, cluster: {...state.cluster, logs}};
}

function tailLinesOf(pods: number): number {
	return Math.min(mostLinesOfPod, Math.floor(linesOfPast / Math.max(1, pods)));
}

/** Of too many pods as many of each version as there is room for. By name, so that the choice does not change while
 * pods become ready or not. */
function chosenPods(release: Release): readonly FollowedPod[] {
	const {canary} = release;
	const sorted = podsOf(release).toSorted((one, other) => (one.name < other.name ? -1 : 1));
	const ofCanary = sorted.filter(({revision}) => revision !== null && revision === canary);
	const others = sorted.filter(pod => !ofCanary.includes(pod));
	const half = mostPods / 2;
	const roomForCanary = Math.max(half, mostPods - others.length);
	const chosen = ofCanary.slice(0, roomForCanary);
	return [...chosen, ...others.slice(0, mostPods - chosen.length)];
}

function podsOf({namespace, pods, podsBehind}: Release): readonly FollowedPod[] {
	return podsBehind ?? pods.map(({name, revision}) => ({namespace, name, revision}));
}

function samePods(some: readonly FollowedPod[], others: readonly FollowedPod[]): boolean {
	return (
		some.length === others.length &&
		some.every((pod, at) => {
			const other = others[at];
			return other !== undefined && followedKey(pod) === followedKey(other) && pod.revision === other.revision;
		})
	);
}
