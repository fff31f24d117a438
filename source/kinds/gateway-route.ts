import * as v from 'valibot';
import {identText, type KubeObject, metadataSchema} from '../domain/cluster/kube-object.ts';
import {objectOf} from '../domain/cluster/object-schema.ts';
import type {SafeText} from '../domain/text/safe-text.ts';
import type {Condition} from './condition.ts';
import {listField, messageField, nameField, numberField, partField, shown, shownList, timeMsField} from './fields.ts';
import {gatewayMatchField} from './route-match.ts';

/** What HTTPRoute, GRPCRoute and Linkerd's HTTPRoute have in common, which is nearly everything. */
export interface GatewayRouteObject extends KubeObject {
	readonly hostnames: readonly SafeText[];
	readonly parents: readonly ParentRef[];
	readonly rules: readonly GatewayRule[];
	/** What the controllers of its parents say of the route. */
	readonly statuses: readonly ParentStatus[];
}

export interface ParentRef {
	/** `Gateway` where none is written. */
	readonly kind: SafeText | null;
	readonly name: SafeText;
	readonly namespace: SafeText | null;
	/** The listener that is meant; null: all of them. */
	readonly section: SafeText | null;
	readonly port: number | null;
}

export interface GatewayRule {
	readonly name: SafeText | null;
	/** Which requests it takes; null: all. */
	readonly match: SafeText | null;
	readonly isRedirect: boolean;
	readonly backends: readonly GatewayBackend[];
	/** For the whole request, retries included: `10s`. */
	readonly timeout: SafeText | null;
	/** For one try. */
	readonly backendTimeout: SafeText | null;
	readonly retry: {readonly attempts: number | null; readonly codes: readonly number[]} | null;
}

export interface GatewayBackend {
	/** `Service` where none is written. */
	readonly kind: SafeText | null;
	readonly name: SafeText;
	readonly namespace: SafeText | null;
	readonly port: number | null;
	/** Relative to the other backends of the rule; null, not written, counts as 1. */
	readonly weight: number | null;
}

export interface ParentStatus {
	/** Null where it is missing or cannot be read. */
	readonly parent: ParentRef | null;
	readonly controller: SafeText | null;
	readonly conditions: readonly GenerationCondition[];
}

export interface GenerationCondition extends Omit<Condition, 'updatedAtMs'> {
	/** Null where the controller does not say which generation it means; some controllers then write 0. */
	readonly observedGeneration: number | null;
}

const conditionField = v.pipe(
	objectOf({
		type: identText,
		status: identText,
		reason: nameField,
		message: messageField,
		lastTransitionTime: timeMsField,
		observedGeneration: numberField,
	}),
	v.transform(
		({lastTransitionTime, observedGeneration, ...condition}): GenerationCondition => ({
			...condition,
			changedAtMs: lastTransitionTime,
			observedGeneration: observedGeneration === 0 ? null : observedGeneration,
		}),
	),
);

const parentField = v.pipe(
	objectOf({
		kind: nameField,
		name: identText,
		namespace: nameField,
		sectionName: shown(nameField),
		port: shown(numberField),
	}),
	v.transform(({sectionName, ...parent}): ParentRef => ({...parent, section: sectionName})),
);

export const gatewayRouteSchema = v.pipe(
	objectOf({
		metadata: metadataSchema,
		spec: partField({
			hostnames: listField(identText),
			parentRefs: listField(parentField),
			rules: listField(
				objectOf({
					name: nameField,
					matches: gatewayMatchField,
					filters: listField(objectOf({type: nameField})),
					timeouts: shown(partField({request: shown(nameField), backendRequest: shown(nameField)})),
					retry: shown(v.nullish(objectOf({attempts: shown(numberField), codes: shownList(v.number())}), null)),
					backendRefs: listField(
						objectOf({
							kind: nameField,
							name: identText,
							namespace: nameField,
							port: numberField,
							weight: numberField,
						}),
					),
				}),
			),
		}),
		status: partField({
			parents: listField(
				objectOf({
					parentRef: shown(v.nullish(parentField, null)),
					controllerName: nameField,
					conditions: listField(conditionField),
				}),
			),
		}),
	}),
	v.transform(
		({metadata, spec, status}): GatewayRouteObject => ({
			metadata,
			hostnames: spec.hostnames,
			parents: spec.parentRefs,
			rules: spec.rules.map(rule => ({
				name: rule.name,
				match: rule.matches,
				isRedirect: rule.filters.some(({type}) => type === 'RequestRedirect'),
				backends: rule.backendRefs,
				timeout: rule.timeouts.request,
				backendTimeout: rule.timeouts.backendRequest,
				retry: rule.retry,
			})),
			statuses: status.parents.map(({parentRef, controllerName, conditions}) => ({
				parent: parentRef ?? null,
				controller: controllerName,
				conditions,
			})),
		}),
	),
);
