import type {NamedService, RouteRule} from '../domain/cluster/service-host.ts';
import type {ToldName} from '../domain/signals/told-name.ts';
import type {AnchorRelease, AnchorRoute, AnchorService} from './anchor-parts.ts';

/** The Services, or applications without one, that a told name may mean: none where the cluster has nothing of that
 * name, several where the name does not tell which. */
export type ToldServices = (told: ToldName) => readonly NamedService[];

/** Finds Services by names that hold more or less than a Service's. Built on first use: most providers name Services
 * plainly. */
export function createToldServices(objects: {
	readonly services: Iterable<AnchorService>;
	readonly releases: Iterable<AnchorRelease>;
	readonly routes: Iterable<AnchorRoute>;
}): ToldServices {
	let dashed: ReadonlyMap<string, readonly AnchorService[]> | undefined;
	let applications: ReadonlyMap<string, readonly NamedService[]> | undefined;
	let routes: ReadonlyMap<string, AnchorRoute> | undefined;
	return told => {
		if (told.kind === 'dashed') {
			dashed ??= byDashedName(objects.services);
			return ofDashed(dashed, told);
		}
		if (told.kind === 'application') {
			applications ??= byApplication(objects);
			const found = applications.get(told.text) ?? [];
			if (told.namespace === null) return found;
			return [
				found.find(({namespace}) => namespace === told.namespace) ?? {namespace: told.namespace, name: told.text},
			];
		}
		routes ??= new Map(Array.from(objects.routes, route => [pathOf(route.metadata), route]));
		const backends = backendsOf(routes.get(pathOf({namespace: told.namespace, name: told.text})), told.rule);
		return servicesOf(told.backend === undefined ? backends : backends.slice(told.backend, told.backend + 1));
	};
}

/** Tries each dash as the one before the port, where the name has one: the Service must have it. */
function ofDashed(
	services: ReadonlyMap<string, readonly AnchorService[]>,
	{text, namespace, isWithoutPort}: Extract<ToldName, {kind: 'dashed'}>,
): readonly NamedService[] {
	const parts = text.split('-');
	const whole = services.get(text) ?? [];
	const withPort = parts.slice(1).flatMap((_part, at) => {
		const [name, port] = [parts.slice(0, at + 1).join('-'), parts.slice(at + 1).join('-')];
		const named = services.get(name) ?? [];
		return named.filter(({ports}) => ports.some(one => one.name === port || String(one.port) === port));
	});
	const found = isWithoutPort ? whole : withPort;
	return namesOf(found).filter(service => namespace === null || service.namespace === namespace);
}

function byDashedName(services: Iterable<AnchorService>): ReadonlyMap<string, readonly AnchorService[]> {
	return Map.groupBy(services, ({metadata: {namespace, name}}) => `${namespace}-${name}`);
}

/** Applications call themselves like their Service, or like what runs them. A Service goes before a workload of its
 * namespace with the same name. */
function byApplication({
	services,
	releases,
}: {
	readonly services: Iterable<AnchorService>;
	readonly releases: Iterable<AnchorRelease>;
}): ReadonlyMap<string, readonly NamedService[]> {
	const named = [...namesOf(services), ...Array.from(releases, ({namespace, name}) => ({namespace, name}))];
	const once = new Map(named.map(service => [pathOf(service), service]));
	return Map.groupBy(once.values(), ({name}) => name);
}

/** The rules that lead to each Service, by its path. */
export function rulesByService(routes: Iterable<AnchorRoute>): ReadonlyMap<string, readonly RouteRule[]> {
	const found = Array.from(routes, route => {
		const {namespace, name} = route.metadata;
		return route.rules.flatMap((_rule, rule) => {
			const leadsTo = servicesOf(backendsOf(route, rule));
			return leadsTo.map(service => ({path: pathOf(service), rule: {namespace, name, rule, leadsTo}}));
		});
	});
	const byPath = Map.groupBy(found.flat(), ({path}) => path);
	return new Map(Array.from(byPath, ([path, own]) => [path, own.map(({rule}) => rule)]));
}

type Backend = AnchorRoute['rules'][number]['backends'][number];

/** The backends of a rule, in its order, with the namespace of the route where they have none of their own. */
function backendsOf(route: AnchorRoute | undefined, rule: number): readonly Backend[] {
	const backends = route?.rules[rule]?.backends ?? [];
	return backends.map(({kind, namespace, name}) => ({
		kind,
		namespace: namespace ?? route?.metadata.namespace ?? null,
		name,
	}));
}

function servicesOf(backends: readonly Backend[]): readonly NamedService[] {
	return backends
		.filter(({kind}) => kind === null || kind === 'Service')
		.map(({namespace, name}) => ({namespace: namespace ?? '', name}));
}

function namesOf(services: Iterable<AnchorService>): readonly NamedService[] {
	return Array.from(services, ({metadata: {namespace, name}}) => ({namespace, name}));
}

function pathOf({namespace, name}: NamedService): string {
	return `${namespace}/${name}`;
}
