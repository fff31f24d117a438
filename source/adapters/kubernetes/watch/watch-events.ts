import {StringDecoder} from 'node:string_decoder';
import * as v from 'valibot';
import {parseAs} from '../../system/json.ts';
import {type KubeStatus, statusSchema} from '../http/failure.ts';

/** One line of a watch stream. */
export type WatchEvent = ChangeEvent | BrokenEvent;

export type ChangeEvent =
	| {readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly resourceVersion: string; readonly object: unknown}
	| {readonly type: 'BOOKMARK'; readonly resourceVersion: string};

/** Nothing after this event can be relied on. */
export type BrokenEvent = {readonly type: 'ERROR'; readonly status: KubeStatus} | {readonly type: 'MALFORMED'};

/** Cuts a watch stream into events. Stops at a line that it cannot read: that change is lost, and only a new
 * list can make up for it. */
export function createEventReader(onEvent: (event: WatchEvent) => void): (chunk: Buffer) => void {
	const decoder = new StringDecoder('utf8');
	let rest = '';
	let isBroken = false;
	const read = (line: string) => {
		if (isBroken || line.trim() === '') return;
		const event = parseEvent(line);
		isBroken = event.type === 'MALFORMED';
		onEvent(event);
	};
	return chunk => {
		const pieces = decoder.write(chunk).split('\n');
		const last = pieces.pop() ?? '';
		for (const piece of pieces) {
			read(rest + piece);
			rest = '';
		}
		rest += last;
		if (rest.length > maximumLineLength) read(rest);
	};
}

/** Kubernetes keeps objects below 3 MiB. */
const maximumLineLength = 8 * 2 ** 20;

function parseEvent(line: string): WatchEvent {
	return parseAs(eventSchema, line) ?? {type: 'MALFORMED'};
}

const versioned = v.object({metadata: v.object({resourceVersion: v.pipe(v.string(), v.nonEmpty())})});

const eventSchema = v.variant('type', [
	v.pipe(
		v.object({type: v.picklist(['ADDED', 'MODIFIED', 'DELETED']), object: v.unknown()}),
		v.rawTransform(({dataset, addIssue, NEVER}) => {
			const head = v.safeParse(versioned, dataset.value.object);
			if (head.success) return {...dataset.value, resourceVersion: head.output.metadata.resourceVersion};
			addIssue({message: 'an event without a resourceVersion'});
			return NEVER;
		}),
	),
	v.pipe(
		v.object({type: v.literal('BOOKMARK'), object: versioned}),
		v.transform(({type, object}) => ({type, resourceVersion: object.metadata.resourceVersion})),
	),
	v.pipe(
		v.object({type: v.literal('ERROR'), object: statusSchema}),
		v.transform(({type, object}) => ({type, status: object})),
	),
]);
