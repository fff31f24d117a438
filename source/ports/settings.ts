import type {FailureConfiguration} from '../domain/settings/failure-settings.ts';
import type {JudgeConfiguration} from '../domain/settings/judge-settings.ts';
import type {SafeText} from '../domain/text/safe-text.ts';

/** What flags, environment and config file decided; fixed at start but for the namespaces. */
export interface Settings {
	readonly isReadOnly: boolean;
	/** Why perch is read-only, and the one command that lifts it; null when the operator asked for it or perch
	 * may write. */
	readonly readOnlyBecause: SafeText | null;
	/** Each mistake in the configuration file, with its line. */
	readonly configMistakes: readonly SafeText[];
	/** The namespaces that the operator asked for, at start or since. */
	readonly namespaces: readonly string[] | 'all';
	/** Namespaces to fall back to when the cluster-wide list is forbidden. */
	readonly fallbackNamespaces: readonly string[];
	readonly protection: Protection;
	/** What the configuration calls this cluster; null where it says nothing. Protection does not depend on it. */
	readonly environment: Environment | null;
	/** Seconds between heartbeats to the API server. */
	readonly refreshSeconds: number;
	/** Seconds between polls of the metrics, where the operator wants more than the scrape interval; null: the
	 * scrape interval. */
	readonly pollSeconds: number | null;
	/** A wall shows one screen, turns its pages by itself and is read-only; null where perch is no wall. */
	readonly wall: {readonly screen: string; readonly pageSeconds: number} | null;
	/** The arguments with which kubectl reaches the same cluster, unquoted: `--context prod`. None in a pod. */
	readonly kubectl?: readonly string[];
	/** Rings the bell when a release turns worse, when a recovery is judged, and when something moves while a
	 * dialog is open. Left out: never. */
	readonly bell?: true;
	/** How canaries are judged, by the configuration file; left out where it says nothing of that. */
	readonly judge?: JudgeConfiguration;
	/** Which requests count as failed, by the configuration file; left out where it says nothing of that. */
	readonly failures?: FailureConfiguration;
	readonly isDemo: boolean;
	readonly version: SafeText;
}

export type Environment = 'prod' | 'staging' | 'dev';

/** Where a verb toward the canary needs the typed cluster name. */
export type Protection =
	| {readonly kind: 'all'}
	| {readonly kind: 'none'}
	| {readonly kind: 'namespaces'; readonly names: readonly string[]};
