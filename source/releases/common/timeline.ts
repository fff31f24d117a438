import type {KubeObject, Snapshot} from '../../domain/cluster/kube-object.ts';
import type {Moment} from '../../domain/release/release.ts';
import {EVENTS, type EventObject} from '../../kinds/event.ts';

/** The Events about an object, oldest first. `weightOf` reads the canary's weight from an Event that tells it. */
export function timelineOf(
	object: KubeObject,
	snapshot: Snapshot,
	weightOf: (event: EventObject) => number | null,
): readonly Moment[] {
	const moments = eventsAbout(object, snapshot).flatMap(event =>
		event.atMs === null
			? []
			: [{atMs: event.atMs, text: event.message, isWarning: event.isWarning, weightPercent: weightOf(event)}],
	);
	return moments.sort((a, b) => a.atMs - b.atMs);
}

export function eventsAbout(object: KubeObject, snapshot: Snapshot): readonly EventObject[] {
	return snapshot.list(EVENTS, object.metadata.namespace).filter(({about}) => about.uid === object.metadata.uid);
}
