import type {KubeObject} from '../../../source/demo/contract.ts';
import type {Condition, ReplicaSet, Service, VirtualService} from '../../../source/demo/controllers/kube-types.ts';
import type {AnalysisRun, Rollout} from '../../../source/demo/controllers/rollout/rollout-types.ts';
import {isReplicaSet} from './recorded.ts';

/** What an operator's tool reads from a situation, by kind and name. Pod-template hashes are replaced by the image tag
 * that they stand for, because the demo hashes differently; times are left out. */
export function visible(objects: readonly KubeObject[]): Readonly<Record<string, unknown>> {
	const entries = objects.map((object): [string, unknown] => [`${object.kind}/${object.metadata.name}`, read(object)]);
	const known = entries.filter(([, value]) => value !== undefined);
	const text = untangle(JSON.stringify(Object.fromEntries(known.toSorted(byKey))), objects);
	return JSON.parse(text) as Record<string, unknown>;
}

/** The Events that controllers wrote, as sentences. */
export function eventTexts(objects: readonly KubeObject[]): readonly string[] {
	return objects
		.filter(({kind, source}) => kind === 'Event' && (source as {component?: string}).component !== 'perch')
		.map(event => {
			const {kind, name} = event.involvedObject as {kind: string; name: string};
			const message = String(event.message).replace(/(pod: .*-)[a-z0-9]{5}$/, '$1*****');
			return untangle(`${kind}/${name} ${event.type} ${event.reason}: ${message}`, objects);
		});
}

/** Replaces the hashes of revisions by their image tags. */
export function untangle(text: string, objects: readonly KubeObject[]): string {
	return objects.filter(isReplicaSet).reduce((result, replicaSet) => {
		const labels = replicaSet.metadata.labels ?? {};
		const hash = labels['rollouts-pod-template-hash'] ?? labels['pod-template-hash'] ?? '';
		return result.replaceAll(hash, `<${tagOf(replicaSet)}>`);
	}, text);
}

export function tagOf({spec}: ReplicaSet): string {
	return spec.template.spec.containers[0]?.image.split(':')[1] ?? '';
}

function read(object: KubeObject): unknown {
	switch (object.kind) {
		case 'Rollout':
			return readRollout(object as Rollout);
		case 'Deployment': {
			const {conditions, observedGeneration, ...counts} = (object.status ?? {}) as Record<string, unknown>;
			return {
				counts,
				isObserved: observedGeneration === object.metadata.generation,
				revision: object.metadata.annotations?.['deployment.kubernetes.io/revision'],
				conditions: conditionTexts(conditions as readonly Condition[]),
			};
		}
		case 'ReplicaSet': {
			const {spec, status, metadata} = object as ReplicaSet;
			const {observedGeneration: _, ...counts} = status ?? {replicas: 0};
			const {'scale-down-deadline': deadline, ...annotations} = metadata.annotations ?? {};
			return {replicas: spec.replicas, counts, annotations, hasDeadline: deadline !== undefined};
		}
		case 'Service':
			return {selector: (object as Service).spec.selector, annotations: object.metadata.annotations};
		case 'VirtualService':
			return (object as VirtualService).spec.http.map(({name, route}) => ({name, route}));
		case 'AnalysisRun': {
			const {status, spec, metadata} = object as AnalysisRun;
			const results = status?.metricResults?.map(({measurements, ...result}) => ({
				...result,
				values: measurements?.map(({phase, value}) => `${phase} ${value}`),
			}));
			const {phase, message, runSummary} = status ?? {};
			const {labels, annotations} = metadata;
			return {phase, message, runSummary, results, labels, annotations, terminate: spec.terminate};
		}
		default:
			return undefined;
	}
}

function readRollout({metadata, status}: Rollout): unknown {
	const {conditions, pauseConditions, abortedAt, observedGeneration, currentStepHash, ...rest} = status ?? {
		blueGreen: {},
		canary: {},
	};
	return {
		...rest,
		revision: metadata.annotations?.['rollout.argoproj.io/revision'],
		hasStepHash: currentStepHash !== undefined,
		wasAborted: abortedAt !== undefined,
		pauses: pauseConditions?.map(({reason}) => reason),
		conditions: conditionTexts(conditions),
		observed: observedGeneration === undefined ? undefined : typeof observedGeneration,
	};
}

function conditionTexts(conditions: readonly Condition[] = []): readonly string[] {
	return conditions.map(({type, status, reason, message}) => `${type}=${status} ${reason}: ${message}`).toSorted();
}

function byKey([left]: [string, unknown], [right]: [string, unknown]): number {
	return left < right ? -1 : 1;
}
