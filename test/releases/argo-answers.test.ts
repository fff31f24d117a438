import {describe, expect, test} from 'vitest';
import {type Change, changed} from './changed.ts';
import {mustPlan, verbsOf} from './operator.ts';

const paused = 'argo-canary/02-paused-at-step-1';
const silent = 'the controller does not answer: asked at 07:11:16, nothing happened';

/** What a write to the status asks, and how a controller that runs shows at once that it has seen it. */
describe('a request in the status that nobody takes up', () => {
	test.each<[string, string, Change, string]>([
		[
			'a retry',
			'argo-canary/07-aborted',
			({status}) => {
				status.abort = false;
			},
			'the controller does not answer: asked at 07:12:31, nothing happened',
		],
		[
			'a full promotion',
			paused,
			({status}) => {
				status.promoteFull = true;
			},
			silent,
		],
		[
			'a full promotion of a preview',
			'argo-bluegreen/02-preview-waits-for-promotion',
			({status}) => {
				status.promoteFull = true;
			},
			'the controller does not answer: asked at 07:27:35, nothing happened',
		],
		[
			'a jump to a pause',
			paused,
			({status}) => {
				status.pauseConditions = [];
				status.controllerPause = false;
				status.currentStepIndex = 6;
			},
			silent,
		],
	])('%s is silence after a while, and not before', (_what, situation, change, because) => {
		expect(changed(situation, change).release.phase.kind).not.toBe('silent');
		expect(changed(situation, change, [], 60_000).release.phase).toMatchObject({kind: 'silent', because});
	});

	test('a hold by hand answers nothing: what waits behind it is no silence', () => {
		const {release} = changed(
			'argo-canary/03-manually-paused',
			({status}) => {
				delete status.pauseConditions;
			},
			[],
			60_000,
		);
		expect(release.phase.kind).toBe('progressing');
	});
});

test('right after an undo a full promotion would come to nothing, and is refused', () => {
	const scene = changed(paused, ({metadata}) => {
		metadata.generation = 3;
		metadata.managedFields = [{manager: 'perch', operation: 'Update', time: '2026-11-21T07:11:22Z'}];
	});
	expect(verbsOf(scene)).toMatchObject({
		promoteFull: 'refused: the controller has not seen the newest spec yet: wait a moment',
		jump: 'refused: the controller has not seen the newest spec yet: wait a moment',
		setImage: 'refused: the controller has not seen the newest spec yet: wait a moment',
	});
});

describe('what comes by itself', () => {
	test('an abort at the deadline, where the spec asks for one', () => {
		const deadline: Change = ({spec}) => {
			spec.progressDeadlineAbort = true;
		};
		expect(changed('argo-canary/10-canary-pods-crash-looping', deadline).release.next.text).toBe(
			"5% once the canary's pods are ready, 0 of 1 are; Argo aborts at 07:14:03",
		);
		expect(changed('argo-canary/11-progress-deadline-exceeded', deadline).release.next).toMatchObject({
			kind: 'event',
			text: 'Argo aborts it: progressDeadlineAbort',
		});
	});

	test('nothing after an abort whose pods are to stay', () => {
		const {release} = changed('argo-canary/13-aborted-while-manually-paused', ({spec}) => {
			spec.strategy.canary = {...spec.strategy.canary, abortScaleDownDelaySeconds: 0};
		});
		expect(release.next.text).toBe(
			'nothing moves by itself: aborted, its pods stay (no scale-down delay); the spec still names 2.9.2',
		);
	});

	test('a preview that is promoted by time, but not where a person promotes', () => {
		const timed = (autoPromotionEnabled: boolean) =>
			changed('argo-bluegreen/02-preview-waits-for-promotion', ({spec}) => {
				spec.strategy.blueGreen = {...spec.strategy.blueGreen, autoPromotionEnabled, autoPromotionSeconds: 60};
			}).release.next;
		expect(timed(true)).toMatchObject({
			kind: 'timer',
			text: 'goes on to 100%',
			atMs: Date.parse('2026-11-21T07:28:35Z'),
		});
		expect(timed(false)).toMatchObject({
			kind: 'nothing',
			text: 'nothing moves by itself: held since 07:27:35 for a person',
		});
	});

	test('the old version stays as long as the spec says', () => {
		const delay = (scaleDownDelaySeconds: number) =>
			mustPlan(
				changed(paused, ({spec}) => {
					spec.strategy.canary = {...spec.strategy.canary, scaleDownDelaySeconds};
				}),
				'promoteFull',
			).effects.at(-1);
		expect(delay(600)).toBe('2.8.1 is scaled down 10m later');
		expect(delay(0)).toBe('2.8.1 is scaled down at once');
	});
});
