import type {Json, ObjectRef, RawObject} from '../../../domain/kube-object.ts';
import {HTTP_ROUTES} from '../../../domain/objects/http-route.ts';
import {VIRTUAL_SERVICES} from '../../../domain/objects/virtual-service.ts';
import type {JsonPatchOperation, PatchStep} from '../../../domain/plan.ts';
import {safe} from '../../../domain/safe-text.ts';
import {pointer, rawAt, testOf} from '../../common/raw.ts';
import type {CanaryObject} from '../canary.ts';
import {canaryServiceOf, isHostOf, primaryServiceOf} from '../route.ts';

type Path = readonly (string | number)[];

/**
 * The canary's share in the rule that weighs, in percent; the primary takes the rest. Both destinations must stand
 * where they stood. Null where the route has no such pair, or that share already.
 */
export function routeStep(ref: ObjectRef, route: RawObject, canary: CanaryObject, percent: number): PatchStep | null {
	const list = rulesOf(ref, route).findLast(path => indexOf(route, path, ref, canaryServiceOf(canary)) !== -1);
	if (!list) return null;
	const at = indexOf(route, list, ref, canaryServiceOf(canary));
	const other = indexOf(route, list, ref, primaryServiceOf(canary));
	if (other === -1) return null;
	const wanted = [
		{path: [...list, other], weight: 100 - percent},
		{path: [...list, at], weight: percent},
	];
	if (wanted.every(({path, weight}) => rawAt(route, ...path, 'weight') === weight)) return null;
	const uid = testOf(route, 'metadata', 'uid');
	const names = wanted.flatMap(({path}) => testOf(route, ...path, ...hostPath(ref)));
	return {
		kind: 'patch',
		label: safe`${percent}% to ${canaryServiceOf(canary)}`,
		ref,
		subresource: null,
		patch: [
			...uid,
			...names,
			...wanted.flatMap(({path}) => testOf(route, ...path, 'weight')),
			...wanted.map(
				({path, weight}): JsonPatchOperation => ({op: 'add', path: pointer(...path, 'weight'), value: weight}),
			),
		],
		after: [{pointer: pointer(...list, at, 'weight'), op: 'equals', value: percent}],
		inverse: [
			...uid,
			...names,
			...wanted.map(
				({path, weight}): JsonPatchOperation => ({op: 'test', path: pointer(...path, 'weight'), value: weight}),
			),
			...wanted.map(({path}) => restored(route, [...path, 'weight'])),
		],
	};
}

function restored(route: RawObject, path: Path): JsonPatchOperation {
	const value = rawAt(route, ...path);
	return value === undefined ? {op: 'remove', path: pointer(...path)} : {op: 'replace', path: pointer(...path), value};
}

/** The lists of weighted destinations of a route, in its order. */
function rulesOf({kindId}: ObjectRef, route: RawObject): readonly Path[] {
	switch (kindId) {
		case VIRTUAL_SERVICES.id:
			return ['http', 'tls', 'tcp'].flatMap(protocol =>
				listAt(route, ['spec', protocol]).map((_, at) => ['spec', protocol, at, 'route']),
			);
		case HTTP_ROUTES.id:
			return listAt(route, ['spec', 'rules']).map((_, at) => ['spec', 'rules', at, 'backendRefs']);
		default:
			return [['spec', 'backends']];
	}
}

function hostPath({kindId}: ObjectRef): readonly string[] {
	if (kindId === VIRTUAL_SERVICES.id) return ['destination', 'host'];
	return kindId === HTTP_ROUTES.id ? ['name'] : ['service'];
}

function indexOf(route: RawObject, list: Path, ref: ObjectRef, service: string): number {
	return listAt(route, list).findIndex(entry => {
		const host = rawAt(entry, ...hostPath(ref));
		return typeof host === 'string' && isHostOf(host, service);
	});
}

function listAt(object: RawObject, path: Path): readonly Json[] {
	const list = rawAt(object, ...path);
	return Array.isArray(list) ? (list as readonly Json[]) : [];
}
