import {ident, line, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {PODS} from '../../../kinds/pod.ts';
import type {ClusterError} from '../../../ports/cluster.ts';
import type {LogState} from '../../../ports/logs.ts';
import {areCompanionsRead} from '../../interest/companions.ts';
import {mostPods} from '../../interest/logs.ts';
import {releaseKeyOf} from '../../lists/places.ts';
import {type LogsPlace, logRangeOf, logsPlaceOf} from '../../state/logs-place.ts';
import type {LogsState, PodLog} from '../../state/logs-state.ts';
import type {Place} from '../../state/screen-state.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {awaited} from '../awaited.ts';
import {emptyBecause} from '../empty.ts';
import {releasesRead} from '../what-is-read.ts';

export interface LogProblem {
	readonly tone: 'info' | 'warning' | 'critical';
	readonly text: SafeText;
}

/** `ONLY CANARY · 9 of 10 pods · last 5 min, at most 800 lines of each · 1,204 older lines dropped` */
export function logsStatus(logs: LogsState | null, place: LogsPlace): SafeText {
	const pods = podLogs(logs);
	const range = logRangeOf(place);
	const past = range.seconds === null ? safe`from the start` : safe`last ${ident(range.label)}`;
	const tail = logs && logs.follow.pods.length > 0 ? safe`, at most ${logs.follow.tailLines} lines each` : safe``;
	const dropped = logs?.told?.dropped ?? 0;
	return line(
		[
			...(place.side === 'both' ? [] : [safe`ONLY ${line(place.side.toUpperCase())}`]),
			logs && logs.podCount > 0
				? safe`${pods.filter(({state}) => isRead(state)).length} of ${logs.podCount} pods`
				: safe`no pods known`,
			...containerText(pods),
			place.isPrevious ? safe`PREVIOUS RUN, at most ${logs?.follow.tailLines ?? 0} lines each` : safe`${past}${tail}`,
			...(dropped > 0 ? [safe`${dropped} older lines dropped`] : []),
		].join(' · '),
	);
}

/** Said only where a pod has more containers than the one whose log is read. */
function containerText(pods: readonly PodLog[]): readonly SafeText[] {
	const run = pods.find(one => (one.run?.otherContainers ?? 0) > 0)?.run;
	return run ? [safe`container ${run.container}, 1 of ${run.otherContainers + 1}`] : [];
}

/** Whether new lines of any pod can come. */
export function isFollowed(logs: LogsState | null): boolean {
	return logs?.follow.isPrevious === false && podLogs(logs).some(({state}) => isRead(state));
}

function isRead({kind}: LogState): boolean {
	return kind === 'following' || kind === 'ended';
}

function podLogs(logs: LogsState | null): readonly PodLog[] {
	return Object.values(logs?.told?.pods ?? {});
}

/** What keeps lines away, the most urgent first. */
export function logProblems(logs: LogsState | null): readonly LogProblem[] {
	const pods = Object.entries(logs?.told?.pods ?? {});
	const namespaces = new Set(pods.map(([key]) => key.split('/')[0]));
	const named = pods.map(([key, {state}]) => ({
		name: ident(namespaces.size > 1 ? key : key.slice(key.indexOf('/') + 1)),
		state,
	}));
	const of = <K extends LogState['kind']>(kind: K) =>
		named.flatMap(({name, state}) =>
			state.kind === kind ? [{name, state: state as Extract<LogState, {kind: K}>}] : [],
		);
	const counted = (found: readonly {readonly name: SafeText}[]) =>
		found.length === 1 ? (found[0]?.name ?? safe``) : safe`${found.length} pods`;
	const problems: LogProblem[] = [];
	const add = (tone: LogProblem['tone'], text: SafeText) => problems.push({tone, text});
	const forbidden = of('forbidden');
	if (forbidden[0]) add('critical', safe`FORBIDDEN: ${forbidden[0].state.missing} for ${counted(forbidden)}`);
	const failing = of('failing');
	if (failing[0]) add('warning', safe`LOST ${counted(failing)}: ${failing[0].state.message} · trying again`);
	const image = of('imageUnavailable');
	if (image[0]) add('warning', safe`NO IMAGE for ${counted(image)}: ${image[0].state.reason}`);
	const ended = of('ended').filter(() => logs?.follow.isPrevious === false);
	if (ended[0]) add('warning', safe`ENDED ${counted(ended)}: ${ended[0].state.reason} · the next run is followed`);
	const waiting = of('waiting');
	if (waiting[0]) add('info', safe`waiting to start, ${counted(waiting)}: ${waiting[0].state.reason}`);
	const without = of('noPrevious');
	if (without.length > 0) add('info', safe`no previous run of ${counted(without)}`);
	const gone = of('gone');
	if (gone.length > 0) add('info', safe`gone: ${counted(gone)}`);
	if (logs && logs.podCount > mostPods)
		add('info', safe`${mostPods} of ${logs.podCount} pods are followed: perch follows no more at once`);
	return problems;
}

/** Why there are no lines, and what to do about it; null where there are some. */
export function noLines(
	context: EngineContext,
	{live, shown}: {readonly live: State; readonly shown: State},
	at: Place,
): SafeText {
	const place = logsPlaceOf(at);
	const key = releaseKeyOf(at.key);
	if (!context.logs) return safe`logs are not part of a recording: only a live cluster tells them`;
	const {logs} = shown.cluster;
	if (shown !== live && logs?.id !== live.cluster.logs?.id)
		return safe`FROZEN: the lines of that moment are no longer kept — z shows those of now`;
	const release = context.derive.releases(shown).get(key);
	if (!release)
		return releasesRead(context, shown) === 'all'
			? safe`this release is gone — esc goes back`
			: emptyBecause(context, shown, 'releases');
	if (!logs || logs.follow.pods.length === 0) {
		const error = podsError(shown, release.namespace);
		if (error?.kind === 'forbidden') return forbiddenText(error.missing ?? safe`list pods`);
		if (error) return safe`pods cannot be read: ${error.message} — trying again`;
		return areCompanionsRead(context, shown, key)
			? safe`perch knows of no pods here: there is nothing to read`
			: awaited(shown, safe`reading which pods there are`);
	}
	const states = podLogs(logs).map(({state}) => state);
	const all = <K extends LogState['kind']>(kind: K) => states.length > 0 && states.every(state => state.kind === kind);
	const [first] = states;
	if (all('forbidden') && first?.kind === 'forbidden')
		return forbiddenText(safe`${first.missing} in ${release.namespace}`);
	if (all('noPrevious')) return safe`no container has a previous run — o shows the present one`;
	if (all('failing') && first?.kind === 'failing')
		return safe`the logs cannot be read: ${first.message} — trying again`;
	if (all('waiting') && first?.kind === 'waiting') return safe`no lines yet: waiting to start, ${first.reason}`;
	if (!logs.told || logs.told.isGathering || states.some(({kind}) => kind === 'opening'))
		return awaited(
			shown,
			safe`reading the logs of ${logs.follow.pods.length} ${logs.follow.pods.length === 1 ? safe`pod` : safe`pods`}`,
		);
	if (at.filter && at.filter.text !== '') return safe`no line matches /${at.filter.text} — esc clears the filter`;
	if (place.side !== 'both') return safe`no lines of ${line(place.side)} yet — tab shows the other version`;
	if (all('gone')) return safe`these pods are gone, and their logs with them`;
	const range = logRangeOf(place);
	// A server may answer long before it sends the first line.
	if (place.isPrevious) return all('ended') ? safe`no lines` : safe`no lines yet`;
	return range.seconds === null
		? safe`no lines yet`
		: safe`no lines yet in the last ${ident(range.label)} — ] reads further back`;
}

/** Why perch does not know which pods there are; null where it does, or is still reading. */
function podsError({cluster}: State, namespace: string): ClusterError | null {
	const watches = Object.values(cluster.watches).filter(
		({request: {kind, namespace: own}}) => kind.id === PODS.id && (own === undefined || own === namespace),
	);
	return watches.find(({error}) => error !== null)?.error ?? null;
}

function forbiddenText(missing: SafeText): SafeText {
	return safe`forbidden: ${missing} — ask for the role perch-viewer, which perch rbac prints`;
}
