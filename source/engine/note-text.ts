import {type SafeText, safe} from '../domain/safe-text.ts';
import type {LogNote} from '../ports/logs.ts';

/** What a reader of the lines must know, at its place among them. */
export function noteText(note: LogNote): SafeText {
	return notes[note];
}

const notes: Readonly<Record<LogNote, SafeText>> = {
	newRun: safe`the container was started again: its log follows from the start`,
	gapPossible: safe`the node rotated this log meanwhile: lines may be missing before the next one`,
	endUnread: safe`the last lines of this run could not be read: what it wrote before it ended may be missing`,
	lost: safe`the stream was lost: perch goes on after the last line as soon as it can`,
	resumed: safe`the stream goes on after the last line that was read`,
	ended: safe`the container ended`,
	gone: safe`the pod is gone`,
};
