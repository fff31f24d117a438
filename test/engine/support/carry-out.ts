import type {Json, JsonObject, RawObject} from '../../../source/domain/cluster/kube-object.ts';
import type {AwaitStep, JsonPatchOperation, Plan, Predicate} from '../../../source/domain/release/plan.ts';
import {valueAt} from '../../../source/engine/intents/json-pointer.ts';
import {liveObject} from '../../releases/operator.ts';
import type {Desk} from './desk.ts';
import {confirm, type Doing, intentOf, openDesk, prepare} from './every-plan.ts';

/** A confirmed plan whose requests meet the fates of `send`. A controller does whatever the plan waits for, and
 * nothing else. */
export function carriedOut(doing: Doing, send: Desk['world']['send']): Desk {
	const desk = openDesk(doing.situation);
	prepare(desk, doing);
	desk.world.send = send;
	confirm(desk);
	desk.advance(500);
	serve(desk);
	return desk;
}

/** Acts as the controller until the plan waits for nothing more. */
export function serve(desk: Desk): void {
	for (let at = 0; at < 20; at += 1) {
		const {phase, plan} = intentOf(desk);
		const step = phase.kind === 'awaiting' ? plan?.steps[phase.step] : undefined;
		if (step?.kind !== 'await') return;
		bringAbout(desk, step);
		desk.advance(2_500);
	}
}

function bringAbout(desk: Desk, {ref, until}: AwaitStep): void {
	for (const predicate of until) {
		const object = liveObject(desk.server.objects(), ref);
		if (object) desk.server.mutate(String(object.kind), ref.name, change(object, predicate));
	}
	desk.sync();
}

function change(object: RawObject, predicate: Predicate): readonly JsonPatchOperation[] {
	switch (predicate.op) {
		case 'equals':
		case 'atLeast':
			return [{op: 'add', path: predicate.pointer, value: predicate.value}];
		case 'differs':
			return [{op: 'add', path: predicate.pointer, value: other(predicate.value)}];
		case 'absent':
			return valueAt(object, predicate.pointer) === undefined ? [] : [{op: 'remove', path: predicate.pointer}];
		case 'anyOf': {
			const [first] = predicate.predicates;
			return first ? change(object, first) : [];
		}
	}
}

/** Another value of the same type; a list or an object gets another first part. */
export function other(value: Json): Json {
	if (typeof value === 'string') return `${value}x`;
	if (typeof value === 'number') return value + 1;
	if (typeof value === 'boolean') return !value;
	if (value === null) return {};
	if (Array.isArray(value)) {
		const [first, ...rest] = value as readonly Json[];
		return first === undefined ? [{}] : [other(first), ...rest];
	}
	const [[key, part] = ['added', 'x']] = Object.entries(value as JsonObject) as [string, Json][];
	return {...(value as JsonObject), [key]: other(part)};
}

/** All objects as text, without the metadata that every write changes. */
export function contentOf(desk: Desk): string {
	return JSON.stringify(
		desk.server.objects().map(object => {
			const {
				resourceVersion: _version,
				generation: _generation,
				managedFields: _fields,
				...metadata
			} = object.metadata as JsonObject;
			return {...object, metadata};
		}),
	);
}

/** The indices of the steps that send a request. Requests of the cleanup are numbered after all steps. */
export function sendingSteps({steps}: Plan): readonly number[] {
	return steps.flatMap(({kind}, at) => (kind === 'await' ? [] : [at]));
}
