import * as v from 'valibot';
import {type KubeObject, metadataSchema, type WatchedKind} from '../../domain/cluster/kube-object.ts';
import {objectOf} from '../../domain/cluster/object-schema.ts';
import type {SafeText} from '../../domain/text/safe-text.ts';
import {flagField, nameField, partField, shown} from '../fields.ts';

/** A Kustomization of Flux, which applies its objects again and again. */
export interface KustomizationObject extends KubeObject {
	readonly isSuspended: boolean;
	/** Go's notation: `10m0s`. */
	readonly interval: SafeText | null;
}

/** A Helm release that Flux manages. */
export interface HelmReleaseObject extends KustomizationObject {
	/** `enabled` reverts drift; `warn` and null only report it. */
	readonly driftDetection: SafeText | null;
}

const kustomizationSchema = v.pipe(
	objectOf({metadata: metadataSchema, spec: partField({suspend: flagField, interval: shown(nameField)})}),
	v.transform(
		({metadata, spec}): KustomizationObject => ({metadata, isSuspended: spec.suspend, interval: spec.interval}),
	),
);

const helmReleaseSchema = v.pipe(
	objectOf({
		metadata: metadataSchema,
		spec: partField({suspend: flagField, interval: shown(nameField), driftDetection: partField({mode: nameField})}),
	}),
	v.transform(
		({metadata, spec}): HelmReleaseObject => ({
			metadata,
			isSuspended: spec.suspend,
			interval: spec.interval,
			driftDetection: spec.driftDetection.mode,
		}),
	),
);

export const KUSTOMIZATIONS: WatchedKind<KustomizationObject> = {
	id: 'kustomizations.kustomize.toolkit.fluxcd.io',
	group: 'kustomize.toolkit.fluxcd.io',
	versions: ['v1', 'v1beta2'],
	resource: 'kustomizations',
	kind: 'Kustomization',
	schema: kustomizationSchema,
	watch: 'cluster',
	isOptional: true,
};

export const HELM_RELEASES: WatchedKind<HelmReleaseObject> = {
	id: 'helmreleases.helm.toolkit.fluxcd.io',
	group: 'helm.toolkit.fluxcd.io',
	versions: ['v2', 'v2beta2'],
	resource: 'helmreleases',
	kind: 'HelmRelease',
	schema: helmReleaseSchema,
	watch: 'cluster',
	isOptional: true,
};
