import type {KubeObject, Labels, Snapshot, WatchedKind} from '../../domain/cluster/kube-object.ts';
import type {ServiceName} from '../../domain/cluster/service-host.ts';
import type {SafeText} from '../../domain/text/safe-text.ts';
import type {Claim} from '../contract.ts';

/** A kind of route with weights: all that differs from kind to kind. Everything else is the same for each of them. */
export interface RouteKind<T extends KubeObject> {
	readonly id: string;
	/** `VirtualService` */
	readonly title: SafeText;
	/** The software that follows the route: `istio`. */
	readonly controller: SafeText;
	readonly anchor: WatchedKind<T>;
	/** Kinds to read beside the anchor and those that every route needs. */
	readonly kinds: readonly WatchedKind[];
	readonly scale: WeightScale;
	/** The weight of a destination that has no written weight. */
	readonly unsetWeight: 0 | 1;
	entries(route: T): readonly RouteEntry[];
	called(route: T): Called;
	/** The labels by which a subset's pods differ from the others of the Service; null where they are not known. */
	subsetLabels?(destination: Destination, route: T, snapshot: Snapshot): Labels | null;
	/** What the route's controllers say of it; left out if they say nothing reliable. */
	acceptance?(route: T): Acceptance;
	/** Why the route's weights have no effect, or not the one that they say, each with its evidence. */
	faults?(route: T, snapshot: Snapshot): readonly SafeText[];
	/** The route with what its weights rest on in other objects. */
	completed?(route: T, snapshot: Snapshot): T;
	/** Why no weight may be raised or set on the completed route; null if any may. The way back stays. */
	unsettable?(route: T): SafeText | null;
	/** Its weights stand in annotations, which its generation does not count. */
	readonly isAnnotated?: true;
	/** The owner of the route, if neither an owner reference nor a Rollout tells it. */
	ownedBy?(route: T): Claim | null;
}

export interface WeightScale {
	/** The sum of the weights after perch's write. `kept`: their present sum, if it can express the share. `fixed`:
	 * their present sum, or no write. */
	readonly total: 'hundred' | 'kept' | 'fixed';
	/** Digits after the decimal point. */
	readonly decimals: 0 | 2;
	/** Added up in list order as 32-bit floats, the weights must make the total exactly. */
	readonly isSummedAsFloat32: boolean;
}

/** The Services and the host that callers call. */
export interface Called {
	readonly services: readonly ServiceName[];
	/** For display; null when only the route's name is known. */
	readonly host: SafeText | null;
}

/** One rule of a route: some requests, and where they go. */
export interface RouteEntry {
	/** Its name, else its number: `default`, `rule 2`. */
	readonly title: SafeText;
	/** Which requests it takes; null: all. */
	readonly match: SafeText | null;
	/** The entry's place in the object. */
	readonly path: readonly (string | number)[];
	/** The fields that tell the entry from others; a write tests those that are present. */
	readonly identity: readonly string[];
	/** The field that lists its destinations, each with its weight; or the only weight of the object. */
	readonly list: string | LoneWeight;
	/** It redirects, answers itself or delegates: its destinations do not count. */
	readonly isDiverted: boolean;
	readonly destinations: readonly Destination[];
}

/** The weight of one destination, written as text; the other destination takes the rest of the total. */
export interface LoneWeight {
	readonly field: string;
	/** Whose weight it is. */
	readonly at: number;
	/** Other parts of the object that decide where its requests go; a write tests those that are present. */
	readonly beside: readonly string[];
}

export interface Destination {
	/** As the route names it. */
	readonly host: SafeText;
	readonly subset: SafeText | null;
	readonly port: number | null;
	/** The Service that it leads to; null if it leads to something else. */
	readonly service: ServiceName | null;
	/** As written; null if no weight is written. */
	readonly weight: number | null;
	/** The part that the route itself gives it; left out where routes know no such parts. */
	readonly role?: 'stable' | 'canary';
}

export type Acceptance =
	| {readonly kind: 'accepted'}
	/** Its controllers have not seen the newest version yet. */
	| {readonly kind: 'pending'; readonly because: SafeText}
	| {readonly kind: 'refused'; readonly because: SafeText}
	/** It works, but not as written, or no controller says whether it works. */
	| {readonly kind: 'doubtful'; readonly because: SafeText};
