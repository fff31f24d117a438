import {readdirSync} from 'node:fs';
import type {Json, JsonObject, RawObject} from '../../source/domain/cluster/kube-object.ts';
import {valueAt} from '../../source/engine/intents/json-pointer.ts';
import {patched, sceneFrom, withObject} from './operator.ts';
import {rawOf, readSituation} from './situation.ts';
import type {Model} from './two-operators.ts';

/** Every kind of route that was recorded: nothing moves by itself, and each write must have seen the weights before it. */
export const routeModels: readonly (readonly [string, Model])[] = readdirSync(
	new URL('../fixtures/cluster/routes/', import.meta.url),
).map(file => {
	const {objects, nowMs} = readSituation(`routes/${file.replace('.json', '')}`);
	const scene = sceneFrom(objects, nowMs);
	const {kind} = objects.find(({metadata}) => (metadata as JsonObject).name === scene.release.name) as {kind: string};
	// A verb asks which destination is meant where none is proven to be stable.
	const asked = scene.backend.operations.setWeight?.ask?.(scene.release, []);
	const destination = asked?.entry === null ? asked.options.slice(0, 1).map(({value}) => value) : [];
	const set = (percent: string) => ({verb: 'setWeight', answers: [...destination, percent]}) as const;
	const model: Model = {
		objects,
		nowMs,
		wishes: [set('25'), set('50'), set('0'), {verb: 'back', answers: destination}],
		// ingress-nginx keeps a weight in an annotation.
		stand: all => {
			const {spec, metadata} = rawOf(all, kind, scene.release.name);
			return JSON.stringify([spec, (metadata as JsonObject).annotations]);
		},
		tick: all => all,
	};
	return [scene.backend.id, model];
});

/** A selector has two states: no operator may switch it without having seen which. */
export const selectorModel: Model = {
	...readSituation('service-selector/01-blue-selected'),
	wishes: [
		{verb: 'promote', answers: []},
		{verb: 'back', answers: []},
	],
	stand: objects => JSON.stringify(serviceOf(objects).spec),
	tick: objects => objects,
};

function serviceOf(objects: readonly RawObject[]): RawObject {
	return rawOf(objects, 'Service', sceneFrom(objects, selectorModel.nowMs).release.name);
}

const ledger = readSituation('statefulset/02-canary-on-ordinal-2');
const replicas = 3;

/** Pods follow the partition down one by one, the highest first. The partition may pass no ordinal before those above
 * it have the new version, and may pass only one by one promote. */
export const statefulSetModel: Model = {
	objects: ledger.objects,
	nowMs: ledger.nowMs,
	wishes: [
		{verb: 'promote', answers: []},
		{verb: 'promote', answers: []},
		{verb: 'hold', answers: []},
		{verb: 'setWeight', answers: ['3']},
		{verb: 'setWeight', answers: ['2']},
	],
	stand: objects => String(partitionOf(objects)),
	tick(objects) {
		const set = rawOf(objects, 'StatefulSet');
		const updated = updatedOf(objects);
		if (updated >= replicas - partitionOf(objects)) return objects;
		const after = patched(set, [{op: 'add', path: '/status/updatedReplicas', value: updated + 1}]);
		return after ? withObject(objects, after) : objects;
	},
	judge(before, after, {verb}) {
		if (verb !== 'promote') return null;
		const [from, to] = [partitionOf(before), partitionOf(after)];
		if (to !== Math.min(from, replicas) - 1) return `partition ${from} → ${to} by one press`;
		const missing = replicas - from - updatedOf(before);
		return missing > 0 ? `partition ${from} → ${to} while ${missing} pods above it are not of the new version` : null;
	},
};

function partitionOf(objects: readonly RawObject[]): number {
	return numberAt(objects, '/spec/updateStrategy/rollingUpdate/partition');
}

function updatedOf(objects: readonly RawObject[]): number {
	return numberAt(objects, '/status/updatedReplicas');
}

function numberAt(objects: readonly RawObject[], pointer: string): number {
	return Number(valueAt(rawOf(objects, 'StatefulSet') as Json, pointer) ?? 0);
}
