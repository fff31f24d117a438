import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {LogNote} from '../../ports/logs.ts';

/** What a reader of the lines must know, at its place among them. */
export function noteText(note: LogNote): SafeText {
	return notes[note];
}

const notes: Readonly<Record<LogNote, SafeText>> = {
	newRun: safe`started again: its log from the start`,
	gapPossible: safe`the node rotated the log: lines may be missing here`,
	endUnread: safe`the last lines of this run could not be read`,
	lost: safe`the stream was lost: perch tries again`,
	resumed: safe`the stream goes on after the last line`,
	ended: safe`the container ended`,
	gone: safe`the pod is gone`,
};
