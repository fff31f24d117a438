import {describe, expect, test} from 'vitest';
import {verb} from '../../source/domain/release/verb.ts';
import {sceneOf, verbsOf} from './operator.ts';

/** What perch says of every recorded Istio canary, and what each verb would do. */
describe('a canary with a traffic router', () => {
	test('that is healthy takes only restart and another image', () => {
		const scene = sceneOf('argo-canary/01-healthy');
		expect(scene.release).toMatchObject({
			phase: {kind: 'stable'},
			canary: null,
			split: {desiredPercent: 0, configuredPercent: 0, configuredBy: 'none'},
			stepIndex: 7,
			next: {kind: 'nothing', text: 'nothing: no release is under way'},
			back: {to: null, means: null, stableReady: 4, stableDesired: 4},
			why: null,
			contradictions: [],
			changed: [],
			services: {
				apex: [{namespace: 'shop', name: 'checkout'}],
				stable: [{namespace: 'shop', name: 'checkout-stable'}],
				canary: [{namespace: 'shop', name: 'checkout-canary'}],
				host: 'checkout',
			},
			podLabels: {app: 'checkout'},
		});
		expect(verbsOf(scene)).toEqual({
			promote: 'refused: no release is under way',
			promoteFull: 'refused: no release is under way',
			hold: 'refused: no release is under way',
			resume: 'refused: it is not held by hand',
			back: `refused: no release is under way: 2.8.1 is fully promoted; no other revision is kept`,
			retry: 'refused: no release is under way',
			restart: 'RESTART checkout (spec.restartAt)',
			setImage: 'asks: Which image for checkout? It has registry.example/checkout:2.8.1.',
			jump: 'refused: no release is under way',
			terminate: 'refused: no analysis is running',
		});
	});

	test('waits for a person at an open-ended pause', () => {
		const scene = sceneOf('argo-canary/02-paused-at-step-1');
		expect(scene.release).toMatchObject({
			phase: {kind: 'paused', because: 'person', sinceMs: Date.parse('2026-11-21T07:11:16Z')},
			split: {desiredPercent: 5, configuredPercent: 5, configuredBy: 'route'},
			stepIndex: 1,
			next: {kind: 'nothing', text: 'nothing by itself: paused at step 1 of 7, waiting for you'},
			back: {text: '2.8.1 by argo abort', means: 'argo abort', stableReady: 4, stableDesired: 4, hpaMaximum: null},
			why: {text: 'pause without a timer'},
			contradictions: [],
			changed: ['image 2.8.1 → 2.9.0'],
		});
		expect(scene.release.steps.map(({label, state}) => `${state} ${label}`)).toEqual([
			'done 5%',
			'current PAUSE',
			'ahead 20%',
			'ahead 20s',
			'ahead analysis',
			'ahead 50%',
			'ahead PAUSE',
		]);
		expect(scene.release.revisions).toMatchObject([
			{tag: '2.9.0', number: 2, role: 'canary', wasPromoted: false, pods: {desired: 1, ready: 1, restarts: 0}},
			{tag: '2.8.1', number: 1, role: 'stable', wasPromoted: true, pods: {desired: 4, ready: 4, restarts: 0}},
		]);
		expect(verbsOf(scene)).toEqual({
			promote: 'PROMOTE 2.9.0 ONE STEP (argo promote)',
			promoteFull: 'PROMOTE 2.9.0 FULLY (argo promote --full)',
			hold: 'HOLD 2.9.0 (spec.paused)',
			resume: `refused: it is held by a pause of its steps, not by hand: ${verb('promote')} promotes past it`,
			back: 'BACK TO 2.8.1 (argo abort)',
			retry: 'refused: only an aborted release can be tried again',
			restart: 'RESTART checkout (spec.restartAt)',
			setImage: 'asks: Which image for checkout? It has registry.example/checkout:2.9.0.',
			jump: 'asks: Stand at which step? It is confirmed in the next step.',
			terminate: 'refused: no analysis is running',
		});
	});

	test('held by hand at the pause of a step names both holds, and resume takes one away', () => {
		const scene = sceneOf('argo-canary/03-manually-paused');
		expect(scene.release).toMatchObject({
			phase: {kind: 'paused', because: 'manual', sinceMs: null},
			next: {text: 'nothing by itself: held by hand, and by the pause of its step'},
			why: {text: 'held by hand: spec.paused'},
			back: {means: 'argo abort, then unpause'},
		});
		expect(verbsOf(scene)).toMatchObject({
			promote: 'PROMOTE 2.9.0 ONE STEP (argo promote, then unpause)',
			hold: `refused: it is held by hand already: ${verb('resume')} resumes`,
			resume: 'RESUME 2.9.0 (unpause)',
			back: 'BACK TO 2.8.1 (argo abort, then unpause)',
		});
	});

	test('goes on by itself after a timed pause, at a known time', () => {
		const scene = sceneOf('argo-canary/04-timed-pause-20-percent');
		expect(scene.release).toMatchObject({
			phase: {kind: 'paused', because: 'timer'},
			split: {desiredPercent: 20, configuredPercent: 20, changedAtMs: Date.parse('2026-11-21T07:11:29Z')},
			next: {kind: 'timer', text: 'goes on to analysis', atMs: Date.parse('2026-11-21T07:11:49Z')},
			why: {text: 'a timed pause of its steps'},
		});
		expect(scene.release.timeline.filter(({weightPercent}) => weightPercent !== null)).toMatchObject([
			{atMs: Date.parse('2026-11-21T07:11:16Z'), weightPercent: 5},
			{atMs: Date.parse('2026-11-21T07:11:29Z'), weightPercent: 20},
		]);
		expect(verbsOf(scene)).toMatchObject({
			promote: 'PROMOTE 2.9.0 ONE STEP (argo promote)',
			hold: 'HOLD 2.9.0 (spec.paused)',
		});
	});

	test('refuses promote while an analysis runs, but not back', () => {
		const scene = sceneOf('argo-canary/05-step-analysis-running');
		expect(scene.release).toMatchObject({
			phase: {kind: 'analysing', because: 'checkout-866cfb757-2-4'},
			next: {kind: 'event', text: 'analysis success-rate 2 of 3 measured: passes → 50%, fails → abort'},
			why: null,
			analyses: [
				{
					name: 'checkout-866cfb757-2-4',
					phase: 'Running',
					where: 'step',
					metrics: [
						{
							name: 'success-rate',
							successful: 2,
							failed: 0,
							count: 3,
							lastValue: '[1]',
							condition: 'result[0] >= 0.95',
						},
					],
				},
			],
		});
		expect(verbsOf(scene)).toMatchObject({
			promote: `refused: an analysis is running: wait for it, or ${verb('back')} goes back`,
			promoteFull: 'PROMOTE 2.9.0 FULLY (argo promote --full)',
			back: 'BACK TO 2.8.1 (argo abort)',
		});
	});

	test('waits at 50 % after its analysis', () => {
		const scene = sceneOf('argo-canary/06-paused-at-50-after-analysis');
		expect(scene.release).toMatchObject({
			phase: {kind: 'paused', because: 'person'},
			split: {desiredPercent: 50, configuredPercent: 50},
			stepIndex: 6,
			analyses: [{phase: 'Successful', metrics: [{successful: 3}]}],
		});
	});
});
