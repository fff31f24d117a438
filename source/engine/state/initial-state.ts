import {ranges, type ScreenState} from './screen-state.ts';
import {idleQuery, type Session, type State} from './state.ts';

/** Before anything is known. */
export function initialState(session: Session, size: ScreenState['size']): State {
	return {
		nowMs: session.startedAtMs,
		session,
		cluster: {
			identity: null,
			identityError: null,
			inventory: null,
			watches: {},
			followed: new Set(),
			lastProofMs: null,
			error: null,
			timedOutAtMs: null,
			clockOffsetMs: 0,
			heartbeat: idleQuery,
			connect: idleQuery,
			access: {},
			weightChanges: {},
		},
		metrics: {
			source: null,
			connect: idleQuery,
			connectError: null,
			askings: {},
			latency: null,
			latencyAnsweredOf: null,
			ordering: null,
			observed: {},
		},
		screen: {
			size,
			stack: [{kind: 'home'}],
			homeSelected: null,
			isMarkedInTable: false,
			releasesSelected: null,
			filter: null,
			sort: {column: 'errors', isDescending: true},
			chartIndex: 0,
			rangeIndex: Math.max(
				0,
				ranges.findIndex(({seconds}) => seconds === 900),
			),
			helpOffset: 0,
			message: null,
			coach: null,
			dialog: null,
			palette: null,
			wanted: null,
			guard: {lastKeyAtMs: 0, disarmedUntilMs: 0, because: null},
			isQuitting: false,
		},
		intents: [],
		intentCount: 0,
		auditProblem: null,
		frozen: null,
	};
}
