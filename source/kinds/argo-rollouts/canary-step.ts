import * as v from 'valibot';
import {identText} from '../../domain/cluster/kube-object.ts';
import {objectOf} from '../../domain/cluster/object-schema.ts';
import {line, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {parseDurationMs} from '../../domain/time.ts';
import {flagField, listField, messageField, nameField, numberField, partField, shown, shownList} from '../fields.ts';

export type CanaryStep =
	| {readonly kind: 'weight'; readonly weight: number}
	/** Null: open-ended. */
	| {readonly kind: 'pause'; readonly durationMs: number | null}
	| {readonly kind: 'analysis'; readonly templates: readonly SafeText[]}
	/** Null: until its analyses have ended. */
	| {readonly kind: 'experiment'; readonly durationMs: number | null}
	/** Sets the canary's pods apart from its weight: a count, a percentage, or again as many as the weight needs. */
	| {readonly kind: 'scale'; readonly scale: CanaryScale}
	/** Without a match the step removes the route. */
	| {readonly kind: 'headerRoute'; readonly name: SafeText; readonly matches: readonly SafeText[]}
	| {readonly kind: 'mirrorRoute'; readonly name: SafeText; readonly percent: number; readonly isMatched: boolean}
	| {readonly kind: 'plugin'; readonly name: SafeText | null};

export type CanaryScale =
	| {readonly kind: 'replicas'; readonly replicas: number}
	| {readonly kind: 'percent'; readonly percent: number}
	| {readonly kind: 'traffic'};

/** Refuses a duration that it cannot read: it must not count as open-ended. */
const durationField = v.nullish(
	v.pipe(
		v.union([v.string(), v.number()]),
		v.check(duration => duration === '' || parseDurationMs(duration) !== null),
	),
	null,
);

const scaleField = v.pipe(
	objectOf({replicas: numberField, weight: numberField, matchTrafficWeight: flagField}),
	v.transform(({replicas, weight, matchTrafficWeight}): CanaryScale => {
		if (matchTrafficWeight) return {kind: 'traffic'};
		if (replicas !== null) return {kind: 'replicas', replicas};
		return weight === null ? {kind: 'traffic'} : {kind: 'percent', percent: weight};
	}),
);

const textMatchField = partField({exact: messageField, prefix: messageField, regex: messageField});

const headerMatchField = v.pipe(
	objectOf({headerName: v.nullish(identText, ''), headerValue: shown(textMatchField)}),
	v.transform(({headerName, headerValue: {exact, prefix, regex}}): SafeText => {
		if (exact) return safe`${headerName}=${line(exact)}`;
		return prefix ? safe`${headerName}=${line(prefix)}*` : safe`${headerName}~${line(regex)}`;
	}),
);

export const stepField = v.pipe(
	objectOf({
		setWeight: numberField,
		pause: v.nullish(objectOf({duration: durationField}), null),
		analysis: v.nullish(objectOf({templates: shownList(objectOf({templateName: nameField}))}), null),
		experiment: v.nullish(objectOf({duration: shown(durationField)}), null),
		setCanaryScale: v.nullish(scaleField, null),
		setHeaderRoute: v.nullish(objectOf({name: identText, match: listField(headerMatchField)}), null),
		setMirrorRoute: v.nullish(
			objectOf({name: identText, match: listField(v.unknown()), percentage: numberField}),
			null,
		),
		plugin: v.nullish(objectOf({name: nameField}), null),
	}),
	v.transform((step): CanaryStep => {
		if (step.setWeight !== null) return {kind: 'weight', weight: step.setWeight};
		if (step.pause) return {kind: 'pause', durationMs: parseDurationMs(step.pause.duration)};
		if (step.analysis) {
			const templates = step.analysis.templates.flatMap(({templateName}) => (templateName ? [templateName] : []));
			return {kind: 'analysis', templates};
		}
		if (step.experiment) return {kind: 'experiment', durationMs: parseDurationMs(step.experiment.duration)};
		if (step.setCanaryScale) return {kind: 'scale', scale: step.setCanaryScale};
		if (step.setHeaderRoute) {
			return {kind: 'headerRoute', name: step.setHeaderRoute.name, matches: step.setHeaderRoute.match};
		}
		if (step.setMirrorRoute) {
			const {name, match, percentage} = step.setMirrorRoute;
			return {kind: 'mirrorRoute', name, percent: percentage ?? 100, isMatched: match.length > 0};
		}
		return {kind: 'plugin', name: step.plugin?.name ?? null};
	}),
);
