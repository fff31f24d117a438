import {describe, expect, test} from 'vitest';
import type {Json, RawObject} from '../../source/domain/cluster/kube-object.ts';
import {verb} from '../../source/domain/release/verb.ts';
import {
	mustPlan,
	operationOf,
	patched,
	patchSteps,
	planOf,
	revisionByTag,
	type Scene,
	sceneFrom,
	sceneOf,
	verbsOf,
	withObject,
} from './operator.ts';
import {rawOf, readSituation} from './situation.ts';

type Labelled = {
	metadata: Record<string, Json> & {name: string};
	spec: {selector: Record<string, Json>; template: {metadata: {labels: Record<string, string>}}};
};

const {objects, nowMs} = readSituation('service-selector/01-blue-selected');

function changedObject(kind: string, name: string, change: (object: Labelled) => void): RawObject {
	const copy = structuredClone(rawOf(objects, kind, name)) as unknown as Labelled;
	change(copy);
	return copy as unknown as RawObject;
}

describe('a Service that selects one of two sides', () => {
	test('shows both sides with their ready pods, and does not move by itself', () => {
		const scene = sceneOf('service-selector/01-blue-selected');
		expect(scene.release).toMatchObject({
			backend: 'service-selector',
			strategy: 'blueGreen',
			phase: {kind: 'stable'},
			split: {desiredPercent: 0, configuredPercent: 0, configuredBy: 'selector'},
			services: {apex: [{namespace: 'bluegreen', name: 'catalog'}], host: 'catalog'},
			next: {kind: 'nothing', text: 'nothing by itself: green 1.1.0 stands by, 2 of 2 pods ready'},
			back: {
				text: `whether green 1.1.0 served before is not known: ${verb('promote')} switches, ${verb('undo')} takes your own switch back`,
				means: null,
			},
			why: null,
			changed: ['image 1.0.0 → 1.1.0'],
			contradictions: [],
		});
		expect(
			scene.release.revisions.map(
				({tag, role, holder, pods}) => `${tag} ${role} ${holder} ${pods.ready}/${pods.desired}`,
			),
		).toEqual(['blue 1.0.0 stable catalog-blue 2/2', 'green 1.1.0 canary catalog-green 2/2']);
		expect(scene.release.pods).toHaveLength(4);
		expect(verbsOf(scene)).toEqual({
			promote: "SWITCH TO green 1.1.0 (the selector's slot)",
			back: `refused: whether green 1.1.0 served before is not known: ${verb('promote')} switches, ${verb('undo')} takes your own switch back`,
		});
		expect(scene.backend.unsupported.hold).toBe('nothing moves by itself: there is nothing to hold');
	});

	test('is switched with a test of the whole selector that was seen, and the inverse is the way back', () => {
		const scene = sceneOf('service-selector/01-blue-selected');
		const plan = mustPlan(scene, 'promote');
		expect(plan).toMatchObject({
			direction: 'towardCanary',
			undoDirection: 'towardStable',
			effects: ['slot: blue → green', 'all new connections: blue 1.0.0 (2 pods ready) → green 1.1.0 (2)'],
			caveats: ['connections that are kept alive stay on the pods of blue until they close: let those run'],
		});
		const uid = scene.release.uid;
		expect(patchSteps(plan)[0]).toMatchObject({
			ref: {kindId: 'services', namespace: 'bluegreen', name: 'catalog'},
			patch: [
				{op: 'test', path: '/metadata/uid', value: uid},
				{op: 'test', path: '/spec/selector', value: {app: 'catalog', slot: 'blue'}},
				{op: 'replace', path: '/spec/selector/slot', value: 'green'},
			],
			inverse: [
				{op: 'test', path: '/metadata/uid', value: uid},
				{op: 'test', path: '/spec/selector/slot', value: 'green'},
				{op: 'replace', path: '/spec/selector/slot', value: 'blue'},
			],
		});
		expect(operationOf(scene, 'promote').permissions(scene.release)).toEqual([
			{verb: 'patch', kindId: 'services', subresource: null, role: 'optIn'},
		]);
	});

	/** The recorded Deployments with other times at which they came up, because the recorded ones are the same second. */
	function cameUp(name: string, blueAt: string, greenAt: string): Scene {
		const at = (workload: string, time: string) =>
			changedObject('Deployment', workload, object => {
				const {conditions} = (object as unknown as {status: {conditions: {type: string; lastUpdateTime: string}[]}})
					.status;
				for (const condition of conditions) if (condition.type === 'Progressing') condition.lastUpdateTime = time;
			});
		const recorded = sceneOf(name);
		const blue = withObject(recorded.objects, at('catalog-blue', blueAt));
		return sceneFrom(withObject(blue, at('catalog-green', greenAt)), recorded.nowMs);
	}
	const [early, late] = ['2026-11-20T09:00:00Z', '2026-11-21T13:00:00Z'];

	test('that was switched to the newer side goes back to the side that was up before it, toward stable', () => {
		const scene = cameUp('service-selector/02-switched-to-green', early, late);
		expect(scene.release.back.text).toBe('blue 1.0.0 by switch: it was up before green 1.1.0');
		expect(mustPlan(scene, 'back')).toMatchObject({direction: 'towardStable', headline: 'SWITCH TO blue 1.0.0'});
	});

	test('that was not switched yet has no way back from the older side to the newer one', () => {
		const scene = cameUp('service-selector/01-blue-selected', early, late);
		expect(verbsOf(scene).back).toBe(
			`refused: nothing to go back to: blue 1.0.0 was up before green 1.1.0; ${verb('promote')} switches`,
		);
		expect(mustPlan(scene, 'promote').headline).toBe('SWITCH TO green 1.1.0');
	});

	test('that was switched has its sides exchanged, and the effect shows in selector and endpoints', () => {
		const before = sceneOf('service-selector/01-blue-selected');
		const now = sceneOf('service-selector/02-switched-to-green');
		const plan = mustPlan(before, 'promote');
		const {effect} = operationOf(before, 'promote');
		expect(now.release.revisions.map(({tag, role}) => `${tag} ${role}`)).toEqual([
			'green 1.1.0 stable',
			'blue 1.0.0 canary',
		]);
		expect(effect(plan, before.release, now.release)).toEqual({
			kind: 'effective',
			evidence: "the Service selects green 1.1.0, no endpoint that was read is another's",
		});
		// The selector is turned, the endpoints have not followed yet.
		const halfway = sceneFrom(withObject(before.objects, rawOf(now.objects, 'Service')), nowMs);
		expect(halfway.release.contradictions.map(({text}) => text)).toEqual([
			'endpoints still lead to 2 pods of blue; the selector says green',
		]);
		expect(effect(plan, before.release, halfway.release).kind).toBe('pending');
		expect(effect(mustPlan(now, 'promote'), now.release, before.release).kind).toBe('effective');
	});

	test('that was switched before perch started has the time of the switch from its managed fields', () => {
		const changedAt = (name: string) => sceneOf(`service-selector/${name}`).release.split.changedAtMs;
		expect(changedAt('01-blue-selected')).toBe(Date.parse('2026-11-21T13:08:08Z'));
		expect(changedAt('02-switched-to-green')).toBe(Date.parse('2026-11-21T13:11:48Z'));
	});

	test('is not switched to a side with fewer ready pods, by the watch as well as by the live read', () => {
		const scene = sceneOf('service-selector/03-other-side-smaller');
		const reason = 'ready pods: 1 of blue 1.0.0, 2 of green 1.1.0: scale it up first';
		expect(verbsOf(scene).promote).toBe(`refused: ${reason}`);
		// The watch lags: live, the other side has lost its pods.
		const seen = sceneOf('service-selector/01-blue-selected');
		const live = changedObject('Deployment', 'catalog-green', object => Object.assign(object, {status: {}}));
		expect(planOf({...seen, objects: withObject(objects, live)}, 'promote')).toMatchObject({
			ok: false,
			error: {reason: 'no pod of green 1.1.0 is ready'},
		});
	});

	test('whose selector finds no workload says so, and offers the sides that exist', () => {
		const service = changedObject('Service', 'catalog', ({spec}) => Object.assign(spec.selector, {slot: 'purple'}));
		const scene = sceneFrom(withObject(objects, service), nowMs);
		expect(scene.release.phase).toMatchObject({
			kind: 'degraded',
			because: 'it selects slot purple, and no workload has that',
		});
		expect(scene.release.stable).toBeNull();
		expect(verbsOf(scene)).toMatchObject({promote: 'asks: Which side? an unknown version is selected now.'});
		const chosen = revisionByTag(scene, 'green 1.1.0');
		expect(mustPlan(scene, 'promote', [chosen]).effects[0]).toBe('slot: purple → green');
	});
});

