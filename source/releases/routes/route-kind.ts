import type {KubeObject, Labels, Snapshot, WatchedKind} from '../../domain/kube-object.ts';
import type {SafeText} from '../../domain/safe-text.ts';
import type {ServiceName} from '../../domain/service-host.ts';
import type {Claim} from '../contract.ts';

/** A kind of object with weights in it, and all that a kind has to tell: everything else is the same for each of them. */
export interface RouteKind<T extends KubeObject> {
	readonly id: string;
	/** `VirtualService` */
	readonly title: SafeText;
	/** Who follows it: `istio`. */
	readonly controller: SafeText;
	readonly anchor: WatchedKind<T>;
	/** Kinds that it reads beside the anchor and those of every route. */
	readonly kinds: readonly WatchedKind[];
	readonly scale: WeightScale;
	/** What a weight counts that is not written. */
	readonly unsetWeight: 0 | 1;
	entries(route: T): readonly RouteEntry[];
	called(route: T): Called;
	/** The labels by which a subset's pods differ from the others of the Service; null where they are not known. */
	subsetLabels?(destination: Destination, route: T, snapshot: Snapshot): Labels | null;
	/** What its controllers say of it; left out where they say nothing that can be relied on. */
	acceptance?(route: T): Acceptance;
	/** Why its weights mean nothing, or not what they say, each with its evidence. */
	faults?(route: T, snapshot: Snapshot): readonly SafeText[];
	/** Whose it is, where that is not told by an owner reference or by a Rollout. */
	ownedBy?(route: T): Claim | null;
}

export interface WeightScale {
	/** What the weights add up to once perch wrote them. `kept`: what they add up to now, where that can say the share. */
	readonly total: 'hundred' | 'kept';
	/** Digits behind the point. */
	readonly decimals: 0 | 2;
	/** Added up in list order as 32-bit floats, they must make the total exactly. */
	readonly isSummedAsFloat32: boolean;
}

/** What callers call. */
export interface Called {
	readonly services: readonly ServiceName[];
	/** For display; null when only the route's name is known. */
	readonly host: SafeText | null;
}

/** Some requests, and where they go. */
export interface RouteEntry {
	/** Its name, else its number: `default`, `rule 2`. */
	readonly title: SafeText;
	/** Which requests it takes; null: all. */
	readonly match: SafeText | null;
	/** Where it stands in the object. */
	readonly path: readonly (string | number)[];
	/** The fields that tell it from other entries; tested before a write where they are there. */
	readonly identity: readonly string[];
	/** The field that lists its destinations. */
	readonly list: string;
	/** It redirects, answers itself or delegates: its destinations do not count. */
	readonly isDiverted: boolean;
	readonly destinations: readonly Destination[];
}

export interface Destination {
	/** As the route names it. */
	readonly host: SafeText;
	readonly subset: SafeText | null;
	readonly port: number | null;
	/** The Service that it leads to; null where it leads elsewhere. */
	readonly service: ServiceName | null;
	/** As written; null where none is. */
	readonly weight: number | null;
}

export type Acceptance =
	| {readonly kind: 'accepted'}
	/** Its controllers have not seen the newest version yet. */
	| {readonly kind: 'pending'; readonly because: SafeText}
	| {readonly kind: 'refused'; readonly because: SafeText}
	/** It works, but not as it stands, or nobody says whether it does. */
	| {readonly kind: 'doubtful'; readonly because: SafeText};
