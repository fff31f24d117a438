import {type ClusterId, clusterId} from '../../domain/cluster/keys.ts';
import {noTrouble, nothingSpent} from './metrics-state.ts';
import {noPast} from './past-state.ts';
import {idleQuery} from './query.ts';
import {ranges, type ScreenState} from './screen-state.ts';
import type {Cluster, Session, State} from './state.ts';

/** The screen that stands at the bottom of the stack. */
const firstScreen = 'home';

/** The state before anything is known. */
export function initialState(session: Session, size: ScreenState['size']): State {
	const id = clusterId(session.target.context);
	return {
		...initialCluster(session),
		nowMs: session.startedAtMs,
		screen: firstScreenOf(session, id, size),
		frozen: null,
		clusters: [id],
		elsewhere: [],
	};
}

export function initialCluster(session: Session): Cluster {
	return {
		session,
		cluster: {
			identity: null,
			identityError: null,
			inventory: null,
			watches: {},
			namespacesSeen: [],
			followed: new Set(),
			lastProofMs: null,
			error: null,
			timedOutAtMs: null,
			clockOffsetMs: 0,
			heartbeat: idleQuery,
			connect: idleQuery,
			access: {},
			objects: {},
			weightChanges: {},
			logs: null,
		},
		metrics: {
			source: null,
			connect: idleQuery,
			connectError: null,
			isReconnecting: false,
			askings: {},
			quietUntilMs: 0,
			spent: nothingSpent,
			spending: [],
			latency: null,
			latencyAnsweredOf: null,
			ordering: null,
			observed: {},
			evidence: {},
			sinceBack: {},
			trouble: noTrouble,
		},
		intents: [],
		intentCount: 0,
		worseSeen: {},
		past: noPast,
		auditProblem: null,
		defect: null,
	};
}

/** The screen on which a run begins: a wall shows one screen only. */
export function firstScreenOf({settings}: Session, focus: ClusterId, size: ScreenState['size']): ScreenState {
	return {...initialScreen(focus, size), stack: [{kind: settings.wall?.screen ?? firstScreen}]};
}

export function initialScreen(focus: ClusterId, size: ScreenState['size']): ScreenState {
	return {
		focus,
		size,
		stack: [{kind: firstScreen}],
		homeSelected: null,
		isFollowingTop: true,
		pinned: [],
		panelRows: 2,
		releasesSelected: null,
		filter: null,
		sort: {column: 'harm', isDescending: true},
		chartIndex: null,
		rangeIndex: Math.max(
			0,
			ranges.findIndex(({seconds}) => seconds === 900),
		),
		message: null,
		demoHint: null,
		isCostShown: false,
		dialog: null,
		palette: null,
		wanted: null,
		guard: {lastKeyAtMs: 0, disarmedUntilMs: 0, because: null},
		isQuitting: false,
	};
}

/** The first screen of another cluster. The sort order, the open chart, its range and the key guard stay. */
export function screenInFrontOf(
	id: ClusterId,
	{size, sort, chartIndex, rangeIndex, demoHint, guard}: ScreenState,
): ScreenState {
	return {...initialScreen(id, size), sort, chartIndex, rangeIndex, demoHint, guard};
}
