import {readFileSync} from 'node:fs';
import {gunzipSync} from 'node:zlib';
import {parseTheme} from '../../source/domain/text/theme.ts';
import {questions} from '../../source/engine/questions/questions.ts';
import {type Recording, readRecording, replay} from '../../source/engine/replay.ts';
import {screens} from '../../source/engine/screens/screens.ts';
import {meshes} from '../../source/meshes/registry.ts';
import {policyReaders} from '../../source/policies/registry.ts';
import {releaseBackends} from '../../source/releases/registry.ts';
import {drawFrame} from '../../source/views/draw-frame.ts';
import {paintLine} from '../../source/views/lines/paint.ts';
import {extentOf} from '../../source/views/screens/extent-of.ts';
import {svgOf} from './svg.ts';

/** A recorded run of perch, and the moments at which a picture is taken of it. */
export interface Journey {
	readonly recording: string;
	readonly pictures: readonly Picture[];
}

export interface Picture {
	/** Of its file: `docs/pictures/NAME.svg`. */
	readonly name: string;
	readonly title: string;
	/** Wall clock, milliseconds since the epoch. */
	readonly atMs: number;
}

export const journeyFile = new URL('journey.json.gz', import.meta.url);

/** Every picture of the recorded journey, as this version of perch draws it. */
export function drawnPictures(): readonly {readonly name: string; readonly svg: string}[] {
	const journey = JSON.parse(gunzipSync(readFileSync(journeyFile)).toString('utf8')) as Journey;
	const recording = readRecording(journey.recording);
	if (!recording.ok) throw new Error(recording.error);
	return journey.pictures.map(picture => ({name: picture.name, svg: pictureOf(recording.value, picture)}));
}

function pictureOf(recording: Recording, {title, atMs}: Picture): string {
	const events = recording.events.filter(event => event.atMs <= atMs);
	const registries = {backends: releaseBackends, meshes, policyReaders, questions, screens, extentOf};
	const {frame} = replay(registries, {...recording, events});
	const look = {theme: theme(), hasColour: true, charset: 'utf8' as const};
	const {columns} = frame.size;
	return svgOf({rows: drawFrame(frame, look).map(line => paintLine(line, columns, look)), columns, title});
}

function theme() {
	const file = new URL('../../themes/default.json', import.meta.url);
	const parsed = parseTheme(JSON.parse(readFileSync(file, 'utf8')));
	if (!parsed.ok) throw new Error(parsed.error);
	return parsed.value;
}
