import {shopResources} from '../api/resources.ts';
import type {ObjectStore} from '../contract.ts';
import {eventLifeMs} from '../controllers/writes.ts';
import type {Stored} from './manifests/manifests.ts';

/** Everything in the store that the API server has not forgotten at `nowMs`, the oldest first. */
export function storedObjects(store: ObjectStore, nowMs: number): readonly Stored[] {
	const bornFirst = (left: Stored, right: Stored) =>
		(left.object.metadata.creationTimestamp ?? '').localeCompare(right.object.metadata.creationTimestamp ?? '');
	return shopResources
		.flatMap(({id}) => store.list(id).map((object): Stored => ({resource: id, object})))
		.filter(
			({resource, object}) => resource !== 'events' || Date.parse(String(object.lastTimestamp)) > nowMs - eventLifeMs,
		)
		.toSorted(bornFirst);
}
