import fastJsonPatch from 'fast-json-patch';
import type {RevisionKey} from '../../source/domain/cluster/keys.ts';
import type {ObjectRef, RawObject} from '../../source/domain/cluster/kube-object.ts';
import type {JsonPatchOperation, PatchStep, Plan} from '../../source/domain/release/plan.ts';
import type {Refusal} from '../../source/domain/release/refusal.ts';
import type {Release} from '../../source/domain/release/release.ts';
import type {Verb} from '../../source/domain/release/verb.ts';
import type {Result} from '../../source/domain/result.ts';
import type {Answers, Operation, ReleaseBackend} from '../../source/releases/contract.ts';
import {releaseBackends} from '../../source/releases/registry.ts';
import {isOfGroup, readSituation, snapshotOf} from './situation.ts';

/** A recorded situation as an operator meets it: the release, and the objects that a live read would give. */
export interface Scene {
	readonly backend: ReleaseBackend;
	readonly release: Release;
	readonly objects: readonly RawObject[];
	readonly nowMs: number;
}

export function sceneOf(name: string): Scene {
	const {objects, nowMs} = readSituation(name);
	return sceneFrom(objects, nowMs);
}

/** The first release among these objects that no controller owns. */
export function sceneFrom(objects: readonly RawObject[], nowMs: number): Scene {
	const scene = sceneOrNull(objects, nowMs);
	if (!scene) throw new Error('no release among these objects');
	return scene;
}

/** Null where none of these objects is a release. */
export function sceneOrNull(objects: readonly RawObject[], nowMs: number): Scene | null {
	const snapshot = snapshotOf(objects);
	for (const backend of releaseBackends as readonly ReleaseBackend[]) {
		const anchor = snapshot
			.list(backend.anchor)
			.filter(candidate => backend.isRelease?.(candidate, snapshot) !== false)
			.find(candidate => backend.ownedBy(candidate, snapshot) === null);
		if (anchor) return {backend, release: backend.assemble(anchor, snapshot, nowMs), objects, nowMs};
	}
	return null;
}

export function operationOf(scene: Scene, verb: Verb): Operation {
	const operation = scene.backend.operations[verb];
	if (!operation) throw new Error(`${scene.backend.id} has no ${verb}`);
	return operation;
}

export function planOf(scene: Scene, verb: Verb, answers: Answers = []): Result<Plan, Refusal> {
	const operation = operationOf(scene, verb);
	const live = operation.needs(scene.release, answers).map(ref => liveObject(scene.objects, ref));
	return operation.plan({release: scene.release, answers, live, nowMs: scene.nowMs});
}

/** Every verb of the backend with every set of answers that its questions offer; a verb that asks nothing now comes
 * without answers. */
export function requestsOf({backend, release}: Scene): readonly {readonly verb: Verb; readonly answers: Answers}[] {
	return (Object.keys(backend.operations) as Verb[]).flatMap(verb =>
		completeAnswers(backend.operations[verb], release, []).map(answers => ({verb, answers})),
	);
}

function completeAnswers(operation: Operation | undefined, release: Release, given: Answers): readonly Answers[] {
	const question = operation?.can(release, given).ok ? operation.ask?.(release, given) : null;
	if (!question) return [given];
	const typed = question.options.length === 0 ? question.entry?.parse('registry.example/shop/app:9.9.9') : undefined;
	if (typed?.ok) return completeAnswers(operation, release, [...given, typed.value]);
	return question.options.flatMap(({value}) => completeAnswers(operation, release, [...given, value]));
}

/** What each verb gives: its question, the headline of its plan, or the reason why it is refused. */
export function verbsOf(scene: Scene): Readonly<Partial<Record<Verb, string>>> {
	const verbs = Object.keys(scene.backend.operations) as Verb[];
	return Object.fromEntries(
		verbs
			.filter(verb => verb !== 'toRevision')
			.map(verb => {
				const operation = operationOf(scene, verb);
				const question = operation.can(scene.release, []).ok ? operation.ask?.(scene.release, []) : null;
				if (question) return [verb, `asks: ${question.title}`];
				const plan = planOf(scene, verb);
				return [verb, plan.ok ? `${plan.value.headline} (${plan.value.means})` : `refused: ${plan.error.reason}`];
			}),
	);
}

