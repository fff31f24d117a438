import type {Json, ObjectRef, RawObject} from '../../../domain/cluster/kube-object.ts';
import type {JsonPatchOperation, PatchStep} from '../../../domain/release/plan.ts';
import {safe} from '../../../domain/text/safe-text.ts';
import type {CanaryObject} from '../../../kinds/flagger/canary.ts';
import {HTTP_ROUTES} from '../../../kinds/http-route.ts';
import {VIRTUAL_SERVICES} from '../../../kinds/virtual-service.ts';
import {pointer, rawAt, testOf} from '../../common/raw.ts';
import {canaryServiceOf, isHostOf, primaryServiceOf} from '../route.ts';

type Path = readonly (string | number)[];

/**
 * The step that gives the canary this percentage in the rule that splits by weight; the primary takes the rest.
 * At 0 it changes every rule that leads to the canary. The patch tests that the destinations are where they
 * were. Null if a rule has no such pair, or if nothing would change.
 */
export function routeStep(ref: ObjectRef, route: RawObject, canary: CanaryObject, percent: number): PatchStep | null {
	const lists = rulesOf(ref, route).filter(path => indexOf(route, path, ref, canaryServiceOf(canary)) !== -1);
	const rules = percent === 0 ? lists : lists.slice(-1);
	const perRule = rules.map(list => writesOf(ref, route, canary, list, percent));
	const writes = perRule.flatMap(found => found ?? []);
	if (perRule.includes(null) || writes.length === 0) return null;
	const uid = testOf(route, 'metadata', 'uid');
	const names = writes.flatMap(({host}) => testOf(route, ...host));
	return {
		kind: 'patch',
		label: safe`${percent}% to ${canaryServiceOf(canary)}`,
		ref,
		subresource: null,
		patch: [
			...uid,
			...names,
			...writes.filter(({path, host}) => path !== host).flatMap(({path}) => testOf(route, ...path)),
			...writes.map(({path, value}): JsonPatchOperation => ({op: 'add', path: pointer(...path), value})),
		],
		after: writes
			.filter(({isCanarys}) => isCanarys)
			.map(({path, value}) => ({pointer: pointer(...path), op: 'equals', value})),
		inverse: [
			...uid,
			...writes.filter(({path, host}) => path !== host).flatMap(({host}) => testOf(route, ...host)),
			...writes.map(({path, value}): JsonPatchOperation => ({op: 'test', path: pointer(...path), value})),
			...writes.map(({path}) => restored(route, path)),
		],
	};
}

interface Write {
	readonly path: Path;
	readonly value: Json;
	/** Where the host is, to test that the destination is still the one in this place. */
	readonly host: Path;
	readonly isCanarys: boolean;
}

/** The writes that give the canary this share in one rule; null if that is impossible. */
function writesOf(
	ref: ObjectRef,
	route: RawObject,
	canary: CanaryObject,
	list: Path,
	percent: number,
): readonly Write[] | null {
	const at = [...list, indexOf(route, list, ref, canaryServiceOf(canary))];
	const place = indexOf(route, list, ref, primaryServiceOf(canary));
	const host = [...at, ...hostPath(ref)];
	if (place === -1) {
		// A rule with only the canary has no share to change: the whole rule is led to the primary.
		if (percent > 0 || listAt(route, list).length > 1) return null;
		const named = String(rawAt(route, ...host));
		const value = `${primaryServiceOf(canary)}${named.slice(canaryServiceOf(canary).length)}`;
		return [{path: host, value, host, isCanarys: true}];
	}
	const other = [...list, place];
	const writes: readonly Write[] = [
		{path: [...other, 'weight'], value: 100 - percent, host: [...other, ...hostPath(ref)], isCanarys: false},
		{path: [...at, 'weight'], value: percent, host, isCanarys: true},
	];
	return writes.every(({path, value}) => rawAt(route, ...path) === value) ? [] : writes;
}

function restored(route: RawObject, path: Path): JsonPatchOperation {
	const value = rawAt(route, ...path);
	return value === undefined ? {op: 'remove', path: pointer(...path)} : {op: 'replace', path: pointer(...path), value};
}

/** The paths of a route's lists of weighted destinations, in the route's order. */
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
