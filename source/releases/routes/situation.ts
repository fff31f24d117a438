import type {Backing} from './backing.ts';
import type {NamedEntry} from './named-entries.ts';
import type {Roles} from './roles.ts';

/** What perch knows of one route: its entries, and what runs behind the destinations of the entries with weights. */
export interface Situation {
	readonly entries: readonly NamedEntry[];
	readonly candidates: readonly NamedEntry[];
	readonly leading: NamedEntry | null;
	/** One for every destination of a candidate. */
	readonly backings: readonly Backing[];
	readonly roles: Roles;
}
