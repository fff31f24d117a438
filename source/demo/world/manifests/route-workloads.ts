import type {Deployment} from '../../controllers/kube-types.ts';
import type {RoutedService} from '../services/route-services.ts';
import {deploymentManifest, type Stored, serviceManifest} from './manifests.ts';

/** How a service's versions are separated: by the labels of their pods, by a Service for each version (the
 * default) beside the called one or alone, or by the Service's selector. */
const told: Readonly<Record<string, 'labels' | 'sides' | 'selector'>> = {
	reviews: 'labels',
	invoices: 'labels',
	billing: 'labels',
	storefront: 'sides',
	tickets: 'selector',
};

/** The called Service, and the Services of its versions. */
export function routedServices({name, sides, namespace}: RoutedService): readonly Stored[] {
	const sideServices = sides.map(({suffix}, index) =>
		serviceManifest(namespace, `${name}-${suffix}`, {app: name, version: `v${index + 1}`}),
	);
	switch (told[name]) {
		case 'labels':
			return [serviceManifest(namespace, name, {app: name})];
		case 'selector':
			return [serviceManifest(namespace, name, {app: name, slot: sides[0].suffix})];
		case 'sides':
			return sideServices;
		default:
			return [serviceManifest(namespace, name, {app: name}), ...sideServices];
	}
}

/** The Deployment of a service's older (0) or newer (1) version. */
export function sideDeployment(service: RoutedService, side: 0 | 1): Stored {
	const {name, versions, sides} = service;
	const {suffix, replicas} = sides[side];
	const version = `v${side + 1}`;
	const labels = {app: name, version, ...(told[name] === 'selector' ? {slot: suffix} : {})};
	const {resource, object} = deploymentManifest(service, versions[side]?.tag ?? '', {
		rollingUpdate: {maxSurge: '25%', maxUnavailable: '25%'},
	});
	const {metadata, spec} = object as Deployment;
	const template = {...spec.template, metadata: {labels, ...consulAnnotations(name, version)}};
	return {
		resource,
		object: {
			...object,
			metadata: {...metadata, name: `${name}-${suffix}`, labels},
			spec: {...spec, replicas, selector: {matchLabels: labels}, template},
		},
	};
}

/** Consul reads a pod's version from an annotation. */
function consulAnnotations(name: string, version: string): {readonly annotations?: Readonly<Record<string, string>>} {
	if (name !== 'billing') return {};
	const annotations = {
		'consul.hashicorp.com/connect-inject': 'true',
		'consul.hashicorp.com/service-meta-version': version,
	};
	return {annotations};
}
