import {readFile} from 'node:fs/promises';
import {describeFileError} from '../../adapters/system/file-error.ts';
import {line} from '../../domain/text/safe-text.ts';
import {questions} from '../../engine/questions/questions.ts';
import {readRecording, replay} from '../../engine/replay.ts';
import {screens} from '../../engine/screens/screens.ts';
import {meshes} from '../../meshes/registry.ts';
import {policyReaders} from '../../policies/registry.ts';
import {releaseBackends} from '../../releases/registry.ts';
import type {TerminalStyle} from '../../views/lines/terminal-style.ts';
import {renderOnce} from '../../views/render-once.ts';
import {extentOf} from '../../views/screens/extent-of.ts';

/** `perch --replay FILE`: the last frame of a recorded run, or why there is none. Nothing is asked of any cluster. */
export async function replayFile(
	path: string,
	look: TerminalStyle,
): Promise<{readonly frame: string} | {readonly trouble: string}> {
	let text: string;
	try {
		text = await readFile(path, 'utf8');
	} catch (error) {
		return {trouble: describeFileError({what: 'recording', path, error})};
	}
	const recording = readRecording(text);
	if (!recording.ok) return {trouble: `${line(path)}: ${recording.error}`};
	return {
		frame: renderOnce(
			replay({backends: releaseBackends, meshes, policyReaders, questions, screens, extentOf}, recording.value).frame,
			look,
		),
	};
}
