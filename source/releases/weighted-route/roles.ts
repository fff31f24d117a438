import type {Snapshot} from '../../domain/kube-object.ts';
import type {SafeText} from '../../domain/safe-text.ts';
import {safe} from '../../domain/safe-text.ts';
import {ROLLOUTS} from '../argo-rollouts/rollout.ts';
import type {Backing} from './backing.ts';

/** Which destination is stable and which is on its way in, by name; both null where nothing proves it. */
export interface Roles {
	readonly stable: SafeText | null;
	readonly canary: SafeText | null;
	/** What proves it: `1.18.0 is older than 1.19.0`; null where nothing does. */
	readonly evidence: SafeText | null;
	/** Why they are not known; null when they are. */
	readonly doubt: SafeText | null;
}

interface Pair {
	readonly stable: SafeText;
	readonly canary: SafeText;
	readonly evidence: SafeText;
}

/** By what proves most: a Rollout's hashes, then the versions of what runs there, then what the names say. */
export function rolesOf(backings: readonly Backing[], snapshot: Snapshot): Roles {
	const byHash = rolesByHash(backings, snapshot);
	if (byHash) return {...byHash, doubt: null};
	const byVersion = rolesByVersion(backings);
	const byName = rolesByName(backings);
	if (byVersion && byName && byVersion.stable !== byName.stable) {
		return {...unknown, doubt: safe`names and versions disagree on which destination is stable`};
	}
	const found = byVersion ?? byName;
	return found ? {...found, doubt: null} : {...unknown, doubt: safe`which destination is stable is not known`};
}

const unknown = {stable: null, canary: null, evidence: null} as const;

const hashLabel = 'rollouts-pod-template-hash';

/** Services that select the pods of a Rollout which leaves its route to people. */
function rolesByHash(backings: readonly Backing[], snapshot: Snapshot): Pair | null {
	const found = backings.flatMap(({name, service}) => {
		const hash = typeof service === 'string' ? undefined : service.selector[hashLabel];
		return hash === undefined || typeof service === 'string'
			? []
			: [{name, hash, namespace: service.metadata.namespace}];
	});
	const [first] = found;
	if (!first) return null;
	for (const {status, metadata} of snapshot.list(ROLLOUTS, first.namespace)) {
		const stable = found.find(({hash}) => hash === status.stableHash);
		const canary = found.find(({hash}) => hash === status.currentHash);
		if (stable && canary && stable !== canary) {
			return {stable: stable.name, canary: canary.name, evidence: safe`Rollout ${metadata.name} says so`};
		}
	}
	return null;
}

/** Of two versions the older is stable. More than two, or versions that cannot be ordered, prove nothing. */
function rolesByVersion(backings: readonly Backing[]): Pair | null {
	const [one, other] = backings;
	if (!one || !other || backings.length > 2) return null;
	const byTag = order(numbersOf(tagOf(one)), numbersOf(tagOf(other)));
	const byLabel = order(numbersOf(one.version), numbersOf(other.version));
	if (byTag !== 0 && byLabel !== 0 && byTag !== byLabel) return null;
	const found = byTag === 0 ? byLabel : byTag;
	if (found === 0) return null;
	const [stable, canary] = found < 0 ? [one, other] : [other, one];
	const version = (backing: Backing) => (byTag === 0 ? backing.version : backing.tag) ?? backing.name;
	const evidence = safe`${version(stable)} is older than ${version(canary)}`;
	return {stable: stable.name, canary: canary.name, evidence};
}

/** A digest looks like a version now and then, and is none. */
function tagOf({tag, deployments}: Backing): SafeText | null {
	const image = deployments[0]?.template.containers[0]?.image ?? '';
	return image.includes('@') ? null : tag;
}

/** `v2.9.0-rc1` → 2, 9, 0; null where it is no version. */
function numbersOf(version: SafeText | null): readonly number[] | null {
	const digits = /^v?(\d+(?:\.\d+)*)(?:[-+].*)?$/.exec(version ?? '')?.[1];
	return digits === undefined ? null : digits.split('.').map(Number);
}

function order(one: readonly number[] | null, other: readonly number[] | null): -1 | 0 | 1 {
	if (!one || !other) return 0;
	for (let at = 0; at < Math.max(one.length, other.length); at += 1) {
		const difference = (one[at] ?? 0) - (other[at] ?? 0);
		if (difference !== 0) return difference < 0 ? -1 : 1;
	}
	return 0;
}

/** One of them is called the canary, or one the stable; of two, the other is then the other. */
function rolesByName(backings: readonly Backing[]): Pair | null {
	const only = (suffix: RegExp) => {
		const found = backings.filter(({name}) => suffix.test(name));
		return found.length === 1 ? (found[0]?.name ?? null) : null;
	};
	const canary = only(/(^|[-/])(canary|preview)(:\d+)?$/);
	const stable = only(/(^|[-/])(primary|stable)(:\d+)?$/);
	const rest = (name: SafeText | null) =>
		backings.length === 2 && name !== null ? (backings.find(other => other.name !== name)?.name ?? null) : null;
	const pair = {stable: stable ?? rest(canary), canary: canary ?? rest(stable)};
	return pair.stable !== null && pair.canary !== null && pair.stable !== pair.canary
		? {stable: pair.stable, canary: pair.canary, evidence: safe`its name says so`}
		: null;
}
