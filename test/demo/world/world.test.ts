import {describe, expect, it} from 'vitest';
import {createObjectStore} from '../../../source/demo/api/store.ts';
import type {KubeObject, ShopService} from '../../../source/demo/contract.ts';
import type {ControllerRevision} from '../../../source/demo/controllers/controller-revision.ts';
import {createControllers} from '../../../source/demo/controllers/controllers.ts';
import type {
	Deployment,
	Pod,
	ReplicaSet,
	Service,
	VirtualService,
} from '../../../source/demo/controllers/kube-types.ts';
import type {Rollout} from '../../../source/demo/controllers/rollout/rollout-types.ts';
import {createBehaviour} from '../../../source/demo/world/behaviour.ts';
import {buildWorld, populate} from '../../../source/demo/world/build.ts';
import {shop} from '../../../source/demo/world/services/shop.ts';
import {createFakeClock} from '../fake-clock.ts';
import {builtWorld} from './built-world.ts';

const startMs = Date.UTC(2026, 10, 21, 10, 0, 0, 300);

function open(speed = 1) {
	const clock = createFakeClock(startMs);
	const store = createObjectStore({seed: 7, clock});
	populate(store, builtWorld(startMs, speed));
	const controllers = createControllers({store, clock, ...createBehaviour({store, clock, startedAtMs: startMs})});
	for (const controller of controllers) controller.start();
	const rollout = (name: string) => named(store.list('rollouts.argoproj.io'), name) as Rollout;
	const patchStatus = (name: string, status: object) =>
		store.replace('rollouts.argoproj.io', {...rollout(name), status}, {manager: 'kubectl', subresource: 'status'});
	return {clock, store, rollout, promote, abort};

	function promote(name: string) {
		const {pauseConditions: _, ...status} = rollout(name).status ?? expect.fail('no status');
		patchStatus(name, status);
	}
	function abort(name: string) {
		patchStatus(name, {...rollout(name).status, abort: true});
	}
}

type World = ReturnType<typeof open>;

/** Where a workload is kept, and where its revisions are. */
const kept = {
	'argo-canary': {resource: 'rollouts.argoproj.io', history: 'replicasets.apps'},
	'argo-blue-green': {resource: 'rollouts.argoproj.io', history: 'replicasets.apps'},
	deployment: {resource: 'deployments.apps', history: 'replicasets.apps'},
	'stateful-set': {resource: 'statefulsets.apps', history: 'controllerrevisions.apps'},
	'daemon-set': {resource: 'daemonsets.apps', history: 'controllerrevisions.apps'},
} as const satisfies Readonly<Record<ShopService['workload'], object>>;

function named(objects: readonly KubeObject[], name: string): KubeObject {
	return objects.find(({metadata}) => metadata.name === name) ?? expect.fail(`There is no ${name}`);
}

function weightsOf({store}: World, name: string) {
	const {spec} = named(store.list('virtualservices.networking.istio.io'), name) as VirtualService;
	return spec.http[0]?.route.map(({weight}) => weight);
}

function tagsOf({store}: World, name: string, hash: string | undefined): string | undefined {
	const replicaSet = named(store.list('replicasets.apps'), `${name}-${hash}`) as ReplicaSet;
	return replicaSet.spec.template.spec.containers[0]?.image.split(':')[1];
}

