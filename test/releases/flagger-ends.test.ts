import {expect, test} from 'vitest';
import {verb} from '../../source/domain/release/verb.ts';
import {at, tags} from './flagger-scene.ts';
import {sceneOf, verbsOf} from './operator.ts';

/** How a recorded release ends: failed, or promoted. */
test('a release whose checks fail shows the newest measurement, and how many more failures end it', () => {
	const scene = sceneOf('flagger/07-checks-failing');
	expect(scene.release).toMatchObject({
		strategy: 'canary',
		phase: {kind: 'analysing', because: 'checks at 10%'},
		split: {desiredPercent: 10, configuredPercent: 10, configuredBy: 'route', changedAtMs: null},
		next: {kind: 'timer', text: '20% if the checks pass; 1 more failed check rolls back', atMs: at('07:36:47')},
		why: {text: 'success rate 81.50% < 99%; failed checks 2 of 3'},
		back: {
			text: "13.0.3: perch makes Flagger's checks fail, 3 of 3",
			means: 'failed checks',
			stableReady: 2,
			stableDesired: 2,
		},
		contradictions: [],
		changed: ['image 13.0.3 → 13.0.4'],
		stepIndex: 0,
	});
	expect(tags(scene.release)).toEqual({stable: '13.0.3', canary: '13.0.4', back: '13.0.3'});
	expect(verbsOf(scene)).toEqual({
		promote: 'refused: no gate holds it: it goes on by itself; fully: in the palette',
		promoteFull: 'PROMOTE 13.0.4 FULLY (skipAnalysis, and back)',
		hold: 'HOLD 13.0.4 (spec.suspend)',
		resume: 'refused: it is not held by hand',
		back: 'BACK TO 13.0.3 (failed checks)',
		retry: 'refused: only a failed release can be tried again',
		restart: 'refused: a release is under way: a restart would start it anew',
		setWeight: `refused: Flagger writes the weight: ${verb('hold')} suspends it first`,
		setImage: 'asks: Which image for cart? It has registry.example/cart:13.0.4.',
	});
});

test('a release that failed shows the measurement that ended it', () => {
	const scene = sceneOf('flagger/08-failed-by-metrics');
	expect(scene.release).toMatchObject({
		strategy: 'canary',
		phase: {kind: 'aborted', because: 'Canary analysis failed, Deployment scaled to zero.'},
		split: {desiredPercent: 0, configuredPercent: 0, configuredBy: 'route', changedAtMs: at('07:36:57')},
		next: {kind: 'nothing', text: 'nothing by itself: rolled back; the target still says 13.0.4'},
		why: {text: 'success rate 81.65% < 99%; failed checks 3 of 3'},
		back: {
			text: 'already back on 13.0.3: the release failed and was rolled back',
			means: null,
			stableReady: 2,
			stableDesired: 2,
		},
		contradictions: [],
		changed: ['image 13.0.3 → 13.0.4'],
		stepIndex: 0,
	});
	expect(tags(scene.release)).toEqual({stable: '13.0.3', canary: '13.0.4', back: null});
	expect(verbsOf(scene)).toEqual({
		promote: `refused: the release failed and was rolled back: ${verb('retry')} starts it again`,
		promoteFull: `refused: the release failed and was rolled back: ${verb('retry')} starts it again`,
		hold: 'HOLD cart (spec.suspend)',
		resume: 'refused: it is not held by hand',
		back: 'refused: already back on 13.0.3: the release failed and was rolled back',
		retry: "RETRY 13.0.4 (restartedAt annotation of the target's template)",
		restart: `refused: the release failed: ${verb('retry')} starts it again`,
		setWeight: `refused: the release failed and was rolled back: ${verb('retry')} starts it again`,
		setImage: 'asks: Which image for cart? It has registry.example/cart:13.0.4.',
	});
});

test('a release that Flagger is promoting cannot be stopped', () => {
	const scene = sceneOf('flagger/09-promoting');
	expect(scene.release).toMatchObject({
		strategy: 'canary',
		phase: {kind: 'progressing', because: 'promoting: the primary takes over the new version'},
		split: {desiredPercent: 50, configuredPercent: 50, configuredBy: 'route', changedAtMs: null},
		next: {kind: 'timer', text: 'traffic to the primary once its new pods are ready, 0 of 2 are', atMs: at('07:35:17')},
		why: {text: 'cart-primary-7455889fcf-wxlqj Pending'},
		back: {
			text: `impossible while Flagger is Promoting: roll forward, or ${verb('toRevision')} after it`,
			means: null,
			stableReady: 2,
			stableDesired: 2,
		},
		contradictions: [],
		changed: ['image 12.0.0 → 13.0.3'],
		stepIndex: 6,
	});
	expect(tags(scene.release)).toEqual({stable: '12.0.0', canary: '13.0.3', back: null});
	expect(verbsOf(scene)).toEqual({
		promote: 'refused: it is being promoted already: Promoting',
		promoteFull: 'refused: it is being promoted already: Promoting',
		hold: 'HOLD 13.0.3 (spec.suspend)',
		resume: 'refused: it is not held by hand',
		back: `refused: impossible while Flagger is Promoting: roll forward, or ${verb('toRevision')} after it`,
		retry: 'refused: only a failed release can be tried again',
		restart: 'refused: a release is under way: a restart would start it anew',
		setWeight: `refused: Flagger writes the weight: ${verb('hold')} suspends it first`,
		setImage: 'asks: Which image for cart? It has registry.example/cart:13.0.3.',
	});
});

