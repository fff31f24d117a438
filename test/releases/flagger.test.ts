import {expect, test} from 'vitest';
import {verb} from '../../source/domain/release/verb.ts';
import {at, tags} from './flagger-scene.ts';
import {sceneOf, verbsOf} from './operator.ts';

/** What perch says of every recorded Canary, and what each verb would do. */
test('a Canary that is initialized, without a release yet, has nothing to go back to', () => {
	const scene = sceneOf('flagger/01-initialized');
	expect(scene.release).toMatchObject({
		strategy: 'canary',
		phase: {kind: 'stable'},
		split: {desiredPercent: 0, configuredPercent: 0, configuredBy: 'route', changedAtMs: null},
		next: {kind: 'nothing', text: 'nothing: no release is under way'},
		why: null,
		back: {
			text: `no release is under way: 12.0.0 is fully promoted; ${verb('toRevision')} chooses another revision`,
			means: null,
			stableReady: 2,
			stableDesired: 2,
		},
		contradictions: [],
		changed: [],
		stepIndex: 0,
	});
	expect(tags(scene.release)).toEqual({stable: '12.0.0', canary: null, back: null});
	expect(verbsOf(scene)).toEqual({
		promote: 'refused: no release is under way',
		promoteFull: 'refused: no release is under way',
		hold: 'HOLD cart (spec.suspend)',
		resume: 'refused: it is not held by hand',
		back: `refused: no release is under way: 12.0.0 is fully promoted; ${verb('toRevision')} chooses another revision`,
		retry: 'refused: only a failed release can be tried again',
		restart: "RESTART 12.0.0 BY A RELEASE (restartedAt annotation of the target's template)",
		setWeight: 'refused: no release is under way',
		setImage: 'asks: Which image for cart? It has registry.example/cart:12.0.0.',
	});
});

test('a Canary that goes up by itself shows its next look, its next weight and what rolls it back', () => {
	const scene = sceneOf('flagger/02-progressing');
	expect(scene.release).toMatchObject({
		strategy: 'canary',
		phase: {kind: 'analysing', because: 'checks at 10%'},
		split: {desiredPercent: 10, configuredPercent: 10, configuredBy: 'route', changedAtMs: at('07:29:47')},
		next: {kind: 'timer', text: '20% if the checks pass; 3 failed checks roll back', atMs: at('07:29:57')},
		why: null,
		back: {
			text: "12.0.0: perch makes Flagger's checks fail, 3 of 3",
			means: 'failed checks',
			stableReady: 2,
			stableDesired: 2,
		},
		contradictions: [],
		changed: ['image 12.0.0 → 13.0.0'],
		stepIndex: 0,
	});
	expect(tags(scene.release)).toEqual({stable: '12.0.0', canary: '13.0.0', back: '12.0.0'});
	expect(verbsOf(scene)).toEqual({
		promote: 'refused: no gate holds it: it goes on by itself; fully: in the palette',
		promoteFull: 'PROMOTE 13.0.0 FULLY (skipAnalysis, and back)',
		hold: 'HOLD 13.0.0 (spec.suspend)',
		resume: 'refused: it is not held by hand',
		back: 'BACK TO 12.0.0 (failed checks)',
		retry: 'refused: only a failed release can be tried again',
		restart: 'refused: a release is under way: a restart would start it anew',
		setWeight: `refused: Flagger writes the weight: ${verb('hold')} suspends it first`,
		setImage: 'asks: Which image for cart? It has registry.example/cart:13.0.0.',
	});
});

test('a Canary that is suspended is held by hand, without auto-rollback, though Flagger has no such phase', () => {
	const scene = sceneOf('flagger/03-suspended');
	expect(scene.release).toMatchObject({
		strategy: 'canary',
		phase: {kind: 'paused', because: 'manual', sinceMs: null},
		split: {desiredPercent: 10, configuredPercent: 10, configuredBy: 'route', changedAtMs: at('07:29:47')},
		next: {kind: 'nothing', text: 'nothing by itself: suspended, auto-rollback is off too'},
		why: {text: 'held by hand: spec.suspend, auto-rollback is off'},
		back: {
			text: "12.0.0: perch makes Flagger's checks fail, 3 of 3, then unsuspends it",
			means: 'failed checks, then unsuspend',
			stableReady: 2,
			stableDesired: 2,
		},
		contradictions: [],
		changed: ['image 12.0.0 → 13.0.0'],
		stepIndex: 0,
	});
	expect(tags(scene.release)).toEqual({stable: '12.0.0', canary: '13.0.0', back: '12.0.0'});
	expect(verbsOf(scene)).toEqual({
		promote: `refused: it is suspended, and no gate is asked: ${verb('resume')} resumes`,
		promoteFull: `refused: it is suspended: ${verb('resume')} resumes first`,
		hold: `refused: it is held by hand already: ${verb('resume')} resumes`,
		resume: 'RESUME 13.0.0 (unsuspend)',
		back: 'BACK TO 12.0.0 (failed checks, then unsuspend)',
		retry: 'refused: only a failed release can be tried again',
		restart: 'refused: a release is under way: a restart would start it anew',
		setWeight: 'asks: Which weight for 13.0.0? It has 10%.',
		setImage: 'asks: Which image for cart? It has registry.example/cart:13.0.0.',
	});
});

