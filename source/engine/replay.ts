import {type ClusterId, clusterId} from '../domain/cluster/keys.ts';
import type {RawObject} from '../domain/cluster/kube-object.ts';
import {err, ok, type Result} from '../domain/result.ts';
import {asciiOnly, block, type SafeText, safe} from '../domain/text/safe-text.ts';
import {maskTogether} from '../manifests/mask.ts';
import {isMap} from '../manifests/template.ts';
import {valueAt} from './intents/json-pointer.ts';
import {createReduce} from './reduce.ts';
import {createReduceShell, focusedState, initialShell, type ShellEvent} from './reduce-shell.ts';
import {type Frame, selectFrame} from './screens/frame.ts';
import type {ScreenState} from './state/screen-state.ts';
import type {Session, State} from './state/state.ts';
import {createContext, type EngineContext, type Registries} from './world/context.ts';

/** A run of perch: what it began with, and every event in order. The events hold objects of the cluster, with their
 * private values masked. */
export interface Recording {
	/** One for each cluster. */
	readonly sessions: readonly Session[];
	readonly size: ScreenState['size'];
	readonly events: readonly ShellEvent[];
}

/** The state at the end of the run, and the frame of that state. Commands are left out, so no request is sent. */
export function replay(
	registries: Registries,
	{sessions, size, events}: Recording,
): {readonly state: State; readonly frame: Frame} {
	const byId = new Map(sessions.map(session => [clusterId(session.target.context), session]));
	const contexts = new Map<ClusterId, EngineContext>();
	const contextOf = (id: ClusterId) => {
		const context = contexts.get(id) ?? createContext(id, registries);
		contexts.set(id, context);
		return context;
	};
	const reducers = new Map<ClusterId, ReturnType<typeof createReduce>>();
	const reduce = createReduceShell({
		get: id => {
			const known = reducers.get(id) ?? createReduce(contextOf(id));
			reducers.set(id, known);
			return known;
		},
	});
	const shell = events.reduce((so, event) => reduce(so, event).state, initialShell(byId, size));
	const context = contextOf(shell.screen.focus);
	const state = focusedState(shell);
	return {state, frame: selectFrame(context, state)};
}

const format = 'perch recording 3';

/** The first line of a recording, without its line break. */
export function recordingHeader(sessions: readonly Session[], size: ScreenState['size']): string {
	return toJson({format, sessions, size});
}

/** One event as a line, without its line break. */
export function recordedEvent(event: ShellEvent): string {
	return toJson(event.kind === 'liveRead' ? {...event, result: withoutSecrets(event.result)} : event);
}

/** A plan needs whole objects; who reads the recording needs to see only what was equal. */
function withoutSecrets(result: LiveRead['result']): LiveRead['result'] {
	if (!result.ok) return result;
	const masked = maskTogether(result.value.filter(one => one !== null)).values();
	return ok(
		result.value.map(one => {
			if (one === null) return null;
			const shown: RawObject = masked.next().value ?? {};
			// They name fields and who set them, which tells whether a request without an answer took effect.
			const managedFields = valueAt(one, '/metadata/managedFields');
			const metadata = isMap(shown.metadata) ? shown.metadata : {};
			return {...shown, metadata: {...metadata, ...(managedFields !== undefined && {managedFields})}};
		}),
	);
}

type LiveRead = Extract<ShellEvent, {kind: 'liveRead'}>;

/** Reads a whole recording. A last line that was cut off is left out: the program may have been killed. */
export function readRecording(text: string): Result<Recording, SafeText> {
	const [first = '', ...lines] = text.split('\n');
	const header = fromJson(first) as (Omit<Recording, 'events'> & {readonly format: string}) | undefined;
	if (header?.format !== format) return err(safe`this is no recording of this version of perch`);
	const events: ShellEvent[] = [];
	for (const [at, json] of lines.entries()) {
		const event = fromJson(json);
		if (event !== undefined) events.push(event as ShellEvent);
		else if (at < lines.length - 1) return err(safe`line ${at + 2} of the recording cannot be read`);
	}
	return ok({sessions: header.sessions, size: header.size, events});
}

/** JSON has no Infinity (a bucket bound) and no NaN: an object with this one name stands for such a number. */
const numberName = '#number';

function toJson(value: unknown): string {
	const json = JSON.stringify(value, (_key, member: unknown) =>
		typeof member === 'number' && !Number.isFinite(member) ? {[numberName]: String(member)} : member,
	);
	return asciiOnly(json);
}

/** Undefined where the text is no JSON. */
function fromJson(json: string): unknown {
	try {
		return JSON.parse(json, (_key, member: unknown) => read(member));
	} catch {
		return undefined;
	}
}

/** The file may come from anywhere: what is safe text in an event was made safe by whoever wrote the file, if at all. */
function read(member: unknown): unknown {
	if (typeof member === 'string') return block(member);
	if (member === null || typeof member !== 'object' || Array.isArray(member)) return member;
	if (numberName in member) return Number(member[numberName]);
	const names = Object.keys(member);
	if (names.every(name => block(name) === name)) return member;
	return Object.fromEntries(Object.entries(member).map(([name, value]) => [block(name), value]));
}
