import {rfc3339} from '../../api/rfc3339.ts';
import type {KubeObject, ObjectStore, ResourceId, ShopService} from '../../contract.ts';
import type {ControllerRevision} from '../../controllers/controller-revision.ts';
import type {Pod, ReplicaSet} from '../../controllers/kube-types.ts';
import {ownedBy} from '../../controllers/owned.ts';
import {withReadiness} from '../../controllers/pod-readiness.ts';
import {withDefaults} from '../../controllers/pod-template.ts';
import type {Rollout, RolloutStatus} from '../../controllers/rollout/rollout-types.ts';
import type {StatefulSet} from '../../controllers/stateful-set/stateful-set-types.ts';
import {podTemplate} from '../manifests/pod-templates.ts';

/** The people and accidents of the demo's past; they write as kubectl and its plugin would. */
export function createOperator(store: ObjectStore) {
	return {setVersion, setUpdateStrategy, setFirstRevision, patchRolloutStatus, promote, makeHalfUnready, restartPods};

	function setVersion(service: ShopService, tag: string): void {
		const resource = resourceOf(service);
		const object = get(resource, service);
		const template = podTemplate(service, tag);
		const spec = {...(object.spec as object), template: isRevisioned(service) ? withDefaults(template) : template};
		const manager = service.workload.startsWith('argo-') ? 'kubectl-argo-rollouts' : 'kubectl-set';
		store.replace(resource, {...object, spec}, {manager});
	}

	function setUpdateStrategy(service: ShopService, updateStrategy: StatefulSet['spec']['updateStrategy']): void {
		const resource = resourceOf(service);
		const object = get(resource, service);
		store.replace(
			resource,
			{...object, spec: {...(object.spec as object), updateStrategy}},
			{manager: 'kubectl-patch'},
		);
	}

	/** Gives the only revision this number, as if older ones had been trimmed. */
	function setFirstRevision(service: ShopService, revision: number): void {
		const resource = resourceOf(service);
		const owner = get(resource, service);
		if (isRevisioned(service)) {
			for (const object of ownedBy<ControllerRevision>(store, 'controllerrevisions.apps', owner)) {
				store.replace('controllerrevisions.apps', {...object, revision}, {manager: 'kube-controller-manager'});
			}
			return;
		}
		const isDeployment = service.workload === 'deployment';
		const annotation = `${isDeployment ? 'deployment.kubernetes.io' : 'rollout.argoproj.io'}/revision`;
		const numbered = <T extends KubeObject>(object: T): T => ({
			...object,
			metadata: {
				...object.metadata,
				annotations: {...object.metadata.annotations, [annotation]: String(revision)},
			},
		});
		const manager = isDeployment ? 'kube-controller-manager' : 'rollouts-controller';
		for (const replicaSet of ownedBy<ReplicaSet>(store, 'replicasets.apps', owner)) {
			store.replace('replicasets.apps', numbered(replicaSet), {manager});
		}
		store.replace(resource, numbered(owner), isDeployment ? {manager, subresource: 'status'} : {manager});
	}

	function patchRolloutStatus(service: ShopService, patch: Partial<RolloutStatus>): void {
		const rollout = get('rollouts.argoproj.io', service) as Rollout;
		const object = {...rollout, status: {...rollout.status, ...patch}};
		store.replace('rollouts.argoproj.io', object, {manager: 'kubectl-argo-rollouts', subresource: 'status'});
	}

	/** Ends the pause at which a release waits. */
	function promote(service: ShopService): void {
		const rollout = get('rollouts.argoproj.io', service) as Rollout;
		const {pauseConditions: _, ...status} = rollout.status ?? {};
		const object = {...rollout, status};
		store.replace('rollouts.argoproj.io', object, {manager: 'kubectl-argo-rollouts', subresource: 'status'});
	}

	/** Makes every second pod of a version fail its readiness probe from now on. */
	function makeHalfUnready(service: ShopService, tag: string, nowMs: number): void {
		for (const pod of podsOf(service, tag).filter((_, ordinal) => ordinal % 2 === 1)) {
			store.replace('pods', withReadiness(pod, false, nowMs), {manager: 'node', subresource: 'status'});
		}
	}

	/** Makes the container of the first pods look as if it had been killed once for its memory. */
	function restartPods(service: ShopService, tag: string, count: number, nowMs: number): void {
		for (const pod of podsOf(service, tag).slice(0, count)) {
			const finishedAt = rfc3339(nowMs);
			const containerStatuses = pod.status?.containerStatuses?.map(container => ({
				...container,
				restartCount: container.restartCount + 1,
				state: {running: {startedAt: rfc3339(nowMs + 2000)}},
				lastState: {terminated: {exitCode: 137, reason: 'OOMKilled', finishedAt}},
			}));
			store.replace(
				'pods',
				{...pod, status: {...pod.status, containerStatuses}},
				{manager: 'node', subresource: 'status'},
			);
		}
	}

	function podsOf({namespace, name}: ShopService, tag: string): readonly Pod[] {
		return (store.list('pods', namespace) as readonly Pod[])
			.filter(({spec}) => spec.containers.some(({image}) => image.endsWith(`/${name}:${tag}`)))
			.toSorted((left, right) => (left.metadata.name < right.metadata.name ? -1 : 1));
	}

	function get(resource: ResourceId, {namespace, name}: ShopService): KubeObject {
		const object = store.get(resource, namespace, name);
		if (object === undefined) throw new Error(`The world has no ${resource} ${namespace}/${name}`);
		return object;
	}
}

export type Operator = ReturnType<typeof createOperator>;

function resourceOf({workload}: ShopService): ResourceId {
	return resources[workload];
}

const resources: Readonly<Record<ShopService['workload'], ResourceId>> = {
	'argo-canary': 'rollouts.argoproj.io',
	'argo-blue-green': 'rollouts.argoproj.io',
	deployment: 'deployments.apps',
	'stateful-set': 'statefulsets.apps',
	'daemon-set': 'daemonsets.apps',
};

/** Whether the workload keeps its history in ControllerRevisions. */
function isRevisioned({workload}: ShopService): boolean {
	return workload === 'stateful-set' || workload === 'daemon-set';
}
