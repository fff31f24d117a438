import type {State} from '../../state/state.ts';
import {pollError, trafficOf} from '../poll.ts';

/** Whether a question about the past may be sent now: only while figures come and nothing else is asked, so that no
 * present figure waits for it. */
export function mayAskForPast({metrics}: State): boolean {
	const {source, askings} = metrics;
	if (!source || !trafficOf(metrics) || pollError(metrics)) return false;
	return !Object.values(askings).some(({query}) => query.isRunning);
}
