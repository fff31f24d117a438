import type {JsonObject} from '../../source/domain/cluster/kube-object.ts';
import {maskTogether} from '../../source/manifests/mask.ts';
import {templateIn} from '../../source/manifests/template.ts';
import {readSituation} from '../releases/situation.ts';

/** The masked templates of two recorded objects, by the names of the objects. */
export function templatesOf(situation: string, from: string, to: string): readonly [JsonObject, JsonObject] {
	const {objects} = readSituation(situation);
	const found = [from, to].map(name => {
		const holder = objects.find(
			({kind, metadata}) =>
				(kind === 'ReplicaSet' || kind === 'ControllerRevision') && (metadata as JsonObject).name === name,
		);
		if (!holder) throw new Error(`${situation} has no ${name}`);
		return holder;
	});
	const [one, other] = maskTogether(found).map(templateIn);
	if (!one || !other) throw new Error(`${situation} holds no template`);
	return [one, other];
}

/** A template of one container. */
export function templateWith(container: JsonObject, spec: JsonObject = {}): JsonObject {
	const pod = {metadata: {labels: {app: 'checkout'}}, spec: {containers: [{name: 'checkout', ...container}], ...spec}};
	const [masked] = maskTogether([{kind: 'ReplicaSet', spec: {template: pod}}]);
	const template = masked && templateIn(masked);
	if (!template) throw new Error('it holds no template');
	return template;
}

/** Two templates of one container, masked together. */
export function pairOf(from: JsonObject, to: JsonObject): readonly [JsonObject, JsonObject] {
	const holders = [from, to].map(container => ({
		kind: 'ReplicaSet',
		spec: {template: {metadata: {}, spec: {containers: [{name: 'checkout', ...container}]}}},
	}));
	const [one, other] = maskTogether(holders).map(templateIn);
	if (!one || !other) throw new Error('it holds no template');
	return [one, other];
}
