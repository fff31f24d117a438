import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import type {JsonPatchOperation} from '../../source/domain/release/plan.ts';
import type {ReleaseBackend} from '../../source/releases/contract.ts';
import {virtualService} from '../../source/releases/routes/kinds/virtual-service.ts';
import type {Scene} from './operator.ts';
import {deployment, routeScene, service} from './route-scene.ts';

export const reviewsBackend = virtualService as unknown as ReleaseBackend;

/** The Service and the Deployments behind the recorded route. */
export const workloads = [
	service('reviews', {app: 'reviews'}),
	deployment('reviews-v1', {app: 'reviews', version: 'v1'}, '1.18.0'),
	deployment('reviews-v2', {app: 'reviews', version: 'v2'}, '1.19.0', 1),
];

/** The recorded VirtualService of reviews, changed. */
export function reviews(changes: readonly JsonPatchOperation[] = [], beside: readonly RawObject[] = workloads): Scene {
	return routeScene(reviewsBackend, 'istio', changes, beside);
}

export const weight = (at: number, value: number, rule = 1): JsonPatchOperation => ({
	op: 'replace',
	path: `/spec/http/${rule}/route/${at}/weight`,
	value,
});

/** A second rule with weights, in front of the others. */
export const mobile: JsonPatchOperation = {
	op: 'add',
	path: '/spec/http/0',
	value: {
		name: 'mobile',
		match: [{headers: {'x-client': {exact: 'mobile'}}}, {uri: {prefix: '/m/'}, method: {exact: 'GET'}}],
		route: [
			{destination: {host: 'reviews', subset: 'v1'}, weight: 95},
			{destination: {host: 'reviews', subset: 'v2'}, weight: 5},
		],
	},
};
