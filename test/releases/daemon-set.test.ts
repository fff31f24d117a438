import {describe, expect, test} from 'vitest';
import type {Json, RawObject} from '../../source/domain/cluster/kube-object.ts';
import {verb} from '../../source/domain/release/verb.ts';
import {
	mustPlan,
	operationOf,
	patchSteps,
	revisionByTag,
	type Scene,
	sceneFrom,
	sceneOf,
	verbsOf,
	withObject,
} from './operator.ts';
import {rawOf, readSituation} from './situation.ts';

const uid = '45c5b46a-3ff3-495d-919c-225203565fef';
const [old, young] = ['67f9bcfd8', '67df4b4cdf'];

interface Mutable {
	metadata: Record<string, Json> & {labels: Record<string, string>};
	spec: Record<string, Json>;
	status: Record<string, Json> & {
		conditions: {type: string; status: string}[];
		containerStatuses: Record<string, Json>[];
	};
	revision: number;
}

function copyOf(
	objects: readonly RawObject[],
	kind: string,
	change: (object: Mutable) => void,
	name?: string,
): RawObject {
	const copy = structuredClone(rawOf(objects, kind, name)) as unknown as Mutable;
	change(copy);
	return copy as unknown as RawObject;
}

/** Three nodes, of which one has 1.1.0. */
function rolling(change: (set: Mutable) => void = () => {}, top: (pod: Mutable) => void = () => {}): Scene {
	const {objects, nowMs} = readSituation('daemonset/02-second-revision');
	const set = copyOf(objects, 'DaemonSet', copy => {
		Object.assign(copy.status, {
			desiredNumberScheduled: 3,
			currentNumberScheduled: 3,
			updatedNumberScheduled: 1,
			numberReady: 3,
			numberAvailable: 3,
		});
		change(copy);
	});
	const pods = [old, old, young].map((hash, at) =>
		copyOf(objects, 'Pod', copy => {
			copy.metadata.name = `agent-${at}`;
			copy.metadata.labels['controller-revision-hash'] = hash;
			if (hash === young) top(copy);
		}),
	);
	return sceneFrom([...withObject(objects, set).filter(({kind}) => kind !== 'Pod'), ...pods], nowMs);
}

