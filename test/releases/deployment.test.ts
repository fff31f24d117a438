import {describe, expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import {verb} from '../../source/domain/release/verb.ts';
import {DEPLOYMENTS} from '../../source/kinds/deployment.ts';
import {deployment} from '../../source/releases/workloads/deployment/deployment.ts';
import {
	mustPlan,
	operationOf,
	patched,
	patchSteps,
	revisionByTag,
	sceneFrom,
	sceneOf,
	verbsOf,
	withObject,
} from './operator.ts';
import {rawOf, readSituation, snapshotOf} from './situation.ts';

describe('a plain Deployment', () => {
	test('that is rolled out on its first version has nothing to go back to', () => {
		const scene = sceneOf('deployment/01-complete');
		expect(scene.release).toMatchObject({
			strategy: 'rolling',
			phase: {kind: 'stable'},
			canary: null,
			next: {kind: 'nothing', text: 'nothing: no update is under way'},
			why: null,
		});
		expect(verbsOf(scene)).toEqual({
			hold: 'refused: no update is under way',
			resume: 'refused: it is not held by hand',
			back: 'refused: no earlier version is kept',
			restart: "RESTART currency (the template's restartedAt annotation)",
			setImage: 'asks: Which image for currency? It has registry.example/currency:7.0.0.',
		});
	});

	test('that rolls has the version that still has pods as stable, and the new one as canary', () => {
		const scene = sceneOf('deployment/02-rolling');
		expect(scene.release).toMatchObject({
			phase: {kind: 'progressing', because: '2 of 3 pods are of the new version'},
			split: {desiredPercent: 'unknown', configuredPercent: 33.3, configuredBy: 'pods'},
			next: {
				kind: 'event',
				text: 'pods are replaced as new ones become available: 2/3 are 7.1.0; marked as failed at 07:47:40 without progress',
			},
			why: {text: 'currency-6c4b97b478-t2hfg Pending'},
			back: {means: 'undo', stableReady: 2, stableDesired: 3},
			changed: ['image 7.0.0 → 7.1.0'],
		});
		expect(scene.release.revisions).toMatchObject([
			{tag: '7.1.0', role: 'canary', wasPromoted: 'unknown'},
			{tag: '7.0.0', role: 'stable', wasPromoted: 'unknown'},
		]);
		expect(verbsOf(scene)).toMatchObject({hold: 'HOLD 7.1.0 (spec.paused)', back: 'BACK TO 7.0.0 (undo)'});
		expect(mustPlan(scene, 'back').direction).toBe('towardStable');
	});

	test('held in the middle goes back by the old template first, and only then rolls', () => {
		const scene = sceneOf('deployment/03-paused');
		expect(scene.release).toMatchObject({
			phase: {kind: 'paused', because: 'manual', sinceMs: Date.parse('2026-11-21T07:37:40Z')},
			next: {kind: 'nothing', text: 'nothing by itself: held by hand'},
		});
		expect(verbsOf(scene)).toEqual({
			hold: `refused: it is held by hand already: ${verb('resume')} resumes`,
			resume: 'RESUME 7.1.0 (unpause)',
			back: 'BACK TO 7.0.0 (undo, then unpause)',
			restart: `refused: it is held by hand, nothing would roll: ${verb('resume')} resumes first`,
			setImage: `refused: it is held by hand, nothing would roll: ${verb('resume')} resumes first`,
		});
		const can = operationOf(scene, 'toRevision').can(scene.release, [revisionByTag(scene, '7.0.0')]);
		expect(can).toMatchObject({
			ok: false,
			error: {reason: `it is held by hand, nothing would roll: ${verb('resume')} resumes first`},
		});
	});

	test('that is complete offers the version before, and says that nothing is known of it', () => {
		const scene = sceneOf('deployment/04-second-revision');
		const plan = mustPlan(scene, 'back');
		expect(plan).toMatchObject({headline: 'BACK TO 7.0.0', direction: 'towardCanary'});
		expect(plan.caveats).toContain('whether 7.0.0 ever worked is not known');
	});

	test('past its deadline names the pod as the reason, and does not go back by itself', () => {
		const scene = sceneOf('deployment/05-progress-deadline-exceeded');
		expect(scene.release).toMatchObject({
			phase: {kind: 'degraded'},
			split: {configuredPercent: 0},
			next: {kind: 'nothing', text: 'nothing goes back by itself: the deadline is only a mark'},
		});
		expect(scene.release.why?.text).toMatch(
			/^ProgressDeadlineExceeded: currency-549d5c7f66-spcsw CrashLoopBackOff, 4 restarts/,
		);
		expect(verbsOf(scene).back).toBe('BACK TO 7.1.0 (undo)');
	});

	test('that was undone has its version renumbered, and back skips the broken version that it left', () => {
		const scene = sceneOf('deployment/06-undone');
		expect(scene.release.revisions.map(({tag, number, role}) => `${tag} r${number} ${role}`)).toEqual([
			'7.1.0 r4 stable',
			'7.2.0-broken r3 previous',
			'7.0.0 r1 previous',
		]);
		expect(mustPlan(scene, 'back')).toMatchObject({headline: 'BACK TO 7.0.0', direction: 'towardCanary'});
		expect(mustPlan(scene, 'toRevision', [revisionByTag(scene, '7.0.0')]).headline).toBe('ROLL TO 7.0.0');
	});

	test('that stands still, its ReplicaSets unwatched, has its version from the Deployment alone', () => {
		const {objects, nowMs} = readSituation('deployment/04-second-revision');
		const snapshot = snapshotOf([rawOf(objects, 'Deployment')]);
		const [anchor] = snapshot.list(DEPLOYMENTS);
		const alone = anchor && deployment.assemble(anchor, snapshot, nowMs);
		const watched = sceneOf('deployment/04-second-revision').release;
		expect(alone?.stable).toBe(watched.stable);
		expect(alone?.revisions).toMatchObject([{tag: '7.1.0', number: 2, pods: {ready: 3, desired: 3}}]);
	});

	test('that another controller owns is left to that controller', () => {
		const {objects} = readSituation('deployment/01-complete');
		const [raw] = objects.filter(object => object.kind === 'Deployment');
		const owned = {
			...raw,
			metadata: {
				...(raw?.metadata as object),
				ownerReferences: [{kind: 'Canary', name: 'currency', uid: 'u', controller: true}],
			},
		};
		const rollout = {
			kind: 'Rollout',
			metadata: {name: 'currency', namespace: 'shop', uid: 'r'},
			spec: {workloadRef: {apiVersion: 'apps/v1', kind: 'Deployment', name: 'currency'}},
		};
		const primary = {kind: 'Deployment', metadata: {...owned.metadata, name: 'currency-primary', uid: 'p'}};
		const ownerOf = (...all: (typeof objects)[number][]) => {
			const snapshot = snapshotOf(all);
			const anchor = snapshot.list(DEPLOYMENTS).find(({metadata}) => metadata.name === 'currency');
			return anchor && deployment.ownedBy(anchor, snapshot);
		};
		expect(raw && ownerOf(raw)).toBeNull();
		const canary = {owner: 'Canary currency', release: 'release:prod/canaries.flagger.app/shop/currency'};
		expect(ownerOf(owned)).toEqual(canary);
		expect(raw && ownerOf(raw, rollout)).toEqual({
			owner: 'Rollout currency',
			release: 'release:prod/rollouts.argoproj.io/shop/currency',
		});
		expect(raw && ownerOf(raw, primary)).toEqual(canary);
	});
});

describe('another image', () => {
	const scene = sceneOf('deployment/04-second-revision');
	const entry = operationOf(scene, 'setImage').ask?.(scene.release, [])?.entry;

	test('may be a tag of the present image; a text that is no image, or is the present one, is refused', () => {
		expect(entry?.label).toBe('image, or :tag or @sha256:… of the same');
		expect(entry?.parse(' :7.3.0 ')).toEqual({ok: true, value: 'registry.example/currency:7.3.0'});
		expect(entry?.parse(`other.example:5000/team/currency@sha256:${'a'.repeat(64)}`)).toMatchObject({ok: true});
		expect(entry?.parse('7.3.0 now')).toMatchObject({ok: false});
		expect(entry?.parse(':7.1.0')).toMatchObject({ok: false, error: {reason: 'currency has that image already'}});
	});

	test('changes the one container, whose name and image must still be as they were seen', () => {
		const plan = mustPlan(scene, 'setImage', ['registry.example/currency:7.3.0']);
		expect(plan).toMatchObject({
			headline: 'SET IMAGE OF currency',
			direction: 'towardCanary',
			effects: [
				'registry.example/currency:7.1.0 → registry.example/currency:7.3.0',
				'every pod is replaced, a few at a time',
			],
		});
		const [step] = patchSteps(plan);
		const path = '/spec/template/spec/containers/0';
		expect(step?.patch).toEqual([
			{op: 'test', path: '/metadata/uid', value: scene.release.uid},
			{op: 'test', path: `${path}/name`, value: 'currency'},
			{op: 'test', path: '/metadata/annotations/deployment.kubernetes.io~1revision', value: '2'},
			{op: 'test', path: `${path}/image`, value: 'registry.example/currency:7.1.0'},
			{op: 'replace', path: `${path}/image`, value: 'registry.example/currency:7.3.0'},
		]);
		const before = rawOf(scene.objects, 'Deployment');
		const after = step && patched(before, step.patch);
		expect(after && step.inverse && patched(after, step.inverse)).toEqual(before);
	});

	test('is for the container that is chosen first, where there are several', () => {
		const {objects, nowMs} = readSituation('deployment/04-second-revision');
		const copy = structuredClone(rawOf(objects, 'Deployment')) as unknown as {
			spec: {template: {spec: {containers: {name: string; image: string}[]}}};
		};
		copy.spec.template.spec.containers.unshift({name: 'proxy', image: 'registry.example/proxy:1.0'});
		const two = sceneFrom(withObject(objects, copy as unknown as RawObject), nowMs);
		const ask = operationOf(scene, 'setImage').ask;
		expect(ask?.(two.release, [])).toMatchObject({
			title: 'Which container?',
			options: [
				{value: 'proxy', text: 'proxy registry.example/proxy:1.0'},
				{value: 'currency', text: 'currency registry.example/currency:7.1.0'},
			],
		});
		expect(ask?.(two.release, ['currency'])?.entry).not.toBeNull();
		const [step] = patchSteps(mustPlan(two, 'setImage', ['currency', 'registry.example/currency:7.3.0']));
		expect(step?.patch.at(-1)).toMatchObject({path: '/spec/template/spec/containers/1/image'});
		expect(verbsOf(two).setImage).toBe('asks: Which container?');
	});
});

describe('a Deployment whose new template has not started', () => {
	const {objects, nowMs} = readSituation('deployment/04-second-revision');
	const held = structuredClone(rawOf(objects, 'Deployment')) as unknown as {
		spec: {paused?: boolean; template: {spec: {containers: {image: string}[]}}};
	};
	held.spec.paused = true;
	for (const container of held.spec.template.spec.containers) container.image = 'registry.example/currency:8.0.0';
	const scene = sceneFrom(withObject(objects, held as unknown as RawObject), nowMs);

	test('goes back to the version that runs, not to the one before that', () => {
		expect(scene.release.back.text).toBe('7.1.0 by undo, then unpause');
		expect(mustPlan(scene, 'back')).toMatchObject({
			headline: 'BACK TO 7.1.0',
			direction: 'towardStable',
			effects: ['spec: 8.0.0 → 7.1.0', 'no pod is replaced: 8.0.0 has not started'],
		});
	});
});
