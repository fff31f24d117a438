import * as v from 'valibot';
import {identText} from '../../domain/cluster/kube-object.ts';
import {objectOf} from '../../domain/cluster/object-schema.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import {parseDurationMs} from '../../domain/time.ts';
import {countField, flagField, listField, nameField, numberField, shown, shownList} from '../fields.ts';

/** `spec.analysis`: how Flagger judges a canary. */
export interface AnalysisSpec {
	/** Flagger checks once in this time, and at most once in 10 s. */
	readonly intervalMs: number;
	/** This many failed checks end the release. */
	readonly threshold: number;
	readonly stepWeight: number;
	readonly stepWeights: readonly number[];
	readonly maxWeight: number;
	readonly stepWeightPromotion: number;
	/** Checks before a promotion; 0 where weights are raised instead. */
	readonly iterations: number;
	/** A/B: only requests that match go to the canary. */
	readonly isMatched: boolean;
	readonly isMirrored: boolean;
	/** A separate rule keeps visitors who once reached the canary on it. */
	readonly hasSessionAffinity: boolean;
	/** Percent of the pods that must be available. */
	readonly canaryReadyPercent: number;
	readonly primaryReadyPercent: number;
	readonly metrics: readonly MetricCheck[];
	readonly webhooks: readonly Webhook[];
}

export interface MetricCheck {
	readonly name: SafeText;
	readonly minimum: number | null;
	readonly maximum: number | null;
}

export interface Webhook {
	/** `confirm-rollout`, `confirm-traffic-increase`, `confirm-promotion`, `rollback`, `rollout`, … */
	readonly type: SafeText;
	readonly name: SafeText;
	readonly url: SafeText;
}

const metricSchema = v.pipe(
	objectOf({
		name: identText,
		threshold: numberField,
		thresholdRange: v.nullish(objectOf({min: numberField, max: numberField}), null),
	}),
	v.transform(({name, threshold, thresholdRange}): MetricCheck => {
		if (thresholdRange) return {name, minimum: thresholdRange.min, maximum: thresholdRange.max};
		// `threshold`, the older field, is a minimum for the success rate and a maximum for every other metric.
		return name === 'request-success-rate'
			? {name, minimum: threshold, maximum: null}
			: {name, minimum: null, maximum: threshold};
	}),
);

export const analysisField = v.nullish(
	v.pipe(
		objectOf({
			interval: shown(v.nullish(v.string(), null)),
			threshold: countField,
			stepWeight: countField,
			stepWeights: listField(v.number()),
			maxWeight: countField,
			stepWeightPromotion: countField,
			iterations: countField,
			match: listField(v.unknown()),
			mirror: flagField,
			sessionAffinity: v.nullish(v.unknown(), null),
			canaryReadyThreshold: numberField,
			primaryReadyThreshold: numberField,
			metrics: shownList(metricSchema),
			webhooks: listField(objectOf({type: nameField, name: nameField, url: nameField})),
		}),
		v.transform(
			(spec): AnalysisSpec => ({
				intervalMs: Math.max(parseDurationMs(spec.interval) ?? 60_000, 10_000),
				threshold: Math.max(spec.threshold, 1),
				stepWeight: spec.stepWeight,
				stepWeights: spec.stepWeights,
				maxWeight: spec.maxWeight,
				stepWeightPromotion: spec.stepWeightPromotion,
				iterations: spec.iterations,
				isMatched: spec.match.length > 0,
				isMirrored: spec.mirror,
				hasSessionAffinity: spec.sessionAffinity !== null,
				canaryReadyPercent: spec.canaryReadyThreshold ?? 100,
				primaryReadyPercent: spec.primaryReadyThreshold ?? 100,
				metrics: spec.metrics,
				webhooks: spec.webhooks.flatMap(({type, name, url}) =>
					url === null ? [] : [{type: type || safe`rollout`, name: name ?? url, url}],
				),
			}),
		),
	),
	null,
);

/** What Flagger assumes without an analysis. */
export const noAnalysis: AnalysisSpec = {
	intervalMs: 60_000,
	threshold: 1,
	stepWeight: 0,
	stepWeights: [],
	maxWeight: 0,
	stepWeightPromotion: 0,
	iterations: 0,
	isMatched: false,
	isMirrored: false,
	hasSessionAffinity: false,
	canaryReadyPercent: 100,
	primaryReadyPercent: 100,
	metrics: [],
	webhooks: [],
};
