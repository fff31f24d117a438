import {createObjectStore} from '../../../source/demo/api/store.ts';
import type {Controller, KubeObject, ResourceId} from '../../../source/demo/contract.ts';
import {createControllers} from '../../../source/demo/controllers/controllers.ts';
import type {CallHook, MeasureCanary} from '../../../source/demo/controllers/flagger/tick.ts';
import type {Pod} from '../../../source/demo/controllers/kube-types.ts';
import {stepsHash} from '../../../source/demo/controllers/rollout/pass.ts';
import type {AnalysisRun, Rollout, RolloutStatus} from '../../../source/demo/controllers/rollout/rollout-types.ts';
import {createFakeClock} from '../fake-clock.ts';
import {withAllPods} from './recorded.ts';

const resources: Readonly<Record<string, ResourceId>> = {
	AnalysisRun: 'analysisruns.argoproj.io',
	AnalysisTemplate: 'analysistemplates.argoproj.io',
	Canary: 'canaries.flagger.app',
	ControllerRevision: 'controllerrevisions.apps',
	DaemonSet: 'daemonsets.apps',
	Deployment: 'deployments.apps',
	DestinationRule: 'destinationrules.networking.istio.io',
	EndpointSlice: 'endpointslices.discovery.k8s.io',
	Event: 'events',
	Node: 'nodes',
	Pod: 'pods',
	ReplicaSet: 'replicasets.apps',
	Rollout: 'rollouts.argoproj.io',
	Service: 'services',
	StatefulSet: 'statefulsets.apps',
	VirtualService: 'virtualservices.networking.istio.io',
};

export type Lab = ReturnType<typeof createLab>;

/** A cluster that starts as the objects say, with all controllers running on a clock that only the test moves.
 * `measurements` are what an analysis measures, in order; the last one repeats. */
export function createLab(
	objects: readonly KubeObject[],
	{
		startMs,
		measurements = [1],
		...world
	}: {
		readonly startMs: number;
		readonly measurements?: readonly number[];
		readonly callHook?: CallHook;
		readonly measure?: MeasureCanary;
	},
) {
	const clock = createFakeClock(startMs);
	const store = createObjectStore({seed: 'lab', clock});
	const values = [...measurements];
	const controllers: readonly Controller[] = createControllers({
		store,
		clock,
		healthOf: pod => ((pod as Pod).spec.containers[0]?.image.endsWith('-broken') ? 'crash-looping' : 'ready'),
		analysisResult: () => (values.length > 1 ? values.shift() : values[0]),
		...world,
	});
	for (const object of withAllPods(objects)) {
		store.create(resourceOf(object.kind), adopted(object), {manager: 'recording'});
	}
	for (const controller of controllers) controller.start();
	return {
		clock,
		store,
		controllers,
		/** Everything that the store holds of the kinds that the recordings keep. */
		objects: () => Object.values(resources).flatMap(resource => store.list(resource)),
		get,
		/** Writes the spec of a recorded object, as its operator did. */
		writeSpec(recorded: KubeObject) {
			const object = get(recorded.kind, recorded.metadata.name);
			store.replace(resourceOf(recorded.kind), {...object, spec: recorded.spec}, {manager: 'kubectl'});
		},
		patchSpec(kind: string, name: string, patch: object) {
			const object = get(kind, name);
			const spec = {...(object.spec as object), ...patch};
			store.replace(resourceOf(kind), {...object, spec}, {manager: 'kubectl'});
		},
		patchStatus(name: string, patch: Partial<RolloutStatus>) {
			const object = get('Rollout', name);
			const status = {...(object.status as object), ...patch};
			store.replace('rollouts.argoproj.io', {...object, status}, {manager: 'kubectl', subresource: 'status'});
		},
		/** Ends the pause, as `promote` does. */
		promote(name: string) {
			const object = get('Rollout', name);
			const {pauseConditions: _, ...status} = object.status as RolloutStatus;
			store.replace('rollouts.argoproj.io', {...object, status}, {manager: 'kubectl', subresource: 'status'});
		},
		/** Lets time pass until this is so, ten minutes at most. */
		advanceUntil(isSo: () => boolean) {
			const endMs = clock.nowMs() + 600_000;
			while (!isSo()) {
				if (clock.nowMs() > endMs) throw new Error('What was waited for did not happen within ten minutes');
				clock.advanceBy(10);
			}
		},
	};

	function get(kind: string, name: string): KubeObject {
		const object = store.list(resourceOf(kind)).find(({metadata}) => metadata.name === name);
		if (object === undefined) throw new Error(`There is no ${kind} ${name}`);
		return object;
	}
}

/** The objects that a person creates, without what the controllers added to them. */
export function asCreated(objects: readonly KubeObject[]): readonly KubeObject[] {
	return objects
		.filter(({kind}) => ['Rollout', 'Deployment', 'Service', 'VirtualService'].includes(kind))
		.map(({apiVersion, kind, metadata: {name, namespace, labels}, spec}) => {
			const selector = (spec as {selector?: Record<string, string>}).selector;
			const {'rollouts-pod-template-hash': _, ...own} = selector ?? {};
			return {
				apiVersion,
				kind,
				metadata: {name, ...(namespace === undefined ? {} : {namespace}), ...(labels === undefined ? {} : {labels})},
				spec: kind === 'Service' ? {...(spec as object), selector: own} : spec,
			};
		});
}

/** A template with the metrics of a recorded run. */
export function analysisTemplate(name: string, run: AnalysisRun): KubeObject {
	return {
		apiVersion: 'argoproj.io/v1alpha1',
		kind: 'AnalysisTemplate',
		metadata: {name, namespace: run.metadata.namespace ?? ''},
		spec: {metrics: run.spec.metrics},
	};
}

function resourceOf(kind: string): ResourceId {
	const resource = resources[kind];
	if (resource === undefined) throw new Error(`The lab does not keep ${kind}`);
	return resource;
}

/** A recorded object that the demo can go on with: without the trimmed managedFields, and with the demo's own hash of
 * the steps, because with another hash the demo would take the steps for edited ones. */
function adopted(recorded: KubeObject): KubeObject {
	const {managedFields: _, ...metadata} = recorded.metadata;
	const object: KubeObject = {...recorded, metadata};
	if (object.kind !== 'Rollout' || object.status === undefined) return object;
	const hash = stepsHash(object as Rollout);
	return hash === undefined ? object : {...object, status: {...(object.status as object), currentStepHash: hash}};
}
