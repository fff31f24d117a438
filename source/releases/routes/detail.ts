import type {Release} from '../../domain/release.ts';
import type {SafeText} from '../../domain/safe-text.ts';
import type {Operation, PlanRequest} from '../contract.ts';
import {isPinned, leadsTo, type NamedEntry} from './named-entries.ts';
import type {Roles} from './roles.ts';

/** What decides about a route, beside what the screens show of it. */
export interface RouteDetail {
	readonly generation: number;
	readonly entries: readonly NamedEntry[];
	/** Those whose weights can be set. */
	readonly candidates: readonly NamedEntry[];
	readonly roles: Roles;
}

export type RouteRelease = Release<RouteDetail>;
export type RouteOperation = Operation<RouteDetail>;
export type RouteRequest = PlanRequest<RouteDetail>;

/** An entry and its weights, as they are written or are to be written; a weight is null where none is. */
export interface EntryWeights {
	readonly title: SafeText;
	readonly match: SafeText | null;
	readonly destinations: readonly {readonly name: SafeText; readonly weight: number | null}[];
}

/** Entries without weights that send all of what they take to one destination. */
export function pinsTo({detail}: RouteRelease, destination: SafeText): readonly NamedEntry[] {
	return detail.entries.filter(entry => isPinned(entry) && leadsTo(entry, destination));
}
