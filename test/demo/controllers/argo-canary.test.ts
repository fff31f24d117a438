import {describe, expect, it} from 'vitest';
import type {KubeObject} from '../../../source/demo/contract.ts';
import type {AnalysisRun, RolloutStatus} from '../../../source/demo/controllers/rollout/rollout-types.ts';
import {analysisTemplate, asCreated, createLab, type Lab} from './lab.ts';
import {situation} from './recorded.ts';
import {eventTexts, visible} from './visible.ts';

const recorded = (name: string) => situation(`argo-canary/${name}`);
const rolloutOf = (objects: readonly KubeObject[]) => objects.find(({kind}) => kind === 'Rollout') as KubeObject;
const template = analysisTemplate(
	'success-rate',
	recorded('06-paused-at-50-after-analysis').objects.find(({kind}) => kind === 'AnalysisRun') as AnalysisRun,
);

/** Starts where one recording was made, does what its operator did, and goes on to where the next one was made. */
function replay(from: string, act: (lab: Lab) => void, measurements?: readonly number[]): Lab {
	const {objects, recordedAtMs} = recorded(from);
	const lab = createLab([...objects, template], {
		startMs: recordedAtMs,
		...(measurements === undefined ? {} : {measurements}),
	});
	act(lab);
	return lab;
}

function expectAs(lab: Lab, name: string): void {
	const {objects} = recorded(name);
	expect(visible(lab.objects())).toEqual(visible(objects));
	expect(eventTexts(lab.objects())).toEqual(expect.arrayContaining([...eventTexts(objects)]));
}

function statusOf(lab: Lab): RolloutStatus {
	return lab.get('Rollout', 'checkout').status as RolloutStatus;
}

const isAtPause = (lab: Lab, index: number) => () =>
	statusOf(lab).currentStepIndex === index && statusOf(lab).pauseConditions !== undefined;

describe('a canary with Istio ends up as the real controller left it', () => {
	it('when it is first deployed', () => {
		const {objects, recordedAtMs} = recorded('01-healthy');
		const lab = createLab([...asCreated(objects), template], {startMs: recordedAtMs});
		lab.clock.advanceBy(10_000);
		expectAs(lab, '01-healthy');
	});

	it('when a new image comes: 5 % and an open pause', () => {
		const lab = replay('01-healthy', ({writeSpec, clock}) => {
			writeSpec(rolloutOf(recorded('02-paused-at-step-1').objects));
			clock.advanceBy(8_000);
		});
		expectAs(lab, '02-paused-at-step-1');
	});

	it('when a person pauses it as well', () => {
		const lab = replay('02-paused-at-step-1', ({writeSpec, clock}) => {
			writeSpec(rolloutOf(recorded('03-manually-paused').objects));
			clock.advanceBy(3_000);
		});
		expectAs(lab, '03-manually-paused');
	});

	it('when it is promoted and unpaused: 20 % and a timed pause', () => {
		const lab = replay('03-manually-paused', ({promote, writeSpec, clock}) => {
			promote('checkout');
			writeSpec(rolloutOf(recorded('04-timed-pause-20-percent').objects));
			clock.advanceBy(6_000);
		});
		expectAs(lab, '04-timed-pause-20-percent');
	});

	it('when the timed pause ends and the analysis has measured twice', () => {
		const lab = replay('04-timed-pause-20-percent', ({clock}) => {
			clock.advanceTo(recorded('05-step-analysis-running').recordedAtMs);
		});
		expectAs(lab, '05-step-analysis-running');
	});

	it('when the analysis succeeds: 50 % and an open pause', () => {
		const lab = replay('05-step-analysis-running', ({clock}) => {
			clock.advanceTo(recorded('06-paused-at-50-after-analysis').recordedAtMs);
		});
		expectAs(lab, '06-paused-at-50-after-analysis');
	});

	it('when it is aborted', () => {
		const lab = replay('06-paused-at-50-after-analysis', ({patchStatus, clock}) => {
			patchStatus('checkout', {abort: true});
			clock.advanceTo(recorded('07-aborted').recordedAtMs);
		});
		expectAs(lab, '07-aborted');
	});

	it('when it is retried, promoted, and its analysis fails', () => {
		const act = (lab: Lab) => {
			lab.patchStatus('checkout', {abort: false});
			lab.advanceUntil(isAtPause(lab, 1));
			lab.promote('checkout');
			lab.advanceUntil(() => statusOf(lab).abort === true);
			lab.clock.advanceBy(14_000);
		};
		const measured = [0.9594381373724422, 0.9464599520045177, 0.9226833080564542];
		expectAs(replay('07-aborted', act, measured), '08-analysis-failed');
	});

	it('when the stable template is written back', () => {
		const lab = replay('08-analysis-failed', ({writeSpec, clock}) => {
			writeSpec(rolloutOf(recorded('09-undone-to-stable').objects));
			clock.advanceTo(recorded('09-undone-to-stable').recordedAtMs);
		});
		expectAs(lab, '09-undone-to-stable');
	});

	it('when the new pods crash-loop', () => {
		const lab = replay('09-undone-to-stable', ({writeSpec, clock}) => {
			writeSpec(rolloutOf(recorded('10-canary-pods-crash-looping').objects));
			clock.advanceTo(recorded('10-canary-pods-crash-looping').recordedAtMs);
		});
		expectAs(lab, '10-canary-pods-crash-looping');
	});

	it('when the progress deadline passes', () => {
		const lab = replay('10-canary-pods-crash-looping', ({clock}) => {
			clock.advanceTo(recorded('11-progress-deadline-exceeded').recordedAtMs);
		});
		expectAs(lab, '11-progress-deadline-exceeded');
	});

	it('when a third revision overtakes the failed one', () => {
		const lab = replay('11-progress-deadline-exceeded', ({writeSpec, clock}) => {
			writeSpec(rolloutOf(recorded('12-paused-third-revision').objects));
			clock.advanceBy(9_000);
		});
		expectAs(lab, '12-paused-third-revision');
	});

	it('when it is aborted while a person has paused it: the weight returns, the pods stay', () => {
		const act = (lab: Lab) => {
			lab.promote('checkout');
			lab.advanceUntil(isAtPause(lab, 6));
			lab.clock.advanceBy(1_000);
			lab.writeSpec(rolloutOf(recorded('13-aborted-while-manually-paused').objects));
			lab.clock.advanceBy(1_000);
			lab.patchStatus('checkout', {abort: true});
			lab.clock.advanceBy(9_000);
		};
		const measured = [0.9972067039106146, 0.9978354978354979, 0.99822695035461];
		expectAs(replay('12-paused-third-revision', act, measured), '13-aborted-while-manually-paused');
	});

	it('when its controller is off: every write is accepted and nothing follows', () => {
		const lab = replay(
			'13-aborted-while-manually-paused',
			({patchSpec, patchStatus, writeSpec, clock, controllers}) => {
				patchSpec('Rollout', 'checkout', {paused: false});
				clock.advanceBy(40_000);
				controllers.find(({name}) => name === 'rollouts')?.stop();
				writeSpec(rolloutOf(recorded('14-controller-not-running').objects));
				patchStatus('checkout', {currentStepIndex: 2, abort: true});
				clock.advanceBy(60_000);
			},
		);
		expectAs(lab, '14-controller-not-running');
		expect(Number(statusOf(lab).observedGeneration)).toBeLessThan(
			lab.get('Rollout', 'checkout').metadata.generation ?? 0,
		);
	});
});
