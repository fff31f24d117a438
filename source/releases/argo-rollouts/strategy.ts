import * as v from 'valibot';
import {countField, flagField, listField, nameField, numberField, partField} from '../../domain/objects/fields.ts';
import type {SafeText} from '../../domain/safe-text.ts';
import {parseDurationMs} from '../../domain/time.ts';
import {routerField, type TrafficRouter} from './traffic-router.ts';

export interface CanarySpec {
	readonly steps: readonly CanaryStep[];
	readonly stableService: SafeText | null;
	readonly canaryService: SafeText | null;
	readonly pingService: SafeText | null;
	readonly pongService: SafeText | null;
	/** Null: weights are made of pod counts. */
	readonly router: TrafficRouter | null;
	readonly isStableScaleDynamic: boolean;
	readonly abortScaleDownDelaySeconds: number | null;
}

export type CanaryStep =
	| {readonly kind: 'weight'; readonly weight: number}
	/** Null: open-ended. */
	| {readonly kind: 'pause'; readonly durationMs: number | null}
	| {readonly kind: 'analysis'; readonly templates: readonly SafeText[]}
	| {readonly kind: 'experiment' | 'scale' | 'headerRoute' | 'mirrorRoute' | 'plugin'};

export interface BlueGreenSpec {
	readonly activeService: SafeText | null;
	readonly previewService: SafeText | null;
	readonly autoPromotionSeconds: number | null;
	readonly abortScaleDownDelaySeconds: number | null;
}

const present = v.nullish(v.unknown(), null);

const stepSchema = v.pipe(
	v.object({
		setWeight: numberField,
		pause: v.nullish(v.object({duration: v.nullish(v.union([v.string(), v.number()]), null)}), null),
		analysis: v.nullish(v.object({templates: listField(v.object({templateName: nameField}))}), null),
		experiment: present,
		setCanaryScale: present,
		setHeaderRoute: present,
		setMirrorRoute: present,
		plugin: present,
	}),
	v.transform((step): CanaryStep => {
		if (step.setWeight !== null) return {kind: 'weight', weight: step.setWeight};
		if (step.pause) return {kind: 'pause', durationMs: parseDurationMs(step.pause.duration)};
		if (step.analysis) {
			const templates = step.analysis.templates.flatMap(({templateName}) => (templateName ? [templateName] : []));
			return {kind: 'analysis', templates};
		}
		if (step.experiment) return {kind: 'experiment'};
		if (step.setCanaryScale) return {kind: 'scale'};
		if (step.setHeaderRoute) return {kind: 'headerRoute'};
		if (step.setMirrorRoute) return {kind: 'mirrorRoute'};
		return {kind: 'plugin'};
	}),
);

const canaryField = v.nullish(
	v.pipe(
		v.object({
			steps: listField(stepSchema),
			stableService: nameField,
			canaryService: nameField,
			pingPong: partField({pingService: nameField, pongService: nameField}),
			trafficRouting: routerField,
			dynamicStableScale: flagField,
			abortScaleDownDelaySeconds: numberField,
		}),
		v.transform(
			(canary): CanarySpec => ({
				steps: canary.steps,
				stableService: canary.stableService,
				canaryService: canary.canaryService,
				pingService: canary.pingPong.pingService,
				pongService: canary.pingPong.pongService,
				router: canary.trafficRouting,
				isStableScaleDynamic: canary.dynamicStableScale,
				abortScaleDownDelaySeconds: canary.abortScaleDownDelaySeconds,
			}),
		),
	),
	null,
);

const blueGreenField = v.nullish(
	v.pipe(
		v.object({
			activeService: nameField,
			previewService: nameField,
			autoPromotionSeconds: countField,
			abortScaleDownDelaySeconds: numberField,
		}),
		v.transform(
			(spec): BlueGreenSpec => ({
				...spec,
				// The controller reads 0 as "not set".
				autoPromotionSeconds: spec.autoPromotionSeconds > 0 ? spec.autoPromotionSeconds : null,
			}),
		),
	),
	null,
);

export const strategyField = partField({canary: canaryField, blueGreen: blueGreenField});
