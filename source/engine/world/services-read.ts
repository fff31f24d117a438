import {SERVICES} from '../../kinds/service.ts';
import type {State, WatchState} from '../state/state.ts';

/** Whether Services were read: without them perch cannot tell which one leads to a release. */
export function areServicesRead({cluster}: State): boolean {
	return Object.values(cluster.watches).every(watch => watch.request.kind.id !== SERVICES.id || !isUnread(watch));
}

/** Whether a kind was never read, though perch may read it: objects of it may be there, unknown to perch. */
export function isUnread({status, wasListed, error}: WatchState): boolean {
	return !wasListed && status !== 'absent' && error?.kind !== 'forbidden';
}