export function mustPlan(scene: Scene, verb: Verb, answers: Answers = []): Plan {
	const plan = planOf(scene, verb, answers);
	if (!plan.ok) throw new Error(`${verb} was refused: ${plan.error.reason}`);
	return plan.value;
}

export function revisionByTag(scene: Scene, tag: string): RevisionKey {
	const found = scene.release.revisions.find(revision => revision.tag === tag);
	if (!found) throw new Error(`no revision ${tag}`);
	return found.key;
}

export function liveObject(objects: readonly RawObject[], ref: ObjectRef): RawObject | null {
	const kinds: Readonly<Record<string, string>> = {
		'rollouts.argoproj.io': 'Rollout',
		'analysisruns.argoproj.io': 'AnalysisRun',
		'canaries.flagger.app': 'Canary',
		'replicasets.apps': 'ReplicaSet',
		'deployments.apps': 'Deployment',
		'statefulsets.apps': 'StatefulSet',
		'daemonsets.apps': 'DaemonSet',
		'controllerrevisions.apps': 'ControllerRevision',
		pods: 'Pod',
		services: 'Service',
		'virtualservices.networking.istio.io': 'VirtualService',
		'httproutes.gateway.networking.k8s.io': 'HTTPRoute',
		'grpcroutes.gateway.networking.k8s.io': 'GRPCRoute',
		'httproutes.policy.linkerd.io': 'HTTPRoute',
		'trafficsplits.split.smi-spec.io': 'TrafficSplit',
		'servicesplitters.consul.hashicorp.com': 'ServiceSplitter',
		'traefikservices.traefik.io': 'TraefikService',
		'ingresses.networking.k8s.io': 'Ingress',
	};
	const isIt = (object: RawObject) => {
		const metadata = (object.metadata ?? {}) as RawObject;
		const group = ref.kindId.split('.').slice(1).join('.');
		const isKind = object.kind === kinds[ref.kindId] && isOfGroup(object, group);
		return isKind && metadata.name === ref.name && metadata.namespace === ref.namespace;
	};
	return objects.find(isIt) ?? null;
}

export function patchSteps(plan: Plan): readonly PatchStep[] {
	return plan.steps.filter(step => step.kind === 'patch');
}

/** The object after the patch, as the API server would do it; null where a test fails or a path is not there (422). */
export function patched(object: RawObject, patch: readonly JsonPatchOperation[]): RawObject | null {
	try {
		const copy = structuredClone(object);
		const operations = structuredClone(patch) as Parameters<typeof fastJsonPatch.applyPatch>[1];
		return fastJsonPatch.applyPatch(copy, operations, true, true).newDocument as RawObject;
	} catch (error) {
		if (error instanceof fastJsonPatch.JsonPatchError) return null;
		throw error;
	}
}

/** All objects, with this one in the place of the object that it is a changed copy of. */
export function withObject(objects: readonly RawObject[], changed: RawObject): readonly RawObject[] {
	const name = (object: RawObject) => `${String(object.kind)}/${String((object.metadata as RawObject).name)}`;
	return objects.map(object => (name(object) === name(changed) ? changed : object));
}

/** The cluster after every patch of the verb's plan. */
export function carriedOut(scene: Scene, verb: Verb = 'back'): Scene {
	const objects = patchSteps(mustPlan(scene, verb)).reduce((all, {ref, patch}) => {
		const after = patched(liveObject(all, ref) as RawObject, patch);
		if (!after) throw new Error('a test of the patch failed');
		return withObject(all, after);
	}, scene.objects);
	return sceneFrom(objects, scene.nowMs);
}