test('a Canary that waits for a promotion has the 50 % of its route, not the 0 % of its status', () => {
	const scene = sceneOf('flagger/04-waiting-promotion');
	expect(scene.release).toMatchObject({
		strategy: 'canary',
		phase: {kind: 'paused', because: 'person', sinceMs: at('07:30:47')},
		split: {desiredPercent: 50, configuredPercent: 50, configuredBy: 'route', changedAtMs: at('07:30:37')},
		next: {kind: 'nothing', text: 'held until the promotion gate opens; 3 failed checks roll back'},
		why: {text: 'the promotion gate (confirm-promotion) is closed'},
		back: {
			text: "12.0.0: perch makes Flagger's checks fail, 3 of 3",
			means: 'failed checks',
			stableReady: 2,
			stableDesired: 2,
		},
		contradictions: [],
		changed: ['image 12.0.0 → 13.0.0'],
		stepIndex: 5,
	});
	expect(tags(scene.release)).toEqual({stable: '12.0.0', canary: '13.0.0', back: '12.0.0'});
	expect(verbsOf(scene)).toEqual({
		promote: 'refused: promotion gate is at 127.0.0.1, no Service of this cluster: open it there',
		promoteFull: 'PROMOTE 13.0.0 FULLY (skipAnalysis, and back)',
		hold: 'HOLD 13.0.0 (spec.suspend)',
		resume: `refused: it is held by a gate, not by hand: ${verb('promote')} opens it`,
		back: 'BACK TO 12.0.0 (failed checks)',
		retry: 'refused: only a failed release can be tried again',
		restart: 'refused: a release is under way: a restart would start it anew',
		setWeight: `refused: Flagger writes the weight: ${verb('hold')} suspends it first`,
		setImage: 'asks: Which image for cart? It has registry.example/cart:13.0.0.',
	});
});

test('a Canary that failed by a count, without a failed check on record, says so', () => {
	const scene = sceneOf('flagger/05-failed-by-failed-checks');
	expect(scene.release).toMatchObject({
		strategy: 'canary',
		phase: {kind: 'aborted', because: 'Canary analysis failed, Deployment scaled to zero.'},
		split: {desiredPercent: 0, configuredPercent: 0, configuredBy: 'route', changedAtMs: at('07:31:37')},
		next: {kind: 'nothing', text: 'nothing by itself: rolled back; the target still says 13.0.0'},
		why: {text: 'failed checks reached 3 of 3; no check that failed is on record'},
		back: {
			text: 'already back on 12.0.0: the release failed and was rolled back',
			means: null,
			stableReady: 2,
			stableDesired: 2,
		},
		contradictions: [],
		changed: ['image 12.0.0 → 13.0.0'],
		stepIndex: 0,
	});
	expect(tags(scene.release)).toEqual({stable: '12.0.0', canary: '13.0.0', back: null});
	expect(verbsOf(scene)).toEqual({
		promote: `refused: the release failed and was rolled back: ${verb('retry')} starts it again`,
		promoteFull: `refused: the release failed and was rolled back: ${verb('retry')} starts it again`,
		hold: 'HOLD cart (spec.suspend)',
		resume: 'refused: it is not held by hand',
		back: 'refused: already back on 12.0.0: the release failed and was rolled back',
		retry: "RETRY 13.0.0 (restartedAt annotation of the target's template)",
		restart: `refused: the release failed: ${verb('retry')} starts it again`,
		setWeight: `refused: the release failed and was rolled back: ${verb('retry')} starts it again`,
		setImage: 'asks: Which image for cart? It has registry.example/cart:13.0.0.',
	});
});

test('a Canary that was rolled back by a gate says so', () => {
	const scene = sceneOf('flagger/06-rolled-back-by-gate');
	expect(scene.release).toMatchObject({
		strategy: 'canary',
		phase: {kind: 'aborted', because: 'Canary analysis failed, Deployment scaled to zero.'},
		split: {desiredPercent: 0, configuredPercent: 0, configuredBy: 'route', changedAtMs: at('07:32:37')},
		next: {kind: 'nothing', text: 'nothing by itself: rolled back; the target still says 13.0.1'},
		why: {text: 'a rollback gate was open: somebody asked for it'},
		back: {
			text: 'already back on 12.0.0: the release failed and was rolled back',
			means: null,
			stableReady: 2,
			stableDesired: 2,
		},
		contradictions: [],
		changed: ['image 12.0.0 → 13.0.1'],
		stepIndex: 0,
	});
	expect(tags(scene.release)).toEqual({stable: '12.0.0', canary: '13.0.1', back: null});
	expect(verbsOf(scene)).toEqual({
		promote: `refused: the release failed and was rolled back: ${verb('retry')} starts it again`,
		promoteFull: `refused: the release failed and was rolled back: ${verb('retry')} starts it again`,
		hold: 'HOLD cart (spec.suspend)',
		resume: 'refused: it is not held by hand',
		back: 'refused: already back on 12.0.0: the release failed and was rolled back',
		retry: "RETRY 13.0.1 (restartedAt annotation of the target's template)",
		restart: `refused: the release failed: ${verb('retry')} starts it again`,
		setWeight: `refused: the release failed and was rolled back: ${verb('retry')} starts it again`,
		setImage: 'asks: Which image for cart? It has registry.example/cart:13.0.1.',
	});
});
