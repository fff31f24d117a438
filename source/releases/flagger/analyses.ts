import type {Analysis, AnalysisMetric} from '../../domain/release/release.ts';
import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {MetricCheck} from '../../kinds/flagger/analysis-spec.ts';
import {failureOf, haltOf} from './halts.ts';
import {isJudged, type Situation} from './situation.ts';

/** The metrics that Flagger checks, with their limits. Flagger tells a value only for a check that failed. */
export function analysesOf(situation: Situation): readonly Analysis[] {
	const {canary} = situation;
	const isFailed = canary.status.phase === 'Failed';
	if ((!isJudged(canary) && !isFailed) || canary.analysis.metrics.length === 0) return [];
	const said = isFailed ? failureOf(situation).check : haltOf(situation);
	const failed = isFailed ? canary.analysis.threshold : canary.status.failedChecks;
	return [
		{
			name: safe`checks`,
			phase: isFailed ? 'Failed' : 'Running',
			where: 'background',
			metrics: canary.analysis.metrics.map(metric => metricOf(metric, said, failed)),
		},
	];
}

/** The words that Events use for the two metrics that are built into Flagger. */
const spoken: Readonly<Record<string, string>> = {
	'request-success-rate': 'success rate',
	'request-duration': 'request duration',
};

function metricOf(metric: MetricCheck, said: SafeText | null, failed: number): AnalysisMetric {
	const words = `${spoken[metric.name] ?? metric.name} `;
	const value = said?.startsWith(words) ? /^(\S+) [<>] /.exec(said.slice(words.length))?.[1] : undefined;
	const isAt = said?.includes(words.trim()) ?? false;
	return {
		name: metric.name,
		phase: isAt ? safe`Failed` : safe`Running`,
		successful: 0,
		failed: isAt ? failed : 0,
		inconclusive: 0,
		count: null,
		lastValue: value === undefined ? null : ident(value),
		condition: conditionOf(metric),
	};
}

function conditionOf({name, minimum, maximum}: MetricCheck): SafeText | null {
	const unit = name === 'request-success-rate' ? safe`%` : name === 'request-duration' ? safe`ms` : safe``;
	const parts = [
		...(minimum === null ? [] : [safe`>= ${minimum}${unit}`]),
		...(maximum === null ? [] : [safe`<= ${maximum}${unit}`]),
	];
	const [first, second] = parts;
	if (first === undefined) return null;
	return second === undefined ? first : safe`${first}, ${second}`;
}