describe('the world at the start', () => {
	it('leaves the controllers nothing to do', () => {
		const {clock, store} = open();
		const before = store.resourceVersion;
		clock.advanceBy(150);
		expect(store.resourceVersion).toBe(before);
	});

	it('is the same for the same seed, and differs for another seed', () => {
		const identity = (seed: number) =>
			buildWorld({seed, nowMs: startMs}).map(
				({object}) => `${object.kind} ${object.metadata.name} ${object.metadata.uid}`,
			);
		expect(identity(7)).toEqual(identity(7));
		expect(identity(8)).not.toEqual(identity(7));
	});

	it('keeps names and uids whenever it starts', () => {
		const identity = (nowMs: number) =>
			buildWorld({seed: 7, nowMs})
				.filter(({resource}) => resource !== 'events')
				.map(({object}) => `${object.kind} ${object.metadata.namespace}/${object.metadata.name} ${object.metadata.uid}`)
				.toSorted();
		expect(identity(startMs + 86_400_000)).toEqual(identity(startMs));
	});

	it('has each service of the shop, with the revisions of all its versions that were rolled out', () => {
		const {store} = open();
		for (const {namespace, name, workload, versions, replicas} of shop) {
			const {resource, history} = kept[workload];
			const owner = store.get(resource, namespace, name) as Deployment | Rollout | undefined;
			// A DaemonSet asks for one pod per node.
			expect(owner?.spec.replicas).toBe(workload === 'daemon-set' ? undefined : replicas);
			expect((store.get('services', namespace, name) as Service).spec.selector?.app).toBe(name);
			const images = store
				.list(history, namespace)
				.filter(({metadata}) => metadata.ownerReferences?.some(({uid}) => uid === owner?.metadata.uid))
				.map(revision => (revision as ControllerRevision).data ?? (revision as ReplicaSet))
				.map(({spec}) => spec.template.spec.containers[0]?.image.split(':')[1]);
			const rolledOut = versions.map(({tag}) => tag).filter(tag => !tag.endsWith('-broken'));
			expect(images.toSorted()).toEqual(rolledOut.toSorted());
		}
	});

	it('has checkout held at 20 % for four minutes', () => {
		const world = open();
		const {metadata, status} = world.rollout('checkout');
		expect(metadata.annotations?.['rollout.argoproj.io/revision']).toBe('42');
		expect(status?.message).toBe('CanaryPauseStep');
		expect(status?.currentStepIndex).toBe(5);
		expect(weightsOf(world, 'checkout')).toEqual([80, 20]);
		const heldMs = startMs - Date.parse(status?.pauseConditions?.[0]?.startTime ?? '');
		expect(Math.round(heldMs / 10_000)).toBe(24);
		const weights = world.store
			.list('events', 'shop')
			.filter(
				event =>
					event.reason === 'TrafficWeightUpdated' && (event.involvedObject as {name: string}).name === 'checkout',
			)
			.map(event => event.message);
		expect(weights).toEqual([
			'Traffic weight updated ',
			'Traffic weight updated from 0 to 5',
			'Traffic weight updated from 5 to 10',
			'Traffic weight updated from 10 to 20',
		]);
	});

	it('has a blue/green that says aborted while the bad revision is active', () => {
		const world = open();
		const {status} = world.rollout('search');
		expect(status?.phase).toBe('Degraded');
		expect(status?.blueGreen.activeSelector).not.toBe(status?.stableRS);
		expect(tagsOf(world, 'search', status?.blueGreen.activeSelector)).toBe('4.3.0');
		const ready = (world.store.list('pods', 'web') as readonly Pod[])
			.filter(({spec}) => spec.containers[0]?.image.endsWith('/search:4.3.0'))
			.map(pod => pod.status?.conditions?.find(({type}) => type === 'Ready')?.status);
		expect(ready.toSorted()).toEqual(['False', 'False', 'True', 'True']);
	});

	it('has a timed pause that is not over, at any speed', () => {
		for (const speed of [1, 10]) {
			const {rollout} = open(speed);
			const {spec, status} = rollout('ledger');
			expect(status?.currentStepIndex).toBe(1);
			expect(spec.strategy.canary?.steps?.[1]?.pause?.duration).toBe(speed === 1 ? '6m' : '36s');
		}
	});

	it('has a Prometheus that perch can find', () => {
		const {store} = open();
		const service = store.get('services', 'istio-system', 'prometheus') as Service;
		expect(service.spec.ports?.[0]?.port).toBe(9090);
	});
});

describe('the world, as it goes on,', () => {
	it('takes checkout back when it is aborted', () => {
		const world = open();
		world.clock.advanceBy(20_000);
		world.abort('checkout');
		world.clock.advanceBy(2_000);
		expect(weightsOf(world, 'checkout')).toEqual([100, 0]);
		expect(world.rollout('checkout').status?.phase).toBe('Degraded');
	});

	it('brings cart to its end, one promotion after another', () => {
		const world = open();
		for (const weights of [
			[25, 75],
			[100, 0],
		]) {
			world.promote('cart');
			world.clock.advanceBy(10_000);
			expect(weightsOf(world, 'cart')).toEqual(weights);
		}
		const {status} = world.rollout('cart');
		expect(status?.phase).toBe('Healthy');
		expect(tagsOf(world, 'cart', status?.stableRS)).toBe('1.13');
	});

	it('moves ledger to 10 % when its pause ends, sooner at a higher speed', () => {
		for (const [speed, seconds] of [
			[1, 75],
			[10, 9],
		] as const) {
			const world = open(speed);
			expect(weightsOf(world, 'ledger')).toEqual([95, 5]);
			world.clock.advanceBy(seconds * 1_000);
			expect(weightsOf(world, 'ledger')).toEqual([90, 10]);
		}
	});

	it('rolls recommend to its end', () => {
		const {clock, store} = open();
		const deployment = () => store.get('deployments.apps', 'shop', 'recommend') as Deployment;
		expect(deployment().status?.updatedReplicas).toBeLessThan(24);
		clock.advanceBy(400_000);
		expect(deployment().status?.updatedReplicas).toBe(24);
		expect(deployment().status?.replicas).toBe(24);
	});

	it('lets the pods of a broken version crash', () => {
		const {clock, store, rollout} = open();
		const {spec} = rollout('checkout');
		const containers = spec.template.spec.containers.map(container => ({
			...container,
			image: 'registry.example/checkout:2.9.1-broken',
		}));
		const template = {...spec.template, spec: {...spec.template.spec, containers}};
		store.replace('rollouts.argoproj.io', {...rollout('checkout'), spec: {...spec, template}}, {manager: 'kubectl'});
		clock.advanceBy(60_000);
		const crashing = (store.list('pods', 'shop') as readonly Pod[]).filter(pod =>
			JSON.stringify(pod.status?.containerStatuses).includes('CrashLoopBackOff'),
		);
		expect(crashing).toHaveLength(1);
		expect(crashing[0]?.status?.containerStatuses?.[0]?.restartCount).toBe(2);
		expect(rollout('checkout').status?.currentStepIndex).toBe(0);
	});
});
