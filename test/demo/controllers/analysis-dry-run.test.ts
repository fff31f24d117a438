import {expect, test} from 'vitest';
import {reconcileAnalysisRun} from '../../../source/demo/controllers/analysis-run.ts';
import type {AnalysisRun} from '../../../source/demo/controllers/rollout/rollout-types.ts';

const startMs = Date.UTC(2026, 10, 21, 9, 0, 0);

/** A run of two metrics, of which the second never succeeds. */
function runOf(dryRun: readonly string[]): AnalysisRun {
	const metric = (name: string) => ({
		name,
		count: 2,
		interval: '5s',
		failureLimit: 0,
		successCondition: 'result[0] < 1',
	});
	return {
		apiVersion: 'argoproj.io/v1alpha1',
		kind: 'AnalysisRun',
		metadata: {name: 'run', namespace: 'shop'},
		spec: {
			metrics: [metric('good'), metric('bad')],
			dryRun: dryRun.map(metricName => ({metricName})),
		},
	} as unknown as AnalysisRun;
}

/** The run's status after so many seconds, measured once a second. */
function statusAfter(run: AnalysisRun, seconds: number): AnalysisRun['status'] {
	let now = run;
	for (let second = 0; second <= seconds; second += 1) {
		const {writes} = reconcileAnalysisRun(now, (_run, {name}) => (name === 'bad' ? 2 : 0), startMs + second * 1000);
		const write = writes.find(({kind}) => kind === 'replace');
		if (write?.kind === 'replace') now = write.object as unknown as AnalysisRun;
	}
	return now.status;
}

test('a metric under dryRun fails no analysis', () => {
	expect(statusAfter(runOf(['bad']), 0)?.phase).toBe('Running');
	const done = statusAfter(runOf(['bad']), 10);
	expect(done).toMatchObject({phase: 'Successful', runSummary: {count: 1}, dryRunSummary: {count: 1, failed: 1}});
	expect(done?.metricResults?.[1]).toMatchObject({name: 'bad', dryRun: true, phase: 'Failed'});
});

test('the same metric without dryRun fails the analysis', () => {
	const failed = statusAfter(runOf([]), 10);
	expect(failed).toMatchObject({phase: 'Failed', dryRunSummary: {}});
	expect(failed?.message).toBe('Metric "bad" assessed Failed due to failed (1) > failureLimit (0)');
});
