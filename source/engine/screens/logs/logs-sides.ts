import type {RevisionKey} from '../../../domain/cluster/keys.ts';
import type {Release} from '../../../domain/release/release.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {NumberedEntry} from '../../../logs/log-entry.ts';
import {readableEntry} from '../../../logs/readable-entry.ts';
import {matches} from '../../lists/filter.ts';
import {releaseKeyOf} from '../../lists/places.ts';
import {logsPlaceOf} from '../../state/logs-place.ts';
import type {Place} from '../../state/screen-state.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import type {Inputs} from '../../world/memory.ts';

export type LogRole = 'stable' | 'canary' | 'other';

/** The versions of a release, as its log lines name them. */
export interface LogSides {
	readonly stable: RevisionKey | null;
	readonly canary: RevisionKey | null;
	tagOf(revision: RevisionKey | null): SafeText;
}

export function sidesOf(release: Release | undefined): LogSides {
	const tags = new Map(release?.revisions.map(({key, tag}) => [key, tag]));
	return {
		stable: release?.stable ?? null,
		canary: release?.canary ?? null,
		tagOf: revision => (revision && tags.get(revision)) ?? safe`?`,
	};
}

export function roleOf(revision: RevisionKey | null, {stable, canary}: LogSides): LogRole {
	if (revision === null) return 'other';
	return revision === canary ? 'canary' : revision === stable ? 'stable' : 'other';
}

/** The entries that pass the screen's filter, oldest first, up to the newest that the state knows of. */
export function passingEntries(context: EngineContext, state: State, at: Place): readonly NumberedEntry[] {
	const {logs} = state.cluster;
	const {side} = logsPlaceOf(at);
	if (!logs?.told || !context.logs) return [];
	const {newest} = logs.told;
	const sides = sidesOf(context.derive.releases(state).get(releaseKeyOf(at.key)));
	const text = at.filter?.text ?? safe``;
	const lines = context.logs;
	const inputs: Inputs = [lines, logs.id, newest, logs.told.dropped, text, side, sides.stable, sides.canary];
	return context.derive.rememberWhile(state, 'passingEntries', inputs, () =>
		lines.entries(logs.id).filter(
			entry =>
				entry.number <= newest &&
				(side === 'both' || roleOf(entry.revision, sides) === side) &&
				// What perch has to say of a log holds for its lines, whichever are shown.
				(entry.isNote || text === '' || matches(searched(entry), text)),
		),
	);
}

/** A line is found by what is shown of it, and by what the container wrote. */
function searched(entry: NumberedEntry): string {
	const readable = readableEntry(entry);
	return readable === entry.text ? readable : `${readable}\n${entry.text}`;
}
