import {describe, expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import {type Change, changed} from './changed.ts';
import {sceneFrom, sceneOf, withObject} from './operator.ts';
import {rawOf, readSituation} from './situation.ts';

const failed = 'argo-canary/08-analysis-failed';
const shown = ({release}: ReturnType<typeof sceneOf>) => release.analyses.map(({name, phase}) => `${name} ${phase}`);

/** The recorded failure, tried again and then aborted by a person: Argo's status names no run, and its message no cause,
 * as in the recorded abort by a person (07). */
const abortedByHand: Change = ({status}) => {
	const {currentStepAnalysisRunStatus: _, ...canary} = status.canary as Record<string, RawObject>;
	status.canary = canary;
	status.abortedAt = '2026-11-21T07:14:00Z';
	status.message = 'RolloutAborted: Rollout aborted update to revision 2';
	status.conditions = (status.conditions as readonly Record<string, string>[]).map(condition =>
		condition.type === 'Progressing' ? {...condition, message: 'Rollout aborted update to revision 2'} : condition,
	);
};

/** The recorded failure, tried again: at the first pause of its steps, as recorded of the first attempt (02). */
const retried: Change = rollout => {
	abortedByHand(rollout);
	const {status} = rollout;
	delete status.abort;
	delete status.abortedAt;
	status.currentStepIndex = 1;
	status.phase = 'Paused';
	status.message = 'CanaryPauseStep';
	status.controllerPause = true;
	status.pauseConditions = [{reason: 'CanaryPauseStep', startTime: '2026-11-21T07:13:50Z'}];
};

describe('an attempt after a retry', () => {
	test('that a person aborts is not explained by the run that failed before', () => {
		const scene = changed(failed, abortedByHand);
		expect(scene.release).toMatchObject({
			phase: {kind: 'aborted'},
			why: {text: 'aborted on request at 07:14:00: Argo names no failure'},
		});
		expect(shown(scene)).toEqual([]);
	});

	test('shows no run of the attempt before as its own', () => {
		const scene = changed(failed, retried);
		expect(scene.release).toMatchObject({
			phase: {kind: 'paused', because: 'person'},
			why: {text: 'pause without a timer'},
		});
		expect(shown(scene)).toEqual([]);
	});

	test('shows the runs of steps that it has passed itself', () => {
		// Change the second run to one that succeeded, and the step to one past it.
		const {objects, nowMs} = readSituation(failed);
		const run = structuredClone(rawOf(objects, 'AnalysisRun', 'checkout-866cfb757-2-4.1')) as {
			status: Record<string, string>;
		};
		run.status.phase = 'Successful';
		const passed: Change = rollout => {
			retried(rollout);
			rollout.status.currentStepIndex = 6;
		};
		const {objects: moved} = changed(failed, passed);
		const scene = sceneFrom(withObject(moved, run as unknown as RawObject), nowMs);
		expect(shown(scene)).toEqual(['checkout-866cfb757-2-4.1 Successful']);
	});

	test('has the cause of its abort that only the message of Argo gives', () => {
		const scene = changed(failed, rollout => {
			const {message} = rollout.status;
			abortedByHand(rollout);
			rollout.status.message = message ?? '';
		});
		expect(scene.release.why?.text).toBe(
			'Step-based analysis phase error/failed: Metric "success-rate" assessed Failed due to failed (2) > failureLimit (1)',
		);
	});
});

test('a run that had passed before a person aborted stays a check of that attempt', () => {
	expect(shown(sceneOf('argo-canary/07-aborted'))).toEqual(['checkout-866cfb757-2-4 Successful']);
});

describe('the measurements of a run', () => {
	const analysing = 'argo-canary/05-step-analysis-running';
	const measuring = (value: string) => {
		const {objects, nowMs} = readSituation(analysing);
		const run = structuredClone(rawOf(objects, 'AnalysisRun')) as {
			status: {metricResults: {failed: number; measurements: {value: string}[]}[]};
		};
		for (const result of run.status.metricResults) result.measurements.push({value});
		return sceneFrom(withObject(objects, run as unknown as RawObject), nowMs).release.analyses[0]?.metrics[0]
			?.lastValue;
	};

	test('are shown in four digits, or in more where one would look like the limit that it misses', () => {
		expect(measuring('[0.9976905311781291]')).toBe('[0.9977]');
		expect(measuring('[0.94999]')).toBe('[0.94999]');
		expect(measuring('[0.95]')).toBe('[0.95]');
		expect(measuring('[1234.5678,0.00012345678]')).toBe('[1235,0.0001235]');
		expect(measuring('[2]')).toBe('[2]');
		expect(measuring('NaN')).toBe('NaN');
	});

	test('are counted in the same words by NEXT and by the check, failures with the number allowed', () => {
		// The recorded run with one of its two measurements failed.
		const {objects, nowMs} = readSituation(analysing);
		const run = structuredClone(rawOf(objects, 'AnalysisRun')) as {
			status: {metricResults: {failed: number; successful: number}[]};
		};
		for (const result of run.status.metricResults) Object.assign(result, {failed: 1, successful: 1});
		const {release} = sceneFrom(withObject(objects, run as unknown as RawObject), nowMs);
		expect(release.next.text).toBe(
			'analysis success-rate 2 of 3 measured, 1 failed (1 allowed): passes → 50%, fails → abort',
		);
		expect(release.analyses[0]?.metrics[0]).toMatchObject({count: 3, successful: 1, failed: 1, failuresAllowed: 1});
	});

	test('are pending where Argo names the run before it has a phase', () => {
		const {release} = changed(analysing, ({status}) => {
			const canary = status.canary as Record<string, RawObject>;
			status.canary = {...canary, currentStepAnalysisRunStatus: {name: 'checkout-866cfb757-2-4', status: ''}};
		});
		expect(release.facts.find(({label}) => label === 'analysis')?.value).toBe('Pending');
		expect(release.phase).toMatchObject({kind: 'analysing', because: 'checkout-866cfb757-2-4'});
	});
});
