import type {Labels, Snapshot} from '../domain/cluster/kube-object.ts';
import {type NamedService, rootNamespace} from '../domain/cluster/service-host.ts';
import {ident, line, type SafeText, safe} from '../domain/text/safe-text.ts';
import {DESTINATION_RULES} from '../kinds/destination-rule.ts';
import {isAmbient, usesWaypoint} from '../kinds/istio/ambient.ts';
import {NAMESPACES} from '../kinds/namespace.ts';
import {PEER_AUTHENTICATIONS} from '../kinds/peer-authentication.ts';
import {PODS} from '../kinds/pod.ts';
import {SERVICES} from '../kinds/service.ts';
import type {PolicyParts} from '../kinds/traffic-policy.ts';
import {VIRTUAL_SERVICES} from '../kinds/virtual-service.ts';
import type {PolicyQuestion, PolicyReader, PolicyStatement} from './contract.ts';
import {
	type Destination,
	destinationOf,
	namespacesWithTheirOwn,
	partsOf,
	portsOf,
	subsetLabels,
	type Target,
} from './istio-destination.ts';
import {isExported} from './istio-hosts.ts';
import {type Demand, demandStatement, demandsOf} from './istio-mtls.ts';
import {partTexts} from './istio-parts.ts';
import {routeStatements, routesTo, targetsFor} from './istio-routes.ts';

/** Istio's VirtualServices, DestinationRules and PeerAuthentications. */
export const istioPolicy: PolicyReader = {
	id: 'istio',
	kinds: [SERVICES, VIRTUAL_SERVICES, DESTINATION_RULES, PEER_AUTHENTICATIONS, NAMESPACES],
	policyOf(question) {
		const {services, snapshot} = question;
		const [first] = services;
		if (!first) return [];
		const routes = routesTo(services, snapshot);
		const ruled = targetsFor(services, routes).map(target => ({
			...target,
			destination: destinationOf(target.service, snapshot),
		}));
		const pods = podLabels(services, snapshot);
		const demands = demandsOf(first.namespace, pods, question);
		const ambient = isAmbient(first, pods, snapshot);
		const statements = [
			...routeStatements(routes),
			// In ambient mode the nodes' proxies ignore DestinationRules.
			...mtlsStatements(ambient ? [] : ruled, demands, question, first),
			...(['outliers', 'failover', 'balancer', 'pool'] as const).flatMap(concept => partStatement(concept, ruled)),
			...scopeStatements(ruled, snapshot),
		];
		const isUnread = ambient && !services.some(service => usesWaypoint(service, snapshot));
		return isUnread ? statements.map(withoutWaypoint) : statements;
	},
	subsetLabels,
};

interface Ruled extends Target {
	readonly destination: Destination | null;
}

/** The labels of the watched pods; the Services' selectors if no pod is watched. */
function podLabels(services: readonly NamedService[], snapshot: Snapshot): readonly Labels[] {
	const selectors = services.flatMap(({namespace, name}) => {
		const selector = snapshot.get(SERVICES, namespace, name)?.selector ?? {};
		return Object.keys(selector).length === 0 ? [] : [{namespace, pairs: Object.entries(selector), selector}];
	});
	const pods = selectors.flatMap(({namespace, pairs}) =>
		snapshot
			.list(PODS, namespace)
			.filter(({metadata}) => pairs.every(([key, value]) => metadata.labels[key] === value))
			.map(({metadata}) => metadata.labels),
	);
	return pods.length > 0 ? pods : selectors.map(({selector}) => selector);
}

/** One line if all targets agree; else each target by its name. */
function partStatement(concept: keyof typeof partTexts, targets: readonly Ruled[]): readonly PolicyStatement[] {
	const described = targets.flatMap(({destination, ...target}) => {
		if (!destination) return [];
		const ofPorts = portsOf(destination, target.subset).map(({port, ...own}) => ({
			name: safe`port ${port ?? safe`?`}`,
			parts: own as PolicyParts,
		}));
		return [{name: nameOf(target, targets), parts: partsOf(destination, target.subset)}, ...ofPorts].flatMap(
			({name, parts}) => {
				const found = partTexts[concept](parts);
				return found ? [{name, ...found}] : [];
			},
		);
	});
	const byText = [...Map.groupBy(described, ({text}) => text)];
	const isAll = byText.length === 1 && described.length === targets.length;
	const texts = byText.map(([text, group]) => {
		const names = [...new Set(group.map(({name}) => name))];
		return isAll ? text : safe`${line(names.join(', '))}: ${text}`;
	});
	if (texts.length === 0) return [];
	const tone = described.some(part => part.tone === 'warning') ? 'warning' : 'quiet';
	return [{concept, text: line(texts.join(' · ')), tone}];
}

