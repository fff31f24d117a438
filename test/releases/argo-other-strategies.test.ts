import {describe, expect, test} from 'vitest';
import {verb} from '../../source/domain/release/verb.ts';
import {mustPlan, sceneOf, verbsOf} from './operator.ts';

describe('a canary without a traffic router', () => {
	test('that is healthy is stable', () => {
		const {release} = sceneOf('argo-basic-canary/01-healthy');
		expect(release).toMatchObject({phase: {kind: 'stable'}, canary: null, podLabels: {app: 'search'}});
		expect(release.revisions).toMatchObject([{tag: '5.0.0', role: 'stable', pods: {ready: 5, desired: 5}}]);
	});

	test('has its share of pods as its weight', () => {
		const {release} = sceneOf('argo-basic-canary/02-paused-at-20');
		expect(release).toMatchObject({
			phase: {kind: 'paused', because: 'person'},
			split: {desiredPercent: 20, configuredPercent: 20, configuredBy: 'pods'},
			back: {means: 'argo abort', stableReady: 4, stableDesired: 5},
		});
	});

	test('aborted while held by hand still serves from its pods, and back unpauses it', () => {
		const scene = sceneOf('argo-basic-canary/03-aborted-while-manually-paused');
		expect(scene.release).toMatchObject({
			phase: {kind: 'aborted'},
			split: {desiredPercent: 0, configuredPercent: 20, configuredBy: 'pods'},
			contradictions: [{text: 'Argo says aborted, 20% still on 5.1.0: spec.paused keeps its pods, 1 of them ready'}],
			back: {means: 'unpause'},
		});
		expect(verbsOf(scene).back).toBe('BACK TO 5.0.0 (unpause)');
	});

	test('aborted and unpaused is already back', () => {
		const scene = sceneOf('argo-basic-canary/04-aborted');
		expect(scene.release).toMatchObject({split: {configuredPercent: 0}, contradictions: []});
		expect(verbsOf(scene).back).toBe('refused: already back on 5.0.0: the release was aborted');
	});
});

describe('a blue/green', () => {
	test('that is healthy is stable', () => {
		const {release} = sceneOf('argo-bluegreen/01-healthy');
		expect(release).toMatchObject({
			strategy: 'blueGreen',
			phase: {kind: 'stable'},
			canary: null,
			services: {
				apex: [{namespace: 'shop', name: 'frontend'}],
				canary: [{namespace: 'shop', name: 'frontend-preview'}],
				host: 'frontend',
			},
		});
	});

	test('waits with its preview for a person', () => {
		const scene = sceneOf('argo-bluegreen/02-preview-waits-for-promotion');
		expect(scene.release).toMatchObject({
			phase: {kind: 'paused', because: 'person', sinceMs: Date.parse('2026-11-21T07:27:35Z')},
			split: {desiredPercent: 0, configuredPercent: 0, configuredBy: 'selector'},
			why: {text: 'the preview waits to be promoted: autoPromotionEnabled is false'},
			back: {means: 'argo abort'},
		});
		expect(verbsOf(scene)).toEqual({
			promote: 'PROMOTE 1.1.0 (argo promote)',
			promoteFull: `refused: ${verb('promote')} does the same: it has no steps and no analysis`,
			hold: 'HOLD 1.1.0 (spec.paused)',
			resume: `refused: it is held by a pause of its steps, not by hand: ${verb('promote')} promotes past it`,
			back: 'BACK TO 1.0.0 (argo abort)',
			retry: 'refused: only an aborted release can be tried again',
			restart: 'RESTART frontend (spec.restartAt)',
			setImage: 'asks: Which image for frontend? It has registry.example/frontend:1.1.0.',
			jump: 'refused: it has no steps',
			terminate: 'refused: no analysis is running',
		});
	});

	test('that was promoted keeps its old pods for a while, and back uses them', () => {
		const scene = sceneOf('argo-bluegreen/03-cut-over-old-still-running');
		expect(scene.release).toMatchObject({
			phase: {kind: 'stable'},
			canary: null,
			next: {kind: 'timer', text: 'the pods of 1.0.0 stop', atMs: Date.parse('2026-11-21T07:28:12Z')},
		});
		expect(verbsOf(scene).back).toBe('BACK TO 1.0.0 (its template)');
		expect(scene.release.back.text).toBe('1.0.0 by its template (its pods run until 07:28:12)');
		expect(mustPlan(scene, 'back').effects[0]).toBe('all traffic: 1.1.0 → 1.0.0');
	});

	test('in its post-promotion analysis is active already, and back undoes it', () => {
		const scene = sceneOf('argo-bluegreen/04-post-promotion-analysis');
		expect(scene.release).toMatchObject({
			phase: {kind: 'analysing'},
			split: {desiredPercent: 100, configuredPercent: 100, configuredBy: 'selector'},
			next: {kind: 'event', text: 'analysis slow 1 of 60 measured: passes → fully promoted, fails → abort'},
			analyses: [{where: 'postPromotion', phase: 'Running'}],
		});
		expect(verbsOf(scene)).toMatchObject({
			promote: `refused: an analysis is running: wait for it, or ${verb('back')} goes back`,
			back: 'BACK TO 1.1.0 (undo to the stable template)',
		});
	});

	test('that Argo calls aborted may still have all traffic on the bad version', () => {
		const scene = sceneOf('argo-bluegreen/05-aborted-after-cutover-unready');
		expect(scene.release).toMatchObject({
			phase: {kind: 'aborted'},
			split: {desiredPercent: 0, configuredPercent: 100, configuredBy: 'selector'},
			contradictions: [{text: 'Argo says aborted, 100% still on 1.2.0: service frontend selects it'}],
			why: {text: 'frontend-547bfb7ddf-pxkr4 runs but is not ready'},
			back: {text: '1.1.0 by undo to the stable template (the abort left 1.2.0 active)', stableReady: 2},
		});
		expect(verbsOf(scene).back).toBe('BACK TO 1.1.0 (undo to the stable template)');
	});
});
