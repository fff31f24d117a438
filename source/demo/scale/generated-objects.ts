import {nameSuffix, uidFrom} from '../api/identifiers.ts';
import {templateHash} from '../controllers/pod-template.ts';
import {hashLabel} from '../controllers/rollout/rollout-types.ts';
import {eventLifeMs} from '../controllers/writes.ts';
import {seededFraction} from '../prometheus/series/seeded.ts';
import {namespaceManifest, type Stored} from '../world/manifests/manifests.ts';
import {podTemplate} from '../world/manifests/pod-templates.ts';
import type {GeneratedService, GeneratedStory} from './generated-services.ts';
import {prototype, prototypeRevision} from './prototypes.ts';
import {type Stamp, stampOf} from './stamp.ts';

/** The objects of all generated services: copies of the prototypes, each with names, uids, addresses and times of its
 * own. */
export function* generatedObjects({
	services,
	prototypes,
	seed,
	speed,
	nowMs,
}: {
	readonly services: readonly GeneratedService[];
	readonly prototypes: Readonly<Record<GeneratedStory, readonly Stored[]>>;
	readonly seed: number;
	readonly speed: number;
	readonly nowMs: number;
}): Generator<Stored> {
	for (const name of new Set(services.map(({namespace}) => namespace))) yield namespaceManifest(name);
	const templates = new Map<GeneratedStory, Template>();
	const addresses = {pods: 0, services: 0};
	for (const service of services) {
		const template = templates.get(service.story) ?? templateOf(prototypes[service.story]);
		templates.set(service.story, template);
		const values = template.tokens.map(({of, text}, index) => of({service, seed, index, text, addresses}));
		const shiftMs = shiftOf(service, seed, speed);
		for (const {resource, stamp} of template.stamps) {
			const object = stamp(values, shiftMs) as Stored['object'];
			if (resource === 'events' && Date.parse(String(object.lastTimestamp)) < nowMs - eventLifeMs) continue;
			yield {resource, object: withSortedEndpoints(object)};
		}
	}
}

/** The controller lists the pods of a slice by name, and those of a copy are named anew. */
function withSortedEndpoints(object: Stored['object']): Stored['object'] {
	if (object.kind !== 'EndpointSlice') return object;
	const endpoints = object.endpoints as readonly {readonly targetRef: {readonly name: string}}[];
	return {
		...object,
		endpoints: endpoints.toSorted((left, right) => (left.targetRef.name < right.targetRef.name ? -1 : 1)),
	};
}

interface Template {
	readonly tokens: readonly Token[];
	readonly stamps: readonly {readonly resource: string; readonly stamp: Stamp}[];
}

/** A text of the prototype, and what stands for it in a copy. */
interface Token {
	readonly text: string;
	readonly of: (copy: Copy) => string;
}

interface Copy {
	readonly service: GeneratedService;
	readonly seed: number;
	/** The token's own. */
	readonly index: number;
	readonly text: string;
	/** How many were given out. */
	readonly addresses: {pods: number; services: number};
}

function templateOf(objects: readonly Stored[]): Template {
	const found = new Map<string, Token['of']>([
		[prototype.name, ({service}) => service.name],
		[prototype.namespace, ({service}) => service.namespace],
		...[0, 1].map(at => [prototype.versions[at]?.tag ?? '', versionAt(at)] as const),
		...[0, 1, 2].map(at => [String(prototypeRevision + at), revisionAt(at)] as const),
		...[0, 1].map(at => [templateHash(podTemplate(prototype, prototype.versions[at]?.tag ?? '')), hashAt(at)] as const),
	]);
	for (const {resource, object} of objects) for (const [text, of] of ownTokens(resource, object)) found.set(text, of);
	// Containers are named by the uid of their pod, without its dashes.
	for (const {resource, object} of objects) {
		const uid = object.metadata.uid ?? '';
		if (resource === 'pods') found.set(uid.replaceAll('-', ''), copy => newUid(copy, uid).replaceAll('-', ''));
	}
	const whole = JSON.stringify(objects);
	const tokens = [...found].filter(([text]) => whole.includes(text)).map(([text, of]) => ({text, of}));
	const texts = tokens.map(({text}) => text);
	return {
		tokens,
		stamps: objects.map(({resource, object}) => ({resource, stamp: stampOf(withoutVersion(object), texts)})),
	};
}

