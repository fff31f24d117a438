import {expect, test} from 'vitest';
import type {KubeObject, StoreEvent} from '../../../source/demo/contract.ts';
import type {Pod} from '../../../source/demo/controllers/kube-types.ts';
import {isReady} from '../../../source/demo/controllers/pods.ts';
import {createChurn} from '../../../source/demo/scale/churn.ts';
import {generatedServices} from '../../../source/demo/scale/generated-services.ts';
import {createFakeClock} from '../fake-clock.ts';
import {scaledWorld, small} from './scaled-world.ts';

const clock = createFakeClock();
const world = scaledWorld(clock);
const {store, generated} = world;
const keyOf = ({metadata: {namespace, name}}: KubeObject) => `${namespace}/${name}`;
const isGenerated = ({metadata}: KubeObject) => generated.some(({namespace}) => namespace === metadata.namespace);
const all = (resource: string) => store.list(resource);

test('there are as many services and releases as the scale says, the shop’s among them', () => {
	const ofVersions = /-(stable|canary|preview|primary|v1|v2|blue|green)$/;
	// Two Ingresses share the requests of storefront: it has no Service but those of its versions.
	const isRow = (name: string) => !ofVersions.test(name) || name === 'storefront-stable';
	const services = all('services').filter(({metadata}) => isRow(metadata.name));
	expect(services).toHaveLength(small.services);
	expect([...all('rollouts.argoproj.io'), ...all('canaries.flagger.app')]).toHaveLength(small.releases);
});

test('each generated service has a name of its own, and the pods that the scale says', () => {
	expect(new Set(generated.map(({namespace, name}) => `${namespace}/${name}`)).size).toBe(generated.length);
	for (const {namespace, name, story} of generated) {
		const workload = story.startsWith('argo') ? 'rollouts.argoproj.io' : 'deployments.apps';
		// Flagger scales its target to nothing while no release runs.
		const served = story.startsWith('flagger') ? `${name}-primary` : name;
		expect(store.get(workload, namespace, served)?.spec, `${namespace}/${name}`).toMatchObject({replicas: small.pods});
		expect(store.get('services', namespace, name), `${namespace}/${name}`).toBeDefined();
	}
});

test('no two objects share a uid, no two pods and no two generated Services an address', () => {
	const kinds = ['services', 'pods', 'deployments.apps', 'replicasets.apps', 'endpointslices.discovery.k8s.io'];
	const uids = kinds.flatMap(all).map(({metadata}) => metadata.uid);
	expect(new Set(uids).size).toBe(uids.length);
	const pods = generatedPods();
	expect(new Set(pods.map(({status}) => status?.podIP)).size).toBe(pods.length);
	const services = all('services').filter(isGenerated);
	expect(new Set(services.map(({spec}) => (spec as {clusterIP: string}).clusterIP)).size).toBe(services.length);
});

test('nothing of the prototypes is left in their copies', () => {
	const copies = ['services', 'pods', 'rollouts.argoproj.io', 'canaries.flagger.app', 'replicasets.apps', 'events']
		.flatMap(all)
		.filter(isGenerated);
	expect(copies.length).toBeGreaterThan(1000);
	const marks = /protoname|protospace|77700\d|777\.\d/g;
	expect(copies.flatMap(copy => JSON.stringify(copy).match(marks) ?? [])).toEqual([]);
});

test('the same seed gives the same services, another seed others', () => {
	expect(generatedServices(small, 7)).toEqual(generated);
	expect(generatedServices(small, 8)).not.toEqual(generated);
});

test('a caller gets at least as many requests as it sends to one service', () => {
	const rates = new Map(generated.map(({namespace, name, rps}) => [`${namespace}/${name}`, rps]));
	for (const {callers, rps} of generated) {
		for (const {service, share} of callers) {
			const got = rates.get(service);
			if (got !== undefined && got > 0) expect(share * rps).toBeLessThanOrEqual(got);
		}
	}
});

test('the controllers change nothing but the releases that go on by themselves', () => {
	const changes: StoreEvent[] = [];
	const unsubscribe = store.subscribe(event => {
		if (isGenerated(event.object) && event.resource !== 'events') changes.push(event);
	});
	for (const controller of world.controllers) controller.start();
	clock.advanceBy(60_000);
	unsubscribe();
	const moving = generated.filter(({story}) => ['argo timed', 'flagger gated', 'flagger moving'].includes(story));
	const names = moving.map(({namespace, name}) => `${namespace}/${name}`);
	expect(changes.map(({object}) => keyOf(object)).filter(key => !names.some(name => key.startsWith(name)))).toEqual([]);
	expect(changes.some(({resource}) => resource === 'canaries.flagger.app')).toBe(true);
});

test('churn changes as many Deployments a second as it was told to, and takes no service down', () => {
	const perSecond = 20;
	let changes = 0;
	const unsubscribe = store.subscribe(({resource, object}) => {
		if (resource === 'deployments.apps' && isGenerated(object)) changes += 1;
	});
	const churn = createChurn({store, clock, services: generated, seed: 7, perSecond});
	churn.start();
	for (let second = 0; second < 30; second += 1) {
		clock.advanceBy(1000);
		const slices = all('endpointslices.discovery.k8s.io').filter(isGenerated);
		expect(slices.filter(slice => !hasReadyEndpoint(slice)).map(keyOf)).toEqual([]);
	}
	churn.stop();
	unsubscribe();
	expect(changes / 30).toBeGreaterThan(perSecond * 0.9);
	expect(changes / 30).toBeLessThan(perSecond * 1.1);
	expect(generatedPods().some(pod => !isReady(pod))).toBe(true);
});

/** A Service of a version without pods has no endpoints at all. */
function hasReadyEndpoint({endpoints}: KubeObject): boolean {
	const known = endpoints as readonly {readonly conditions: {readonly ready: boolean}}[];
	return known.length === 0 || known.some(({conditions}) => conditions.ready);
}

function generatedPods(): readonly Pod[] {
	return (all('pods') as readonly Pod[]).filter(isGenerated);
}