function mtlsStatements(
	targets: readonly Ruled[],
	demands: readonly Demand[] | null,
	{reading}: PolicyQuestion,
	{namespace}: NamedService,
): readonly PolicyStatement[] {
	const asked = targets.flatMap(({destination, ...target}) => {
		const mode = destination ? partsOf(destination, target.subset).tlsMode : null;
		return mode === null ? [] : [{name: nameOf(target, targets), mode}];
	});
	const clashes = asked.flatMap(({name, mode}) => {
		const clash = demands?.find(demand => isClash(mode, demand.mode));
		const whom = asked.length > 1 ? safe` to ${name}` : safe``;
		return clash ? [safe`callers' ${mode} against ${clash.mode}: every request${whom} fails`] : [];
	});
	if (clashes.length > 0) return [{concept: 'mTLS', text: line(clashes.join(' · ')), tone: 'critical'}];
	const plain = asked.filter(({mode}) => mode === 'DISABLE');
	if (plain.length > 0) {
		return [{concept: 'mTLS', text: safe`callers send plain text: DestinationRule tls DISABLE`, tone: 'warning'}];
	}
	if (demands) return [demandStatement(demands)];
	// Say this only if perch cannot read PeerAuthentications, not before the first list has arrived, nor without
	// Istio.
	const isUnread = [namespace, rootNamespace].some(where => reading(PEER_AUTHENTICATIONS.id, where) === 'unread');
	if (!isUnread) return [];
	return [{concept: 'mTLS', text: safe`not known: PeerAuthentications are not all read`, tone: 'quiet'}];
}

/** Whether requests fail: plain text to pods that refuse it, mutual TLS to pods that do not speak it, or a
 * certificate that the pods cannot trust. */
function isClash(sent: SafeText, demanded: SafeText): boolean {
	if (demanded === 'STRICT') return sent === 'DISABLE' || sent === 'SIMPLE';
	return demanded === 'DISABLE' && sent === 'ISTIO_MUTUAL';
}

function scopeStatements(targets: readonly Ruled[], snapshot: Snapshot): readonly PolicyStatement[] {
	const kept = targets.flatMap(({destination, service}) => {
		const rules = destination?.rules ?? [];
		const isKept = rules.length > 0 && rules.every(({exportTo, metadata}) => !isExported(exportTo, metadata.namespace));
		return isKept ? [safe`only callers in ${ident(service.namespace)} follow the DestinationRule`] : [];
	});
	const others = new Set(targets.flatMap(({service}) => namespacesWithTheirOwn(service, snapshot)));
	const own =
		others.size === 0 ? [] : [safe`callers in ${line([...others].join(', '))} have a DestinationRule of their own`];
	const texts = [...new Set([...kept, ...own])];
	return texts.length === 0 ? [] : [{concept: 'scope', text: line(texts.join(' · ')), tone: 'text'}];
}

/** The subset, such as `v2`; the Service if there is no subset; both if the targets are in several Services. */
function nameOf({service, subset}: Target, targets: readonly Target[]): SafeText {
	const isOneService = new Set(targets.map(target => `${target.service.namespace}/${target.service.name}`)).size === 1;
	if (subset === null) return ident(service.name);
	return isOneService ? subset : safe`${ident(service.name)}/${subset}`;
}

/** Only a proxy that reads requests could apply this setting, and there is none without a waypoint. */
function withoutWaypoint(statement: PolicyStatement): PolicyStatement {
	if (statement.concept === 'mTLS' || statement.concept === 'scope') return statement;
	return {...statement, text: safe`no effect without a waypoint: ${statement.text}`, tone: 'warning'};
}
