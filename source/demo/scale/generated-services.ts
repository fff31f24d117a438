import type {ShopService, ShopVersion} from '../contract.ts';
import {seededFraction} from '../prometheus/series/seeded.ts';
import {steadyVersion} from '../world/services/steady-version.ts';
import {nameAt, namesPerNamespace, namespaces} from './names.ts';
import {generatedCounts, type Scale} from './scale.ts';

/** What the objects of a generated service tell. */
export const generatedStories = [
	/** A Deployment with its first version. */
	'first version',
	/** A Deployment with its second version. */
	'second version',
	'argo finished',
	/** Waits for a person at 20 %. */
	'argo held',
	/** In a timed pause at 5 %; goes on by itself. */
	'argo timed',
	'argo aborted',
	'flagger finished',
	/** Waits at its gate at 20 %. */
	'flagger gated',
	'flagger moving',
] as const;

export type GeneratedStory = (typeof generatedStories)[number];

export interface GeneratedService extends ShopService {
	readonly story: GeneratedStory;
	readonly versions: readonly [ShopVersion, ShopVersion];
}

/** The services beside the shop's, the busiest first: a caller stands before those that it calls, and gets at least as
 * many requests. */
export function generatedServices(scale: Scale, seed: number): readonly GeneratedService[] {
	const {services, releases} = generatedCounts(scale);
	const taken = new Map<string, number>();
	const made: GeneratedService[] = [];
	for (let index = 0; index < services; index += 1) {
		const chance = (what: string) => seededFraction(seed, `generated ${index} ${what}`);
		const namespace = namespaceAt(chance('namespace'), taken);
		const used = taken.get(namespace) ?? 0;
		taken.set(namespace, used + 1);
		const release = releaseAt(index, services, releases);
		const story = release === undefined ? steadyStory(chance('story')) : releaseStory(release);
		made.push({
			namespace,
			name: nameAt(used, seededFraction(seed, `names of ${namespace}`)),
			workload: story.startsWith('argo') ? 'argo-canary' : 'deployment',
			replicas: scale.pods,
			rps: chance('idle') < idleShare ? 0 : busiestRps / (1 + index) ** 0.75,
			dailySwing: 0.1 + 0.25 * chance('swing'),
			callers: callersOf(made, index, services, chance),
			versions: versionsOf(release, chance),
			story,
		});
	}
	return made;
}

type Chance = (what: string) => number;

const busiestRps = 900;
const idleShare = 0.02;
const failingShare = 0.002;
/** Called from outside. */
const entryShare = 0.03;

/** The first namespaces get more services than the last ones. */
function namespaceAt(chance: number, taken: ReadonlyMap<string, number>): string {
	const first = Math.floor(namespaces.length * chance ** 1.3);
	for (let tried = 0; tried < namespaces.length; tried += 1) {
		const namespace = namespaces[(first + tried) % namespaces.length] ?? '';
		if ((taken.get(namespace) ?? 0) < namesPerNamespace) return namespace;
	}
	throw new Error('There are no names left for generated services');
}

/** The releases are spread over busy and quiet services alike. */
function releaseAt(index: number, services: number, releases: number): number | undefined {
	const release = Math.floor((index * releases) / services);
	return Math.floor(((index + 1) * releases) / services) > release ? release : undefined;
}

function steadyStory(chance: number): GeneratedStory {
	return chance < 2 / 3 ? 'first version' : 'second version';
}

/** Of twenty releases three are Flagger's; half are finished, one was aborted, the others are on their way. */
const releaseStories: readonly GeneratedStory[] = [
	...(['argo held', 'argo finished', 'argo timed', 'argo finished', 'flagger finished'] as const),
	...(['argo finished', 'argo held', 'argo finished', 'argo aborted', 'argo timed'] as const),
	...(['argo finished', 'argo held', 'flagger gated', 'argo finished', 'argo timed'] as const),
	...(['argo held', 'argo finished', 'flagger moving', 'argo finished', 'argo finished'] as const),
];

function releaseStory(release: number): GeneratedStory {
	return releaseStories[release % releaseStories.length] ?? 'argo finished';
}

/** Every fortieth release, one that waits at 20 %, gets worse, each half a minute after the one before. */
const worseEvery = 40;
const worseAt = 6;

function versionsOf(release: number | undefined, chance: Chance): readonly [ShopVersion, ShopVersion] {
	const [major, minor] = [1 + Math.floor(9 * chance('major')), Math.floor(30 * chance('minor'))];
	const medianMs = 4 + 180 * chance('latency') ** 2;
	const errorRatio = chance('failing') < failingShare ? 0.02 + 0.04 * chance('errors') : 0.0008 * chance('errors');
	const [before, after] = [`${major}.${minor}.0`, `${major}.${minor + 1}.0`];
	const older = steadyVersion(before, medianMs, {errorRatio});
	const newer = steadyVersion(after, medianMs, {errorRatio});
	if (release === undefined || release % worseEvery !== worseAt) return [older, newer];
	const {tail} = newer;
	return [
		older,
		{
			...newer,
			errorRatio: 0.05,
			turnsAfterSeconds: 30 * (1 + Math.floor(release / worseEvery)),
			before: {errorRatio, tail},
		},
	];
}

const ingress = {service: 'istio-system/istio-ingressgateway', share: 1};

function callersOf(
	before: readonly GeneratedService[],
	index: number,
	services: number,
	chance: Chance,
): ShopService['callers'] {
	if (index < services * entryShare) return [ingress];
	const pick = (what: string): string => {
		const caller = before[Math.floor(index * chance(what) ** 2)];
		return caller === undefined ? ingress.service : `${caller.namespace}/${caller.name}`;
	};
	const [first, second] = [pick('first caller'), pick('second caller')];
	if (chance('callers') < 0.7 || first === second) return [{service: first, share: 1}];
	return [
		{service: first, share: 0.7},
		{service: second, share: 0.3},
	];
}
