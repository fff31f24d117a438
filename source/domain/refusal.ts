import type {SafeText} from './safe-text.ts';

/** Why a verb does not apply now, and what to do instead. */
export interface Refusal {
	readonly reason: SafeText;
	/** Another verb does the same: it is not offered beside that one. */
	readonly isNeedless?: true;
	/** What decides is not read yet: it is read first, then the verb is asked for again. */
	readonly isUnread?: true;
}
