import {describe, expect, test} from 'vitest';
import {verb} from '../../source/domain/release/verb.ts';
import {sceneOf, verbsOf} from './operator.ts';

/** What perch says where a recorded Istio canary failed, was taken back, or stands still. */
describe('a canary with a traffic router that does not go on', () => {
	test('is already back after an abort by a person, and its pods stop at a known time', () => {
		const scene = sceneOf('argo-canary/07-aborted');
		expect(scene.release).toMatchObject({
			phase: {kind: 'aborted'},
			split: {desiredPercent: 0, configuredPercent: 0, configuredBy: 'route'},
			next: {
				kind: 'timer',
				text: 'the pods of 2.9.0 stop; the spec still says 2.9.0',
				atMs: Date.parse('2026-11-21T07:13:01Z'),
			},
			why: {text: 'aborted on request at 07:12:31: Argo names no failure'},
			contradictions: [],
		});
		expect(scene.release.steps.every(({state}) => state === 'ahead')).toBe(true);
		expect(verbsOf(scene)).toEqual({
			promote: `refused: the release was aborted: ${verb('retry')} starts it again at its first step`,
			promoteFull: `refused: the release was aborted: ${verb('retry')} starts it again at its first step`,
			hold: 'refused: the release was aborted: a hold would keep its pods',
			resume: 'refused: it is not held by hand',
			back: 'refused: already back on 2.8.1: the release was aborted',
			retry: 'RETRY 2.9.0 (argo retry)',
			restart: 'RESTART checkout (spec.restartAt)',
			setImage: 'asks: Which image for checkout? It has registry.example/checkout:2.9.0.',
			jump: `refused: the release was aborted: ${verb('retry')} starts it again at its first step`,
			terminate: 'refused: no analysis is running',
		});
	});

	test('gives the measurement and its condition as the reason after a failed analysis', () => {
		const {release} = sceneOf('argo-canary/08-analysis-failed');
		expect(release.phase.kind).toBe('aborted');
		expect(release.why?.text).toBe('success-rate: measured [0.9227], needs result[0] >= 0.95; 2 failed (1 allowed)');
		// The run that succeeded was made before the retry.
		expect(release.analyses.map(({name, phase}) => [name, phase])).toEqual([['checkout-866cfb757-2-4.1', 'Failed']]);
	});

	test('has no canary left after an undo to stable, and its pods stop at a known time', () => {
		const {release} = sceneOf('argo-canary/09-undone-to-stable');
		expect(release).toMatchObject({
			phase: {kind: 'stable'},
			canary: null,
			next: {kind: 'timer', text: 'the pods of 2.9.0 stop', atMs: Date.parse('2026-11-21T07:13:43Z')},
		});
		// The undo renumbered the revisions: a second undo would return to 2.9.0.
		expect(release.revisions.map(({tag, number, role}) => `${tag} r${number} ${role}`)).toEqual([
			'2.8.1 r3 stable',
			'2.9.0 r2 previous',
		]);
	});

	test('needs a person before the deadline, which is known, when its pods crash-loop', () => {
		const scene = sceneOf('argo-canary/10-canary-pods-crash-looping');
		const {release} = scene;
		expect(verbsOf(scene)).toMatchObject({
			promote: `refused: it cannot go on: the new pods do not start: CrashLoopBackOff, 4 restarts; ${verb('back')} goes back`,
			back: 'BACK TO 2.8.1 (argo abort)',
			hold: 'HOLD 2.9.1-broken (spec.paused)',
		});
		expect(release).toMatchObject({
			phase: {kind: 'degraded', because: 'the new pods do not start: CrashLoopBackOff, 4 restarts'},
			next: {kind: 'event', text: "5% once the canary's pods are ready, 0 of 1 are; Argo gives up at 07:14:03"},
			why: {
				text: 'checkout-64b96688b7-rj72g CrashLoopBackOff, 4 restarts: back-off 1m20s restarting failed container=checkout',
			},
		});
		expect(release.changed).toEqual([
			'image 2.8.1 → 2.9.1-broken',
			'cpu limit 500m → none',
			'memory limit 256Mi → none',
			'env DB_PASSWORD, FEATURE_FAST_PATH',
			'annotation lab/bad',
		]);
		expect(release.pods[0]).toMatchObject({state: 'CrashLoopBackOff', isReady: false, restarts: 4});
	});

	test('does not move past the progress deadline, and promote says so', () => {
		const scene = sceneOf('argo-canary/11-progress-deadline-exceeded');
		expect(scene.release).toMatchObject({
			phase: {kind: 'degraded'},
			next: {kind: 'nothing', text: 'nothing by itself: Argo has given up waiting'},
		});
		expect(scene.release.why?.text).toMatch(
			/^ProgressDeadlineExceeded: checkout-64b96688b7-rj72g CrashLoopBackOff, 4 restarts/,
		);
		expect(verbsOf(scene).promote).toMatch(/^refused: it cannot go on: ProgressDeadlineExceeded.*; . goes back$/);
		expect(verbsOf(scene).back).toBe('BACK TO 2.8.1 (argo abort)');
	});

	test('with a third revision goes back to stable, not to the second, and marks revisions that never worked', () => {
		const scene = sceneOf('argo-canary/12-paused-third-revision');
		expect(verbsOf(scene).back).toBe('BACK TO 2.8.1 (argo abort)');
		expect(scene.release.revisions.map(({tag, wasPromoted}) => [tag, wasPromoted])).toEqual([
			['2.9.2', false],
			['2.9.1-broken', false],
			['2.8.1', true],
			['2.9.0', false],
		]);
	});

	test('aborted while held by hand has its traffic back, and its pods stay', () => {
		const scene = sceneOf('argo-canary/13-aborted-while-manually-paused');
		expect(scene.release).toMatchObject({
			phase: {kind: 'aborted'},
			split: {configuredPercent: 0},
			contradictions: [],
			next: {
				kind: 'nothing',
				text: 'nothing by itself: aborted, and held by hand: its pods stay; the spec still says 2.9.2',
			},
		});
		expect(verbsOf(scene)).toMatchObject({
			back: 'refused: already back on 2.8.1: the release was aborted',
			resume: 'RESUME 2.9.2 (unpause)',
			retry: 'RETRY 2.9.2 (argo retry)',
		});
	});

	test('whose controller does not answer refuses verbs toward the canary, and back restores the spec', () => {
		const scene = sceneOf('argo-canary/14-controller-not-running');
		const silent = 'the controller does not answer: generation 14 since 08:07:50, it saw 11';
		expect(scene.release).toMatchObject({
			phase: {kind: 'silent', because: silent},
			why: {text: silent},
			next: {kind: 'nothing', text: 'nothing moves until the controller answers again'},
		});
		const refused = 'refused: the controller does not answer: it would be accepted and nothing would happen';
		expect(verbsOf(scene)).toMatchObject({
			promote: refused,
			promoteFull: refused,
			retry: refused,
			restart: refused,
			back: 'BACK TO 2.8.1 (undo to the stable template)',
		});
	});
});
