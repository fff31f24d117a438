import * as v from 'valibot';
import {objectOf} from '../../domain/cluster/object-schema.ts';
import type {SafeText} from '../../domain/text/safe-text.ts';
import {countField, flagField, listField, nameField, numberField, partField, shown} from '../fields.ts';
import {type CanaryStep, stepField} from './canary-step.ts';
import {routerField, type TrafficRouter} from './traffic-router.ts';

export interface CanarySpec {
	readonly steps: readonly CanaryStep[];
	readonly stableService: SafeText | null;
	readonly canaryService: SafeText | null;
	readonly pingService: SafeText | null;
	readonly pongService: SafeText | null;
	/** Null: pod counts make the weights. */
	readonly router: TrafficRouter | null;
	readonly isStableScaleDynamic: boolean;
	readonly scaleDownDelaySeconds: number | null;
	readonly abortScaleDownDelaySeconds: number | null;
	/** The index of the step with which the background analysis begins; null where there is none. */
	readonly backgroundStartsAt: number | null;
}

export interface BlueGreenSpec {
	readonly activeService: SafeText | null;
	readonly previewService: SafeText | null;
	/** Null where a person promotes, or where the promotion does not wait. */
	readonly autoPromotionSeconds: number | null;
	readonly scaleDownDelaySeconds: number | null;
	readonly abortScaleDownDelaySeconds: number | null;
	/** An analysis measures the release before or after its promotion. */
	readonly hasAnalysis: boolean;
}

const canaryField = v.nullish(
	v.pipe(
		objectOf({
			steps: listField(stepField),
			stableService: nameField,
			canaryService: nameField,
			pingPong: partField({pingService: nameField, pongService: nameField}),
			trafficRouting: routerField,
			dynamicStableScale: flagField,
			scaleDownDelaySeconds: shown(numberField),
			abortScaleDownDelaySeconds: shown(numberField),
			analysis: v.nullish(objectOf({startingStep: countField}), null),
		}),
		v.transform(
			({analysis, ...canary}): CanarySpec => ({
				steps: canary.steps,
				stableService: canary.stableService,
				canaryService: canary.canaryService,
				pingService: canary.pingPong.pingService,
				pongService: canary.pingPong.pongService,
				router: canary.trafficRouting,
				isStableScaleDynamic: canary.dynamicStableScale,
				scaleDownDelaySeconds: canary.scaleDownDelaySeconds,
				abortScaleDownDelaySeconds: canary.abortScaleDownDelaySeconds,
				backgroundStartsAt: analysis?.startingStep ?? null,
			}),
		),
	),
	null,
);

const presentField = v.nullish(objectOf({}), null);

const blueGreenField = v.nullish(
	v.pipe(
		objectOf({
			activeService: nameField,
			previewService: nameField,
			autoPromotionEnabled: v.nullish(v.boolean(), true),
			autoPromotionSeconds: countField,
			prePromotionAnalysis: presentField,
			postPromotionAnalysis: presentField,
			scaleDownDelaySeconds: shown(numberField),
			abortScaleDownDelaySeconds: shown(numberField),
		}),
		v.transform(
			({
				autoPromotionEnabled,
				autoPromotionSeconds,
				prePromotionAnalysis,
				postPromotionAnalysis,
				...spec
			}): BlueGreenSpec => ({
				...spec,
				hasAnalysis: prePromotionAnalysis !== null || postPromotionAnalysis !== null,
				// The controller reads 0 as "not set", and ignores the field where a person promotes.
				autoPromotionSeconds: autoPromotionEnabled && autoPromotionSeconds > 0 ? autoPromotionSeconds : null,
			}),
		),
	),
	null,
);

export const strategyField = partField({canary: canaryField, blueGreen: blueGreenField});
