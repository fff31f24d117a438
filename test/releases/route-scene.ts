import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import type {JsonPatchOperation} from '../../source/domain/release/plan.ts';
import type {Verb} from '../../source/domain/release/verb.ts';
import type {ReleaseBackend} from '../../source/releases/contract.ts';
import {patched, planOf, type Scene} from './operator.ts';
import {readSituation, snapshotOf} from './situation.ts';

/** A recorded route with changes, for documented rules that were not recorded, beside other objects of its cluster. */
export function routeScene(
	backend: ReleaseBackend,
	file: string,
	changes: readonly JsonPatchOperation[] = [],
	beside: readonly RawObject[] = [],
	laterMs = 0,
): Scene {
	const {objects, nowMs} = readSituation(`routes/${file}`);
	const [recorded, ...others] = objects;
	const route = recorded && patched(recorded, changes);
	if (!route) throw new Error('the change does not apply to the recorded route');
	return routeSceneFrom(backend, [route, ...others, ...beside], nowMs + laterMs);
}

/** The first route of the backend's kind among these objects. */
export function routeSceneFrom(backend: ReleaseBackend, objects: readonly RawObject[], nowMs: number): Scene {
	const snapshot = snapshotOf(objects);
	const [anchor] = snapshot.list(backend.anchor);
	if (!anchor) throw new Error(`no ${backend.anchor.kind} among these objects`);
	return {backend, release: backend.assemble(anchor, snapshot, nowMs), objects, nowMs};
}

/** A Deployment with ready pods, with the fields that a route reads. */
export function deployment(name: string, labels: Readonly<Record<string, string>>, tag: string, ready = 2): RawObject {
	return {
		apiVersion: 'apps/v1',
		kind: 'Deployment',
		metadata: {name, namespace: 'test', uid: `uid-${name}`},
		spec: {
			replicas: ready,
			selector: {matchLabels: labels},
			template: {metadata: {labels}, spec: {containers: [{name: 'app', image: `registry.example/app:${tag}`}]}},
		},
		status: {readyReplicas: ready, availableReplicas: ready},
	};
}

export function service(name: string, selector: Readonly<Record<string, string>>): RawObject {
	return {
		apiVersion: 'v1',
		kind: 'Service',
		metadata: {name, namespace: 'test', uid: `uid-svc-${name}`},
		spec: {selector},
	};
}

/** The answer to a verb in one line: its plan's headline, direction and means, or why it is refused. */
export function said(scene: Scene, verb: Verb, ...answers: string[]): string {
	const plan = planOf(scene, verb, answers);
	if (!plan.ok) return `refused: ${plan.error.reason}`;
	const {headline, direction, means} = plan.value;
	return `${headline}, ${direction}, by the ${means}`;
}

/** The next question: its title, and the options as the operator reads them. */
export function asked(scene: Scene, verb: Verb, ...answers: string[]): string | null {
	const question = scene.backend.operations[verb]?.ask?.(scene.release, answers) ?? null;
	return question && [question.title, ...question.options.map(({text}) => text)].join(' | ');
}
