import * as v from 'valibot';
import {identText, type KubeObject, metadataSchema, type WatchedKind} from '../../domain/cluster/kube-object.ts';
import {objectOf} from '../../domain/cluster/object-schema.ts';
import type {SafeText} from '../../domain/text/safe-text.ts';
import {flagField, listField, nameField, partField, shownList} from '../fields.ts';

/** An Application of Argo CD: the parts that tell what becomes of a change. */
export interface ApplicationObject extends KubeObject {
	/** Null: it is synchronised by hand. */
	readonly automated: {readonly selfHeal: boolean} | null;
	readonly ignored: readonly IgnoredDifference[];
}

export interface IgnoredDifference {
	readonly group: SafeText | null;
	readonly kind: SafeText | null;
	/** Null: every object of the kind. */
	readonly name: SafeText | null;
	readonly namespace: SafeText | null;
	/** JSON pointers. */
	readonly pointers: readonly SafeText[];
	readonly managers: readonly SafeText[];
	/** An expression that perch does not evaluate. */
	readonly hasExpressions: boolean;
}

const ignoredSchema = v.pipe(
	objectOf({
		group: nameField,
		kind: nameField,
		name: nameField,
		namespace: nameField,
		jsonPointers: listField(identText),
		jqPathExpressions: listField(v.unknown()),
		managedFieldsManagers: listField(identText),
	}),
	v.transform(
		({group, kind, name, namespace, jsonPointers, jqPathExpressions, managedFieldsManagers}): IgnoredDifference => ({
			group,
			kind,
			name,
			namespace,
			pointers: jsonPointers,
			managers: managedFieldsManagers,
			hasExpressions: jqPathExpressions.length > 0,
		}),
	),
);

const schema = v.pipe(
	objectOf({
		metadata: metadataSchema,
		spec: partField({
			syncPolicy: partField({
				automated: v.nullish(objectOf({selfHeal: flagField, enabled: v.nullish(v.boolean(), true)}), null),
			}),
			ignoreDifferences: shownList(ignoredSchema),
		}),
	}),
	v.transform(({metadata, spec}): ApplicationObject => {
		const {automated} = spec.syncPolicy;
		return {
			metadata,
			automated: automated?.enabled ? {selfHeal: automated.selfHeal} : null,
			ignored: spec.ignoreDifferences,
		};
	}),
);

export const APPLICATIONS: WatchedKind<ApplicationObject> = {
	id: 'applications.argoproj.io',
	group: 'argoproj.io',
	versions: ['v1alpha1'],
	resource: 'applications',
	kind: 'Application',
	schema,
	watch: 'cluster',
	isOptional: true,
};
