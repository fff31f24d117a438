import type {KubeObject, ObjectRef, Snapshot, WatchedKind} from '../../domain/cluster/kube-object.ts';
import {GRPC_ROUTES} from '../../kinds/grpc-route.ts';
import {HTTP_ROUTES} from '../../kinds/http-route.ts';
import {TRAFFIC_SPLITS} from '../../kinds/traffic-split.ts';
import {VIRTUAL_SERVICES} from '../../kinds/virtual-service.ts';
import {gatewayEntries} from '../routes/gateway-route.ts';
import {trafficSplitEntries} from '../routes/kinds/traffic-split.ts';
import {virtualServiceEntries} from '../routes/kinds/virtual-service.ts';
import type {RouteEntry} from '../routes/route-kind.ts';

/** A kind of route whose weights perch reads itself. */
export interface RouteReader {
	readonly kind: WatchedKind;
	/** The weight of a destination that has no written weight. */
	readonly unsetWeight: 0 | 1;
	/** Null where the object was not read. */
	read(snapshot: Snapshot, ref: ObjectRef): readonly RouteEntry[] | null;
}

export const routeReaders: readonly RouteReader[] = [
	reader(VIRTUAL_SERVICES, 0, virtualServiceEntries),
	reader(TRAFFIC_SPLITS, 0, trafficSplitEntries),
	reader(HTTP_ROUTES, 1, gatewayEntries),
	reader(GRPC_ROUTES, 1, gatewayEntries),
];

export function readerOf({kindId}: ObjectRef): RouteReader | undefined {
	return routeReaders.find(({kind}) => kind.id === kindId);
}

function reader<T extends KubeObject>(
	kind: WatchedKind<T>,
	unsetWeight: RouteReader['unsetWeight'],
	entriesOf: (object: T) => readonly RouteEntry[],
): RouteReader {
	return {
		kind,
		unsetWeight,
		read: (snapshot, {namespace, name}) => {
			const object = snapshot.get(kind, namespace, name);
			return object ? entriesOf(object) : null;
		},
	};
}
