import type {ObjectRef, Snapshot} from '../../domain/kube-object.ts';
import {HTTP_ROUTES} from '../../domain/objects/http-route.ts';
import {TRAFFIC_SPLITS} from '../../domain/objects/traffic-split.ts';
import {VIRTUAL_SERVICES} from '../../domain/objects/virtual-service.ts';
import type {SafeText} from '../../domain/safe-text.ts';
import {ident, safe} from '../../domain/safe-text.ts';
import type {CanaryObject} from './canary.ts';

/** The route that Flagger writes for a Canary, by the name of the apex. */
export interface CanaryRoute {
	readonly ref: ObjectRef;
	/** `VirtualService cart` */
	readonly name: SafeText;
	/** The canary's share of what the rule matches, in percent. */
	readonly percent: number;
}

export const routeKinds = [VIRTUAL_SERVICES, HTTP_ROUTES, TRAFFIC_SPLITS] as const;

/** The first of the routes named as the apex that leads to the canary; null where there is none. */
export function routeOf(canary: CanaryObject, snapshot: Snapshot): CanaryRoute | null {
	const {namespace} = canary.metadata;
	for (const kind of routeKinds) {
		const percent = lastShare(canary, destinations(kind.id, canary, snapshot));
		if (percent === null) continue;
		const ref = {kindId: kind.id, namespace, name: canary.apex};
		return {ref, name: safe`${ident(kind.kind)} ${canary.apex}`, percent};
	}
	return null;
}

export function primaryServiceOf({apex}: CanaryObject): SafeText {
	return safe`${apex}-primary`;
}

export function canaryServiceOf({apex}: CanaryObject): SafeText {
	return safe`${apex}-canary`;
}

/** A host is a Service's name, alone or followed by its namespace and domain. */
export function isHostOf(host: string | null, service: string): boolean {
	return host !== null && (host === service || host.startsWith(`${service}.`));
}

interface Destination {
	readonly host: SafeText | null;
	readonly weight: number;
}

function destinations(
	kindId: string,
	{apex, metadata: {namespace}}: CanaryObject,
	snapshot: Snapshot,
): readonly (readonly Destination[])[] {
	switch (kindId) {
		case VIRTUAL_SERVICES.id:
			return (snapshot.get(VIRTUAL_SERVICES, namespace, apex)?.routes ?? []).map(route => route.destinations);
		case HTTP_ROUTES.id:
			return (snapshot.get(HTTP_ROUTES, namespace, apex)?.rules ?? []).map(({backends}) =>
				backends.map(({name, weight}) => ({host: name, weight: weight ?? 1})),
			);
		default: {
			const split = snapshot.get(TRAFFIC_SPLITS, namespace, apex);
			return split ? [split.backends.map(({service, weight}) => ({host: service, weight: weight ?? 0}))] : [];
		}
	}
}

/** With session affinity a rule for known visitors stands first, and all of it goes to the canary: the last one weighs. */
function lastShare(canary: CanaryObject, rules: readonly (readonly Destination[])[]): number | null {
	const isCanary = ({host}: Destination) => isHostOf(host, canaryServiceOf(canary));
	const rule = rules.findLast(candidates => candidates.some(isCanary));
	if (!rule) return null;
	const total = rule.reduce((sum, {weight}) => sum + weight, 0);
	if (total === 0) return rule.length === 1 ? 100 : 0;
	const share = rule.filter(isCanary).reduce((sum, {weight}) => sum + weight, 0);
	return Math.round((share * 10_000) / total) / 100;
}
