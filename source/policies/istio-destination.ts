import type {Labels, Snapshot} from '../domain/cluster/kube-object.ts';
import {closeness, type NamedService, rootNamespace} from '../domain/cluster/service-host.ts';
import type {SafeText} from '../domain/text/safe-text.ts';
import {DESTINATION_RULES, type DestinationRuleObject, type RuleSubset} from '../kinds/destination-rule.ts';
import type {PolicyParts, TrafficPolicy} from '../kinds/traffic-policy.ts';
import {isExported} from './istio-hosts.ts';

/** Where requests go after all routes: to the endpoints of a Service, or to the part that a subset names. */
export interface Target {
	readonly service: NamedService;
	readonly subset: SafeText | null;
}

/** The DestinationRules of a host as Istio combines them for most callers. */
export interface Destination {
	readonly rules: readonly DestinationRuleObject[];
	readonly policy: TrafficPolicy | null;
	readonly subsets: readonly RuleSubset[];
}

/** The rules that callers follow: those in the Service's own namespace, else those of the whole mesh. Of several
 * matching hosts the closest one counts. Several rules for one host act as one, with the oldest policy. Leaves out
 * rules that only some callers' pods follow. Null when there are none. */
export function destinationOf(service: NamedService, snapshot: Snapshot): Destination | null {
	const rules = [service.namespace, rootNamespace]
		.map(namespace => closest(rulesIn(namespace, service, snapshot), service))
		.find(found => found.length > 0);
	if (!rules) return null;
	return {
		rules,
		policy: rules.find(({policy}) => policy !== null)?.policy ?? null,
		subsets: rules.flatMap(({subsets}) => subsets),
	};
}

/** Namespaces with their own rule for this Service; callers in them follow it instead of the common rule. */
export function namespacesWithTheirOwn(service: NamedService, snapshot: Snapshot): readonly SafeText[] {
	const namespaces = snapshot
		.list(DESTINATION_RULES)
		.filter(({metadata, host}) => closeness(host, metadata.namespace, service) > 0)
		.map(({metadata}) => metadata.namespace)
		.filter(namespace => namespace !== service.namespace && namespace !== rootNamespace);
	return [...new Set(namespaces)].toSorted();
}

/** The policy of a target: each part that its subset sets replaces the host's part. */
export function partsOf({policy, subsets}: Destination, subset: SafeText | null): PolicyParts {
	const own = subset === null ? null : (subsets.find(({name}) => name === subset)?.trafficPolicy ?? null);
	return {
		loadBalancer: own?.loadBalancer ?? policy?.loadBalancer ?? null,
		connectionPool: own?.connectionPool ?? policy?.connectionPool ?? null,
		outlierDetection: own?.outlierDetection ?? policy?.outlierDetection ?? null,
		tlsMode: own?.tlsMode ?? policy?.tlsMode ?? null,
	};
}

/** The settings per port, of the subset and of the host. */
export function portsOf({policy, subsets}: Destination, subset: SafeText | null): TrafficPolicy['ports'] {
	const own = subsets.find(({name}) => name === subset)?.trafficPolicy?.ports ?? [];
	const ofHost = policy?.ports ?? [];
	return [...own, ...ofHost.filter(({port}) => !own.some(other => other.port === port))];
}

export function subsetLabels(service: NamedService, subset: SafeText, snapshot: Snapshot): Labels | null {
	return destinationOf(service, snapshot)?.subsets.find(({name}) => name === subset)?.labels ?? null;
}

function rulesIn(namespace: string, service: NamedService, snapshot: Snapshot): readonly DestinationRuleObject[] {
	return snapshot.list(DESTINATION_RULES, namespace).filter(({metadata, host, callers, exportTo}) => {
		const isSeen = namespace === service.namespace || isExported(exportTo, namespace);
		return isSeen && Object.keys(callers).length === 0 && closeness(host, metadata.namespace, service) > 0;
	});
}

function closest(rules: readonly DestinationRuleObject[], service: NamedService): readonly DestinationRuleObject[] {
	const of = ({host, metadata}: DestinationRuleObject) => closeness(host, metadata.namespace, service);
	const best = Math.max(...rules.map(of));
	return rules
		.filter(rule => of(rule) === best)
		.toSorted((one, other) => (one.metadata.createdAtMs ?? 0) - (other.metadata.createdAtMs ?? 0));
}