test('a release that Flagger is finalising has its route back on the primary', () => {
	const scene = sceneOf('flagger/10-finalising');
	expect(scene.release).toMatchObject({
		strategy: 'canary',
		phase: {kind: 'progressing', because: 'finalising: all traffic to the primary, the target stops'},
		split: {desiredPercent: 0, configuredPercent: 0, configuredBy: 'route', changedAtMs: null},
		next: {kind: 'timer', text: 'the target scales to zero: the release is over', atMs: at('07:35:27')},
		why: {text: 'finalising: all traffic to the primary, the target stops'},
		back: {
			text: `impossible while Flagger is Finalising: roll forward, or ${verb('toRevision')} after it`,
			means: null,
			stableReady: 2,
			stableDesired: 2,
		},
		contradictions: [],
		changed: [],
		stepIndex: 6,
	});
	expect(tags(scene.release)).toEqual({stable: '13.0.3', canary: null, back: null});
	expect(verbsOf(scene)).toEqual({
		promote: 'refused: it is being promoted already: Finalising',
		promoteFull: 'refused: it is being promoted already: Finalising',
		hold: 'HOLD 13.0.3 (spec.suspend)',
		resume: 'refused: it is not held by hand',
		back: `refused: impossible while Flagger is Finalising: roll forward, or ${verb('toRevision')} after it`,
		retry: 'refused: only a failed release can be tried again',
		restart: 'refused: a release is under way: a restart would start it anew',
		setWeight: `refused: Flagger writes the weight: ${verb('hold')} suspends it first`,
		setImage: 'asks: Which image for cart? It has registry.example/cart:13.0.3.',
	});
});

test('a release that was promoted goes back to the primary’s version of before, which serves at once', () => {
	const scene = sceneOf('flagger/11-succeeded');
	expect(scene.release).toMatchObject({
		strategy: 'canary',
		phase: {kind: 'stable'},
		split: {desiredPercent: 0, configuredPercent: 0, configuredBy: 'route', changedAtMs: null},
		next: {kind: 'nothing', text: 'nothing: no release is under way'},
		why: null,
		back: {
			text: '12.0.0 by undo of the primary (no analysis)',
			means: 'undo of the primary',
			stableReady: 2,
			stableDesired: 2,
		},
		contradictions: [],
		changed: [],
		stepIndex: 6,
	});
	expect(tags(scene.release)).toEqual({stable: '13.0.3', canary: null, back: '12.0.0'});
	expect(verbsOf(scene)).toEqual({
		promote: 'refused: no release is under way',
		promoteFull: 'refused: no release is under way',
		hold: 'HOLD cart (spec.suspend)',
		resume: 'refused: it is not held by hand',
		back: 'BACK TO 12.0.0 (undo of the primary)',
		retry: 'refused: only a failed release can be tried again',
		restart: "RESTART 13.0.3 BY A RELEASE (restartedAt annotation of the target's template)",
		setWeight: 'refused: no release is under way',
		setImage: 'asks: Which image for cart? It has registry.example/cart:13.0.3.',
	});
});

test('revisions are those of the target, and the pods of stable those of the primary', () => {
	const {release} = sceneOf('flagger/07-checks-failing');
	expect(
		release.revisions.map(({tag, number, role, pods, wasPromoted}) => [tag, number, role, pods.ready, wasPromoted]),
	).toEqual([
		['13.0.4', 6, 'canary', 2, false],
		['13.0.3', 5, 'stable', 2, true],
		['13.0.2', 4, 'previous', 0, false],
		['13.0.1', 3, 'previous', 0, false],
		['13.0.0', 2, 'previous', 0, false],
		['12.0.0', 1, 'previous', 0, true],
	]);
	expect(
		release.pods.map(({name, revision}) => [name, release.revisions.find(({key}) => key === revision)?.tag]),
	).toEqual([
		['cart-5dd758c4c7-j6rtv', '13.0.4'],
		['cart-5dd758c4c7-w4lfw', '13.0.4'],
		['cart-primary-7455889fcf-nngl7', '13.0.3'],
		['cart-primary-7455889fcf-wxlqj', '13.0.3'],
	]);
	expect(release).toMatchObject({
		services: {
			apex: [{namespace: 'shop', name: 'cart'}],
			stable: [{namespace: 'shop', name: 'cart-primary'}],
			canary: [{namespace: 'shop', name: 'cart-canary'}],
			host: 'cart',
		},
		podLabels: {app: 'cart'},
	});
});

test('steps are the weights that Flagger computes, and the gate behind them', () => {
	const {release} = sceneOf('flagger/04-waiting-promotion');
	expect(release.steps.map(({state, label}) => `${state} ${label}`)).toEqual([
		'done 10%',
		'done 20%',
		'done 30%',
		'done 40%',
		'done 50%',
		'current GATE',
	]);
});

test('a metric has its threshold, and the value that failed', () => {
	expect(sceneOf('flagger/07-checks-failing').release.analyses).toMatchObject([
		{
			phase: 'Running',
			metrics: [
				{name: 'request-success-rate', phase: 'Failed', failed: 2, lastValue: '81.50%', condition: '>= 99%'},
				{name: 'request-duration', phase: 'Running', failed: 0, lastValue: null, condition: '<= 500ms'},
			],
		},
	]);
});
