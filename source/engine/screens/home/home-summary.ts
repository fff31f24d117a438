import {type Harm, harms} from '../../evidence/harm/harm.ts';
import {suspects} from '../../evidence/harm/suspects.ts';
import {isBeginKnown} from '../../evidence/harm/trouble.ts';
import {measurement} from '../../evidence/row-figures.ts';
import {allRows} from '../../lists/order.ts';
import {urgencies} from '../../lists/urgency.ts';
import {past, pastOf} from '../../questions/past/past.ts';
import {answerOf} from '../../questions/question.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {isAnyNotUnderstood, mayNotReadReleases, releasesRead} from '../what-is-read.ts';

/** All rows of the cluster, counted by what they need. A filter changes nothing here. */
export interface Summary {
	/** Rows that harm users; `unknown` where no current figures tell. */
	readonly hurt: {readonly count: number; readonly failedPerMinute: number; readonly slower: number} | 'unknown';
	/** Releases that wait for a person, move, and rows at rest; null before releases were read. */
	readonly releases: {readonly waiting: number; readonly moving: number; readonly quiet: number} | null;
	/** Some kinds, or some objects, could not be read: there may be more releases of each. */
	readonly isPart: boolean;
}

export function summaryOf(context: EngineContext, state: State): Summary {
	const read = releasesRead(context, state);
	const measured = measurement(state);
	const hurting = harms(context, state);
	return {
		hurt:
			measured && !measured.isStale && (hurting.size > 0 || (read !== 'nothing' && isCalmKnown(context, state)))
				? hurtOf([...hurting.values()])
				: 'unknown',
		releases: read === 'nothing' ? null : counted(context, state, hurting),
		isPart: read === 'part' || mayNotReadReleases(context, state) || isAnyNotUnderstood(context, state),
	};
}

function hurtOf(found: readonly Harm[]): Exclude<Summary['hurt'], 'unknown'> {
	const failing = found.filter(harm => harm.kind === 'fails');
	return {
		count: failing.length,
		failedPerMinute: failing.reduce((sum, {failedPerMinute}) => sum + failedPerMinute, 0),
		slower: found.length - failing.length,
	};
}

/** Whether perch may say that nothing hurts users, where it found no harm: some row is measured, perch has asked what is
 * usual, no row fails of which it cannot tell yet whether it failed before as well, and no canary seems to be worse. */
function isCalmKnown(context: EngineContext, state: State): boolean {
	const {metrics} = state;
	const isMeasured = (context.derive.traffic(state)?.rows.size ?? 0) > 0;
	if (!isMeasured && allRows(context, state).length > 0) return false;
	if (answerOf(past, metrics) === null) return false;
	return isBeginKnown(state, pastOf(metrics)?.before ?? null) && suspects(context, state).size === 0;
}

/** Each row once: one that harms users is not counted among those that wait. */
function counted(
	context: EngineContext,
	state: State,
	hurting: ReturnType<typeof harms>,
): NonNullable<Summary['releases']> {
	const rows = allRows(context, state);
	const urgent = urgencies(context, state);
	return context.derive.rememberWhile(state, 'counted', [rows, hurting, urgent], () => {
		const count = {waiting: 0, moving: 0, quiet: 0};
		for (const {key, release} of rows) {
			if (hurting.has(key)) continue;
			const level = (release === null ? undefined : urgent.get(release)?.level) ?? 'quiet';
			count[level === 'needsYou' ? 'waiting' : level] += 1;
		}
		return count;
	});
}
