import type {Backing} from './backing.ts';
import type {NamedEntry} from './named-entries.ts';
import type {Roles} from './roles.ts';

/** What is known of one route: its entries, and what runs behind the destinations of those that weigh. */
export interface Situation {
	readonly entries: readonly NamedEntry[];
	readonly candidates: readonly NamedEntry[];
	readonly leading: NamedEntry | null;
	/** Of every destination of a candidate, once. */
	readonly backings: readonly Backing[];
	readonly roles: Roles;
}