test('a Service of three sides asks the operator which one, and guesses no way back', () => {
	const red = changedObject('Deployment', 'catalog-green', object => {
		object.metadata.name = 'catalog-red';
		object.spec.template.metadata.labels.slot = 'red';
	});
	const scene = sceneFrom([...objects, red], nowMs);
	expect(scene.release).toMatchObject({canary: null, next: {text: 'nothing by itself: 2 other sides have pods'}});
	const question = operationOf(scene, 'promote').ask?.(scene.release, []);
	expect(question?.title).toBe('Which side? blue 1.0.0 is selected now.');
	expect(question?.options.map(({text}) => text)).toEqual([
		'green 1.1.0  2 of 2 pods ready',
		'red 1.1.0  2 of 2 pods ready',
	]);
	expect(mustPlan(scene, 'promote', [revisionByTag(scene, 'red 1.1.0')]).headline).toBe('SWITCH TO red 1.1.0');
	expect(verbsOf(scene).back).toBe(
		`refused: which side served before is not known: ${verb('promote')} asks, ${verb('undo')} takes your own switch back`,
	);
	const [step] = patchSteps(mustPlan(scene, 'promote', [revisionByTag(scene, 'red 1.1.0')]));
	expect(step && patched(rawOf(objects, 'Service'), step.patch)).toMatchObject({spec: {selector: {slot: 'red'}}});
});
