import {expect} from 'vitest';
import {applyStrategicMerge} from '../../../source/demo/api/write/strategic-merge.ts';
import type {KubeObject} from '../../../source/demo/contract.ts';
import type {ControllerRevision} from '../../../source/demo/controllers/controller-revision.ts';
import type {Pod, PodTemplate} from '../../../source/demo/controllers/kube-types.ts';
import {isReady, isTerminating} from '../../../source/demo/controllers/pods.ts';
import {terminated} from '../../../source/demo/controllers/replica-set.ts';
import {applyWrites} from '../../../source/demo/controllers/writes.ts';
import {tagOf} from './field-by-field.ts';
import {createLab} from './lab.ts';

export type RevisionedLab = ReturnType<typeof createRevisionedLab>;

/** A lab with one StatefulSet or DaemonSet, created as an operator would, on `nodes` nodes. */
export function createRevisionedLab(
	recorded: KubeObject,
	{startMs, nodes = 1, spec = {}}: {readonly startMs: number; readonly nodes?: number; readonly spec?: object},
) {
	const {kind, metadata} = recorded;
	const {name, namespace = ''} = metadata;
	const workload: KubeObject = {
		apiVersion: recorded.apiVersion,
		kind,
		metadata: {name, namespace},
		spec: {...(recorded.spec as object), ...spec},
	};
	const lab = createLab([...Array.from({length: nodes}, (_, index) => node(index + 1)), workload], {startMs});
	const pods = () =>
		(lab.store.list('pods', namespace) as readonly Pod[]).toSorted((left, right) =>
			left.metadata.name < right.metadata.name ? -1 : 1,
		);
	return {
		...lab,
		pods,
		/** The image tag of each pod, by name; with a mark where it is not ready. */
		tags: () => pods().map(pod => `${tagOfPod(pod)}${isReady(pod) && !isTerminating(pod) ? '' : '?'}`),
		status: () => lab.get(kind, name).status as Readonly<Record<string, unknown>>,
		revision: (tag: string) =>
			(lab.store.list('controllerrevisions.apps', namespace) as readonly ControllerRevision[]).find(
				candidate => tagOf(candidate) === tag,
			) ?? expect.fail(`There is no revision ${tag}`),
		setImage(tag: string) {
			const {template} = lab.get(kind, name).spec as {template: PodTemplate};
			const containers = template.spec.containers.map(container => ({
				...container,
				image: `registry.example/${name}:${tag}`,
			}));
			lab.patchSpec(kind, name, {template: {...template, spec: {...template.spec, containers}}});
		},
		/** Sends the data of a revision as it stands, as `kubectl rollout undo` does. */
		undoTo({data}: ControllerRevision) {
			const {spec} = applyStrategicMerge(lab.get(kind, name), data) as KubeObject;
			lab.patchSpec(kind, name, spec as object);
		},
		deletePod(pod: Pod | undefined) {
			if (pod === undefined) throw new Error('There is no such pod');
			applyWrites(lab, {manager: 'kubectl', component: 'kubectl'}, [terminated(pod, lab.clock.nowMs())]);
		},
	};
}

export function node(number: number): KubeObject {
	return {apiVersion: 'v1', kind: 'Node', metadata: {name: `n${number}`}, spec: {}};
}

function tagOfPod({spec}: Pod): string {
	return spec.containers[0]?.image.split(':')[1] ?? '';
}
