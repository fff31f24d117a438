import type {Release} from '../domain/release/release.ts';
import type {FailureRule} from '../domain/settings/failure-rule.ts';
import type {JudgeSettings} from '../domain/settings/judge-settings.ts';
import type {MeshId} from '../domain/signals/mesh-id.ts';
import type {SafeText} from '../domain/text/safe-text.ts';
import type {History} from './read-history.ts';

/** The release object as it is now, and where its history is read. */
export interface HistoryAsked extends History {
	readonly release: Pick<Release, 'services' | 'incomparable' | 'backend'>;
	/** What people call a version that series name by its hash, or, where `isNow`, by the canary's Service. */
	readonly nameOf: (version: SafeText, isNow: boolean) => SafeText;
	/** The pods that stable is to have now; null where that is not known. */
	readonly stablePods: number | null;
	/** What is configured for the release now. */
	readonly settings: JudgeSettings;
	/** What counts as a failure for the release now; null where that is the mesh's own rule. */
	readonly rule: FailureRule | null;
	/** Which mesh counts before which; null where none was named. */
	readonly order: readonly MeshId[] | null;
	/** The newest samples, by the server's clock. */
	readonly newestMs: number;
}

/** Releases are looked for in steps of so long. Each step counts all its requests, so that none is missed. */
export const searchSeconds = 300;

/** How far back releases are looked for where nobody says: 90 days. */
export const usualBackMs = 90 * 86_400_000;
