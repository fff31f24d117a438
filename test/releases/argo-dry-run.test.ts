import {describe, expect, test} from 'vitest';
import type {Json, RawObject} from '../../source/domain/cluster/kube-object.ts';
import {measuredText} from '../../source/domain/release/measured-text.ts';
import {sceneFrom, withObject} from './operator.ts';
import {rawOf, readSituation} from './situation.ts';

/** The recorded run with a second metric that has failed, and rules that say which metrics are under dry run. */
function withTrial(dryRun: Json, run: {phase?: string; dryRun?: boolean; all?: boolean} = {}) {
	const {objects, nowMs} = readSituation('argo-canary/05-step-analysis-running');
	const copy = structuredClone(rawOf(objects, 'AnalysisRun')) as unknown as {
		spec: {metrics: Json[]; dryRun?: Json};
		status: {phase: string; metricResults: Json[]};
	};
	copy.spec.dryRun = dryRun;
	const trial = {
		name: 'trial-latency',
		count: 5,
		interval: '10s',
		successCondition: 'result[0] < 200',
		provider: {prometheus: {query: 'y'}},
	};
	copy.spec.metrics = run.all === true ? [trial] : [trial, ...copy.spec.metrics];
	copy.status.phase = run.phase ?? copy.status.phase;
	copy.status.metricResults = [
		...copy.status.metricResults,
		{
			name: 'trial-latency',
			phase: 'Failed',
			failed: 1,
			count: 1,
			measurements: [{phase: 'Failed', value: '[NaN]'}],
			...(run.dryRun === undefined ? {} : {dryRun: run.dryRun}),
		},
	];
	return sceneFrom(withObject(objects, copy as unknown as RawObject), nowMs).release;
}

const trialOf = (release: ReturnType<typeof withTrial>) =>
	release.analyses[0]?.metrics.find(({name}) => name === 'trial-latency');

describe('a metric', () => {
	test.each<[string, Json]>([
		['by its name', [{metricName: 'trial-latency'}]],
		['by a wildcard', [{metricName: 'trial-.*'}]],
		['by an expression that matches a part', [{metricName: 'latency'}]],
		['by one of two names', [{metricName: 'success-rat$|^trial'}]],
		['whatever the case', [{metricName: '(?i)TRIAL-LATENCY'}]],
	])('that is under dry run %s decides nothing', (_how, dryRun) => {
		const release = withTrial(dryRun);
		expect(trialOf(release)?.isDryRun).toBe(true);
		expect(release.analyses[0]?.metrics.filter(({isDryRun}) => isDryRun)).toHaveLength(1);
		expect(release.analyses[0]?.notes).toContainEqual(
			'trial-latency needs result[0] < 200, every 10s; dry run: it decides nothing',
		);
		expect(release.why ?? '').not.toMatch(/trial-latency/);
		expect(release.next.text).toBe('analysis success-rate 2 of 3 measured: passes → 50%, fails → abort');
	});

	test('that is under dry run like all others cannot fail the release', () => {
		const release = withTrial([{metricName: '.*'}], {all: true});
		expect(release.next.text).toBe(
			'analysis trial-latency (dry run) 1 of 5 measured, 1 failed (0 allowed): then 50%, whatever it measures',
		);
	});

	test('is under dry run where the controller says so, though perch cannot read the expression', () => {
		expect(trialOf(withTrial([{metricName: '(?P<all>[[:word:]]+)+'}], {dryRun: true}))?.isDryRun).toBe(true);
	});

	test.each<[string, Json]>([
		['no rule', []],
		['a rule for another', [{metricName: '^success-rate$'}]],
		['an expression that cannot be read', [{metricName: '*'}]],
		['one that would take for ever', [{metricName: '([a-z-]+)+$!'}]],
		['a rule without a name', [{}]],
	])('counts with %s', (_how, dryRun) => {
		expect(trialOf(withTrial(dryRun))).not.toHaveProperty('isDryRun');
	});

	test('that failed under dry run does not explain an abort that another metric caused', () => {
		const release = withTrial([{metricName: 'trial-latency'}], {phase: 'Failed'});
		expect(release.why ?? '').not.toMatch(/trial-latency/);
		const metric = trialOf(release);
		expect(metric && measuredText(metric)).toBe('1 of 5 measured, 1 failed (0 allowed)');
	});
});
