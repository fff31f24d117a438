import type {Snapshot} from '../domain/cluster/kube-object.ts';
import {closeness, isSameService, type NamedService, serviceOfIstioHost} from '../domain/cluster/service-host.ts';
import {line, type SafeText, safe} from '../domain/text/safe-text.ts';
import {VIRTUAL_SERVICES, type VirtualServiceObject, type VirtualServiceRoute} from '../kinds/virtual-service.ts';
import type {PolicyStatement} from './contract.ts';
import type {Target} from './istio-destination.ts';
import {isExported} from './istio-hosts.ts';

/** The routes of calls to these Services: those of the mesh, and those from gateways to the Services. */
export function routesTo(services: readonly NamedService[], snapshot: Snapshot): readonly VirtualServiceObject[] {
	return snapshot
		.list(VIRTUAL_SERVICES)
		.filter(
			route =>
				services.some(service => isCalledBy(service, route)) ||
				(!isOfMesh(route) && targetsOf([route]).some(({service}) => services.some(one => isSameService(one, service)))),
		);
}

/** Where requests for these Services go by the mesh's routes; to the Services themselves if no route says
 * otherwise. */
export function targetsFor(
	services: readonly NamedService[],
	routes: readonly VirtualServiceObject[],
): readonly Target[] {
	const all = services.flatMap((service): readonly Target[] => {
		const led = targetsOf(routes.filter(route => isOfMesh(route) && isCalledBy(service, route)));
		return led.length > 0 ? led : [{service, subset: null}];
	});
	const keyed = new Map(
		all.map(target => [`${target.service.namespace}/${target.service.name}/${target.subset}`, target]),
	);
	return [...keyed.values()];
}

/** Timeouts and retries by route, and every injected fault. */
export function routeStatements(routes: readonly VirtualServiceObject[]): readonly PolicyStatement[] {
	const entries = routes.flatMap(route =>
		route.routes
			.filter(({protocol}) => protocol === 'http')
			.map(entry => ({entry, at: isOfMesh(route) ? safe`` : safe`at gateway ${line(route.gateways.join(', '))}: `})),
	);
	const settings = entries.flatMap(({entry, at}) => {
		const text = settingsText(entry);
		return text === null ? [] : [{text: safe`${at}${text}`, of: entry}];
	});
	const faults = entries.flatMap(({entry, at}) =>
		entry.faults
			.filter(({percent}) => percent > 0)
			.map(({what, percent}): PolicyStatement => {
				const text = safe`${at}FAULT INJECTED: ${what} for ${percent} %${whichRequests(entry)}`;
				return {concept: 'fault', text, tone: 'critical'};
			}),
	);
	const isOne = new Set(settings.map(({text}) => text)).size === 1 && settings.length === entries.length;
	const texts = isOne ? [settings[0]?.text ?? safe``] : settings.map(({text, of}) => safe`${text}${whichRequests(of)}`);
	if (texts.length === 0) return faults;
	return [...faults, {concept: 'route', text: line(texts.join(' · ')), tone: 'text'}];
}

/** `timeout 10s, 3 retries (2s a try) on 5xx,reset`; null where neither is set. */
function settingsText({timeout, retries}: VirtualServiceRoute): SafeText | null {
	const isEndless = timeout === '0s';
	const limit = timeout === null ? [] : [isEndless ? safe`no timeout` : safe`timeout ${timeout}`];
	const tries = retries === null ? [] : [retriesText(retries)];
	const parts = [...limit, ...tries];
	return parts.length === 0 ? null : line(parts.join(', '));
}

function retriesText({attempts, perTryTimeout, retryOn}: NonNullable<VirtualServiceRoute['retries']>): SafeText {
	// Absent means 0.
	if (!attempts) return safe`no retries`;
	const of = perTryTimeout === null ? safe`` : safe` (${perTryTimeout} a try)`;
	const on = retryOn === null ? safe`` : safe` on ${retryOn}`;
	return safe`${attempts} ${attempts === 1 ? safe`retry` : safe`retries`}${of}${on}`;
}

function whichRequests({name, match}: VirtualServiceRoute): SafeText {
	if (match === null) return name === null ? safe`` : safe` (${name})`;
	return name === null ? safe` (${match})` : safe` (${name}: ${match})`;
}

function targetsOf(routes: readonly VirtualServiceObject[]): readonly Target[] {
	return routes.flatMap(({metadata, routes: entries}) =>
		entries
			.filter(({isDiverted}) => !isDiverted)
			.flatMap(({destinations}) =>
				destinations.flatMap(({host, subset}) => {
					const service = host === null ? null : serviceOfIstioHost(host, metadata.namespace);
					return service === null ? [] : [{service, subset}];
				}),
			),
	);
}

function isCalledBy(service: NamedService, {hosts, metadata, exportTo}: VirtualServiceObject): boolean {
	const isSeen = metadata.namespace === service.namespace || isExported(exportTo, metadata.namespace);
	return isSeen && hosts.some(host => closeness(host, metadata.namespace, service) > 0);
}

function isOfMesh({gateways}: VirtualServiceObject): boolean {
	return gateways.length === 0 || gateways.some(gateway => gateway === 'mesh');
}
