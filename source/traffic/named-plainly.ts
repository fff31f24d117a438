import type {AnchorKey} from '../domain/cluster/keys.ts';
import {isSameService, type NamedService} from '../domain/cluster/service-host.ts';
import {type TrafficIdentity, toldKey} from '../domain/signals/signals.ts';
import type {ToldName} from '../domain/signals/told-name.ts';
import {ident} from '../domain/text/safe-text.ts';
import type {ServiceObject} from '../kinds/service.ts';
import type {AnchorIndex} from './anchor-index.ts';
import type {ToldServices} from './told-services.ts';

/** The Services of one row that names mean, by `toldKey`: plain data, for whoever has no objects of the cluster. */
export type ToldNames = Readonly<Record<string, readonly NamedService[]>>;

/** The sample by the Service that it means, where its provider names that otherwise. A name that means several keeps
 * standing for all of them; one that means nothing is left as it is. */
export function namedPlainly<S extends {readonly identity: TrafficIdentity}>(sample: S, servicesOf: ToldServices): S {
	const {told, ...identity} = sample.identity;
	const [first, ...others] = told ? servicesOf(told) : [];
	if (!told || !first) return sample;
	const namespace = ident(first.namespace);
	if (others.length > 0) return {...sample, identity: {...sample.identity, namespace}};
	return {...sample, identity: {...identity, namespace, service: ident(first.name)}};
}

export function servicesIn(names: ToldNames): ToldServices {
	return told => names[toldKey(told)] ?? [];
}

/** All names that a provider may have for these Services of a row, as far as each means nothing but the row. */
export function toldNamesOf(
	index: AnchorIndex,
	row: {readonly key: AnchorKey; readonly services: readonly NamedService[]},
	objects: readonly ServiceObject[],
): ToldNames {
	const own = row.services.flatMap(service => namesOf(service, portsOf(service, objects)));
	return Object.fromEntries(
		own
			.filter(told => index.anchorOfTold(told)?.key === row.key)
			.map(told => [toldKey(told), index.servicesOfTold(told).map(({namespace, name}) => ({namespace, name}))]),
	);
}

function namesOf(service: NamedService, ports: readonly string[]): readonly ToldName[] {
	const {applications = [], rules = []} = service;
	const beside = [null, ident(service.namespace)];
	const whole = `${service.namespace}-${service.name}`;
	return [
		...beside.flatMap((namespace): readonly ToldName[] => [
			{kind: 'dashed', text: ident(whole), namespace, isWithoutPort: true},
			...ports.map(port => ({kind: 'dashed', text: ident(`${whole}-${port}`), namespace}) as const),
			...[service.name, ...applications].map(name => ({kind: 'application', text: ident(name), namespace}) as const),
		]),
		...rules.flatMap(({namespace, name, rule}) => {
			const told = {kind: 'route', namespace: ident(namespace), text: ident(name), rule} as const;
			return [told, ...Array.from({length: mostBackends}, (_, backend) => ({...told, backend}))];
		}),
	];
}

/** A rule of the Gateway API has no more of them. */
const mostBackends = 16;

function portsOf({namespace, name}: NamedService, objects: readonly ServiceObject[]): readonly string[] {
	const own = objects.filter(({metadata}) => isSameService(metadata, {namespace, name}));
	const ports = own.flatMap(object => object.ports.flatMap(port => [port.name ?? [], port.port ?? []].flat()));
	return [...new Set(ports.map(String))];
}
