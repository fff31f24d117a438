import type {RevisionKey} from '../../source/domain/cluster/keys.ts';
import {instantOf} from '../../source/domain/instant.ts';
import {ident, line} from '../../source/domain/text/safe-text.ts';
import type {LogEntry} from '../../source/logs/log-entry.ts';

export const stable: RevisionKey = 'uid@old';
export const canary: RevisionKey = 'uid@new';

export function entry(text: string, more: Partial<LogEntry> & {readonly atMs?: number} = {}): LogEntry {
	const {atMs = 0, ...others} = more;
	return {
		pod: ident('pod-1'),
		revision: stable,
		at: instantOf(atMs),
		text: line(text),
		isNote: false,
		isOfStart: false,
		...others,
	};
}
