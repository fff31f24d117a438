import type {ObjectRef, Snapshot} from '../../domain/cluster/kube-object.ts';
import type {SafeText} from '../../domain/text/safe-text.ts';
import {ident, safe} from '../../domain/text/safe-text.ts';
import type {CanaryObject} from '../../kinds/flagger/canary.ts';
import {HTTP_ROUTES} from '../../kinds/http-route.ts';
import {TRAFFIC_SPLITS} from '../../kinds/traffic-split.ts';
import {VIRTUAL_SERVICES} from '../../kinds/virtual-service.ts';

/** The route that Flagger writes for a Canary; it bears the name of the apex. */
export interface CanaryRoute {
	readonly ref: ObjectRef;
	/** `VirtualService cart` */
	readonly name: SafeText;
	/** The canary's share by the rule that Flagger reads and writes, in percent. */
	readonly percent: number;
	/** Every rule that leads to the primary or the canary. */
	readonly rules: readonly [RouteRule, ...RouteRule[]];
}

export interface RouteRule {
	/** `VirtualService cart`, `VirtualService cart, rule 2` where there are several. */
	readonly where: SafeText;
	/** The canary's share of what the rule matches, in percent. */
	readonly percent: number;
	/** The rule takes only some requests. */
	readonly isMatched: boolean;
}

export const routeKinds = [VIRTUAL_SERVICES, HTTP_ROUTES, TRAFFIC_SPLITS] as const;

/** The first route with the name of the apex that leads to the canary; null if there is none. */
export function routeOf(canary: CanaryObject, snapshot: Snapshot): CanaryRoute | null {
	const {namespace} = canary.metadata;
	for (const kind of routeKinds) {
		const name = safe`${ident(kind.kind)} ${canary.apex}`;
		const found = destinations(kind.id, canary, snapshot).filter(rule => leadsToEither(canary, rule));
		const weighing = found.findLast(rule => rule.destinations.some(one => isCanarys(canary, one)));
		if (!weighing) continue;
		const [first, ...others] = found.map(
			(rule): RouteRule => ({
				where: found.length === 1 ? name : safe`${name}, ${rule.name}`,
				percent: shareOf(canary, rule.destinations),
				isMatched: rule.isMatched,
			}),
		);
		if (!first) continue;
		// With session affinity the first rule sends all known visitors to the canary: the last rule splits by weight.
		const percent = shareOf(canary, weighing.destinations);
		return {ref: {kindId: kind.id, namespace, name: canary.apex}, name, percent, rules: [first, ...others]};
	}
	return null;
}

/** The rule that sends the largest share to the canary: perch shows its share for the whole route. */
export function worstRule([first, ...others]: CanaryRoute['rules']): RouteRule {
	return others.reduce((worst, rule) => (rule.percent > worst.percent ? rule : worst), first);
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

interface Rule {
	/** `rule 2`, `route b2b` */
	readonly name: SafeText;
	readonly isMatched: boolean;
	readonly destinations: readonly Destination[];
}

function destinations(
	kindId: string,
	{apex, metadata: {namespace}}: CanaryObject,
	snapshot: Snapshot,
): readonly Rule[] {
	switch (kindId) {
		case VIRTUAL_SERVICES.id:
			return (snapshot.get(VIRTUAL_SERVICES, namespace, apex)?.routes ?? []).map((route, at) => ({
				name: route.name === null ? safe`rule ${at + 1}` : safe`route ${route.name}`,
				isMatched: route.match !== null,
				destinations: route.isDiverted ? [] : route.destinations,
			}));
		case HTTP_ROUTES.id:
			return (snapshot.get(HTTP_ROUTES, namespace, apex)?.rules ?? []).map(
				({name, match, isRedirect, backends}, at) => ({
					name: name === null ? safe`rule ${at + 1}` : safe`rule ${name}`,
					isMatched: match !== null,
					destinations: isRedirect ? [] : backends.map(backend => ({host: backend.name, weight: backend.weight ?? 1})),
				}),
			);
		default: {
			const split = snapshot.get(TRAFFIC_SPLITS, namespace, apex);
			if (!split) return [];
			const backends = split.backends.map(({service, weight}) => ({host: service, weight: weight ?? 0}));
			return [{name: safe`rule 1`, isMatched: split.groups.length > 0, destinations: backends}];
		}
	}
}

function leadsToEither(canary: CanaryObject, rule: Rule): boolean {
	return rule.destinations.some(one => isCanarys(canary, one) || isHostOf(one.host, primaryServiceOf(canary)));
}

function isCanarys(canary: CanaryObject, {host}: Destination): boolean {
	return isHostOf(host, canaryServiceOf(canary));
}

function shareOf(canary: CanaryObject, rule: readonly Destination[]): number {
	const own = rule.filter(one => isCanarys(canary, one));
	// A single destination takes all, whatever its weight.
	if (rule.length === 1) return own.length * 100;
	const total = rule.reduce((sum, {weight}) => sum + weight, 0);
	if (total === 0) return 0;
	return Math.round((own.reduce((sum, {weight}) => sum + weight, 0) * 10_000) / total) / 100;
}