describe('a DaemonSet', () => {
	test('that is complete on its first version has nothing to go back to', () => {
		const scene = sceneOf('daemonset/01-complete');
		expect(scene.release).toMatchObject({
			strategy: 'rolling',
			phase: {kind: 'stable'},
			canary: null,
			steps: [],
			next: {kind: 'nothing', text: 'nothing: no update is under way'},
			back: {text: 'no earlier version is kept'},
			why: null,
		});
		expect(verbsOf(scene)).toEqual({
			back: 'refused: no earlier version is kept',
			restart: "RESTART agent (the template's restartedAt annotation)",
			setImage: 'asks: Which image for agent? It has registry.example/agent:1.0.0.',
		});
		expect(scene.backend.unsupported.hold).toBe(`a DaemonSet cannot be held: ${verb('back')} goes back`);
	});

	test('that is complete on its second version offers the first, and says that nothing is known of it', () => {
		const scene = sceneOf('daemonset/02-second-revision');
		expect(
			scene.release.revisions.map(({tag, number, role, pods}) => `${tag} r${number} ${role} ${pods.ready}`),
		).toEqual(['1.1.0 r2 stable 1', '1.0.0 r1 previous 0']);
		const plan = mustPlan(scene, 'back');
		expect(plan).toMatchObject({
			headline: 'BACK TO 1.0.0',
			direction: 'towardCanary',
			effects: ['spec: 1.1.0 → 1.0.0', 'the pod of every node is replaced, a few at a time; nothing can hold it'],
			caveats: ['whether 1.0.0 ever worked is not known'],
		});
		expect(mustPlan(scene, 'toRevision', [revisionByTag(scene, '1.0.0')]).headline).toBe('ROLL TO 1.0.0');
	});

	test('rolls node after node, and only back stops it', () => {
		const scene = rolling();
		expect(scene.release).toMatchObject({
			phase: {kind: 'progressing', because: '1 of 3 nodes have the newest template'},
			split: {desiredPercent: 'unknown', configuredPercent: 33.3, configuredBy: 'pods'},
			next: {kind: 'event', text: 'node after node gets 1.1.0, 1 at a time; nothing can hold it'},
			back: {text: '1.0.0 by undo', stableReady: 2, stableDesired: 3},
			changed: ['image 1.0.0 → 1.1.0'],
		});
		const plan = mustPlan(scene, 'back');
		const template = rawOf(scene.objects, 'DaemonSet').spec as {template: RawObject};
		expect(plan.direction).toBe('towardStable');
		expect(patchSteps(plan)[0]?.patch.slice(0, 3)).toEqual([
			{op: 'test', path: '/metadata/uid', value: uid},
			{op: 'test', path: '/metadata/generation', value: 2},
			{op: 'test', path: '/spec/template', value: template.template},
		]);
		expect(JSON.stringify(patchSteps(plan)[0]?.patch.at(-1))).toContain('agent:1.0.0');
		expect(JSON.stringify(patchSteps(plan))).not.toContain('$patch');
	});

	test('has a pod that does not start take the room of the next', () => {
		const {release} = rolling(
			set => Object.assign(set.status, {numberReady: 2, numberAvailable: 2}),
			({status}) => {
				for (const condition of status.conditions) if (condition.type === 'Ready') condition.status = 'False';
				Object.assign(status.containerStatuses[0] ?? {}, {
					ready: false,
					state: {waiting: {reason: 'ImagePullBackOff', message: 'Back-off pulling image'}},
				});
			},
		);
		expect(release.phase).toMatchObject({
			kind: 'degraded',
			because: 'agent-2 ImagePullBackOff: Back-off pulling image',
		});
		expect(release.next.text).toBe('pods that are not ready take the room of the next: maxUnavailable 1');
		expect(release.split.configuredPercent).toBe(0);
	});

	test('with OnDelete changes nothing until pods are deleted, and names the old pods', () => {
		const scene = rolling(set => Object.assign(set.spec, {updateStrategy: {type: 'OnDelete'}}));
		expect(scene.release).toMatchObject({
			phase: {kind: 'paused', because: 'person'},
			next: {text: 'nothing until pods are deleted: agent-0, agent-1 still old'},
			why: {text: 'OnDelete: a pod takes 1.1.0 only once somebody deletes it'},
		});
		expect(mustPlan(scene, 'restart').effects).toEqual([
			'the same version anew: no pod is replaced until it is deleted: OnDelete',
		]);
	});

	test('that goes back is pending until every node has the version, and offers no second step back meanwhile', () => {
		const before = rolling();
		const plan = mustPlan(before, 'back');
		const {effect} = operationOf(before, 'back');
		// The ControllerRevision of 1.0.0 is numbered anew.
		const undone = (updated: number) => {
			const {objects, nowMs} = rolling(set => Object.assign(set.status, {updatedNumberScheduled: updated}));
			const first = copyOf(objects, 'ControllerRevision', copy => Object.assign(copy, {revision: 3}), `agent-${old}`);
			const set = copyOf(objects, 'DaemonSet', copy => {
				copy.spec.template = (
					rawOf(objects, 'ControllerRevision', `agent-${old}`) as unknown as {
						data: {spec: {template: Json}};
					}
				).data.spec.template;
			});
			const pods = objects.filter(({metadata}) => updated < 3 || (metadata as RawObject).name !== 'agent-2');
			return sceneFrom(withObject(withObject(pods, first), set), nowMs).release;
		};
		expect(undone(2).back).toMatchObject({
			text: `already on its way back to 1.0.0; ${verb('toRevision')} chooses 1.1.0 again`,
			means: null,
		});
		expect(effect(plan, before.release, undone(2))).toMatchObject({
			kind: 'pending',
			evidence: '2 of 3 nodes have the newest template',
		});
		expect(effect(plan, before.release, undone(3))).toEqual({kind: 'effective', evidence: 'every pod is 1.0.0'});
	});
});
