import type {Release} from '../../domain/release/release.ts';
import type {SafeText} from '../../domain/text/safe-text.ts';
import type {Operation, PlanRequest} from '../contract.ts';
import {isPinned, leadsTo, type NamedEntry} from './named-entries.ts';
import type {Roles} from './roles.ts';

/** What the verbs need to know of a route beyond what the screens show of it. */
export interface RouteDetail {
	/** Greater after every write that may have moved weights. */
	readonly version: number;
	readonly entries: readonly NamedEntry[];
	/** The entries whose weights can be set. */
	readonly candidates: readonly NamedEntry[];
	readonly roles: Roles;
	/** Why no weight may be raised or set; null if any may. */
	readonly unsettable: SafeText | null;
}

export type RouteRelease = Release<RouteDetail>;
export type RouteOperation = Operation<RouteDetail>;
export type RouteRequest = PlanRequest<RouteDetail>;

/** An entry with its weights, as they are or as a plan wants them; a weight is null if none is written. */
export interface EntryWeights {
	readonly title: SafeText;
	readonly match: SafeText | null;
	readonly destinations: readonly {readonly name: SafeText; readonly weight: number | null}[];
}

/** The entries without weights that send all their requests to this destination. */
export function pinsTo({detail}: RouteRelease, destination: SafeText): readonly NamedEntry[] {
	return detail.entries.filter(entry => isPinned(entry) && leadsTo(entry, destination));
}
