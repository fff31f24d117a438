import {describe, expect, test} from 'vitest';
import {type Change, changed} from './changed.ts';
import {mustPlan, verbsOf} from './operator.ts';

const paused = 'argo-canary/02-paused-at-step-1';
const silent = 'the controller does not answer: asked at 07:11:16, nothing happened';

/** A write to the status is a request, and a controller that runs shows at once that it has seen it. */
describe('a request in the status that the controller does not take up', () => {
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
	])('such as %s makes the release silent after a while, and not before', (_what, situation, change, because) => {
		expect(changed(situation, change).release.phase.kind).not.toBe('silent');
		expect(changed(situation, change, [], 60_000).release.phase).toMatchObject({kind: 'silent', because});
	});

	test('behind a hold by hand is no silence, because a held Rollout answers nothing', () => {
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

test('a full promotion right after an undo is refused, because it would have no effect', () => {
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

describe('perch announces', () => {
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
			'nothing by itself: aborted, its pods stay (no scale-down delay); the spec still says 2.9.2',
		);
	});

	test('that a preview is promoted by time, but not where a person promotes', () => {
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
			text: 'nothing by itself: paused, waiting for you',
		});
	});

	test('how long the old version stays, as the spec says', () => {
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