const hashLabels = [hashLabel, 'pod-template-hash'];

function ownTokens(
	resource: string,
	{metadata, spec, status}: Stored['object'],
): readonly (readonly [string, Token['of']])[] {
	const {uid = '', name, labels = {}} = metadata;
	const suffix: readonly (readonly [string, Token['of']])[] = [[name.slice(name.lastIndexOf('-')), newSuffix]];
	const id = [uid, (copy: Copy) => newUid(copy, uid)] as const;
	switch (resource) {
		case 'pods':
			return [id, ...suffix, [(status as {podIP: string}).podIP, podAddress]];
		case 'endpointslices.discovery.k8s.io':
			return [id, ...suffix];
		case 'services':
			return [id, [(spec as {clusterIP: string}).clusterIP, serviceAddress]];
		case 'replicasets.apps':
			return [
				id,
				...hashLabels.flatMap(label => (labels[label] === undefined ? [] : [[labels[label], newHash] as const])),
			];
		default:
			return [id];
	}
}

const versionAt =
	(at: number) =>
	({service}: Copy): string =>
		service.versions[at]?.tag ?? '';

const revisionAt =
	(at: number) =>
	({service, seed}: Copy): string =>
		String(1 + at + Math.floor(120 * chanceOf({service, seed}, 'revision')));

/** Flagger knows a version by the hash of its whole template. */
const hashAt =
	(at: number) =>
	({service}: Copy): string =>
		templateHash(podTemplate(service, service.versions[at]?.tag ?? ''));

const textOf = ({service, seed, index}: Copy) => `${seed}/${service.namespace}/${service.name}/${index}`;
const newUid = ({service, seed}: Copy, uid: string) => uidFrom(`${seed}/${service.namespace}/${service.name}/${uid}`);
const newSuffix = (copy: Copy) => `-${nameSuffix(textOf(copy))}`;
const newHash = (copy: Copy) => `${nameSuffix(`first ${textOf(copy)}`)}${nameSuffix(`second ${textOf(copy)}`)}`;

/** Addresses are counted, so that no two pods or Services share one. */
function podAddress({addresses}: Copy): string {
	const at = addresses.pods++;
	return `10.${160 + (at >> 16)}.${(at >> 8) & 255}.${at & 255}`;
}

function serviceAddress({addresses}: Copy): string {
	const at = addresses.services++;
	return `10.${100 + (at >> 16)}.${(at >> 8) & 255}.${at & 255}`;
}

function chanceOf({service, seed}: Pick<Copy, 'service' | 'seed'>, what: string): number {
	return seededFraction(seed, `${service.namespace}/${service.name} ${what}`);
}

/** How much earlier than that of its prototype a copy's story happened: a timed pause must not be over. */
function shiftOf(service: GeneratedService, seed: number, speed: number): number {
	const chance = chanceOf({service, seed}, 'age');
	switch (service.story) {
		case 'argo timed':
			return Math.floor((chance * 2_200_000) / speed);
		case 'argo held':
		case 'argo aborted':
		case 'flagger gated':
			return Math.floor(chance * 10_800_000);
		case 'flagger moving':
			return Math.floor((chance * 600_000) / speed);
		default:
			return Math.floor(chance ** 3 * 90 * 86_400_000);
	}
}

/** The store gives each object a resourceVersion of its own. */
function withoutVersion({metadata: {resourceVersion: _, ...metadata}, ...object}: Stored['object']): unknown {
	return {...object, metadata};
}
