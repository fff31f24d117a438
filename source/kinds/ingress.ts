import * as v from 'valibot';
import {identText, type KubeObject, metadataSchema, type WatchedKind} from '../domain/cluster/kube-object.ts';
import {objectOf} from '../domain/cluster/object-schema.ts';
import type {SafeText} from '../domain/text/safe-text.ts';
import {listField, nameField, numberField, partField} from './fields.ts';

export interface IngressObject extends KubeObject {
	/** Null where the cluster's default class holds. */
	readonly className: SafeText | null;
	/** Where requests go: each path of each host, and what no path takes. */
	readonly backends: readonly IngressBackend[];
}

export interface IngressBackend {
	/** Null: every host. */
	readonly host: SafeText | null;
	/** Null: whatever no path takes. */
	readonly path: SafeText | null;
	readonly pathType: SafeText | null;
	/** Null: it is no Service. */
	readonly service: SafeText | null;
	/** A number, or a port's name. */
	readonly port: number | SafeText | null;
}

const backendField = v.pipe(
	partField({
		service: v.nullish(objectOf({name: nameField, port: partField({number: numberField, name: nameField})}), null),
	}),
	v.transform(({service}) => ({
		service: service?.name ?? null,
		port: service?.port.number ?? service?.port.name ?? null,
	})),
);

const pathSchema = v.pipe(
	objectOf({path: v.nullish(identText, '/'), pathType: nameField, backend: backendField}),
	// The API server takes no path as an empty one, and controllers read an empty one as the root.
	v.transform(({path, pathType, backend}) => ({path: path === '' ? root : path, pathType, ...backend})),
);

const root = v.parse(identText, '/');

const ruleSchema = v.pipe(
	objectOf({host: nameField, http: partField({paths: listField(pathSchema)})}),
	v.transform(({host, http}) => (http.paths ?? []).map((path): IngressBackend => ({host, ...path}))),
);

export const INGRESSES: WatchedKind<IngressObject> = {
	id: 'ingresses.networking.k8s.io',
	group: 'networking.k8s.io',
	versions: ['v1'],
	resource: 'ingresses',
	kind: 'Ingress',
	schema: v.pipe(
		objectOf({
			metadata: metadataSchema,
			spec: partField({
				ingressClassName: nameField,
				rules: listField(ruleSchema),
				defaultBackend: v.nullish(backendField, null),
			}),
		}),
		v.transform(({metadata, spec}): IngressObject => {
			const rest: readonly IngressBackend[] = spec.defaultBackend
				? [{host: null, path: null, pathType: null, ...spec.defaultBackend}]
				: [];
			return {
				metadata,
				className: spec.ingressClassName ?? metadata.annotations['kubernetes.io/ingress.class'] ?? null,
				backends: [...(spec.rules ?? []).flat(), ...rest],
			};
		}),
	),
	watch: 'cluster',
};

/** Controllers follow the Ingresses of their own class only. */
export function isOneClass(one: IngressObject, other: IngressObject): boolean {
	return one.className === null || other.className === null || one.className === other.className;
}

export function isSamePlace(one: IngressBackend, other: IngressBackend): boolean {
	return one.host === other.host && one.path === other.path && one.pathType === other.pathType;
}
