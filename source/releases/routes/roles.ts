import type {Snapshot} from '../../domain/cluster/kube-object.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import {ROLLOUTS} from '../../kinds/argo-rollouts/rollout.ts';
import {type Backing, versionLabels, withPods} from './backing.ts';
import {agreed, orderOfTemplates, orderOfVersions, type VersionOrder} from './version-order.ts';

/** The names of the destinations that are stable and canary; both null if nothing proves it. */
export interface Roles {
	readonly stable: SafeText | null;
	readonly canary: SafeText | null;
	/** The proof: `1.18.0 is older than 1.19.0`; null if there is none. */
	readonly evidence: SafeText | null;
	/** Why the roles are not known; null if they are. */
	readonly doubt: SafeText | null;
}

interface Pair {
	readonly stable: SafeText;
	readonly canary: SafeText;
	readonly evidence: SafeText;
}

/**
 * The roles by the strongest proof: the route's own word, then a Rollout's hashes, then the versions that run there,
 * then the names of the destinations.
 */
export function rolesOf(backings: readonly Backing[], snapshot: Snapshot): Roles {
	const byRoute = rolesByRoute(backings);
	if (byRoute) return {...byRoute, doubt: null};
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

function rolesByRoute(backings: readonly Backing[]): Pair | null {
	const [stable, canary] = (['stable', 'canary'] as const).map(role => backings.find(other => other.role === role));
	return stable && canary
		? {stable: stable.name, canary: canary.name, evidence: safe`${canary.name} is marked as the canary`}
		: null;
}

const hashLabel = 'rollouts-pod-template-hash';

/** The roles of Services that select the pods of a Rollout which leaves its route to people. */
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

/**
 * Of two versions of one program the older is stable. More than two prove nothing, nor do images that
 * contradict labels.
 */
function rolesByVersion(backings: readonly Backing[]): Pair | null {
	const [one, other] = backings;
	if (!one || !other || backings.length > 2) return null;
	const byImage = orderByImage(one, other);
	const byLabel = orderByLabel(one, other, byImage.kind);
	const isOrdered = ({kind}: VersionOrder) => kind === 'older' || kind === 'newer';
	if (isOrdered(byImage) && isOrdered(byLabel) && byImage.kind !== byLabel.kind) return null;
	const found = isOrdered(byImage) ? byImage : byLabel;
	if (found.kind !== 'older' && found.kind !== 'newer') return null;
	const [stable, canary] = found.kind === 'older' ? [one, other] : [other, one];
	return {stable: stable.name, canary: canary.name, evidence: found.evidence};
}

/** Every pair of workloads with pods must have the same order. */
function orderByImage(one: Backing, other: Backing): VersionOrder {
	return agreed(
		withPods(one.deployments).flatMap(({template}) =>
			withPods(other.deployments).map(against => orderOfTemplates(template, against.template)),
		),
	);
}

/**
 * If no image is known, it is one program if both have the same Service, or selectors that differ in the
 * version alone.
 */
function orderByLabel(one: Backing, other: Backing, byImage: VersionOrder['kind']): VersionOrder {
	const areKnown = one.deployments.length > 0 && other.deployments.length > 0;
	const isOneProgram = areKnown
		? byImage !== 'otherProgram' && byImage !== 'contradictory'
		: isOneSelection(one, other);
	return isOneProgram ? orderOfVersions(one.version, other.version) : {kind: 'unknown'};
}

function isOneSelection(one: Backing, other: Backing): boolean {
	const [pairs, others] = [pairsBesideVersion(one), pairsBesideVersion(other)];
	if (pairs === null || pairs.join() !== others?.join()) return false;
	const isOneService =
		one.wanted !== null && one.wanted.name === other.wanted?.name && one.wanted.namespace === other.wanted.namespace;
	return isOneService || (pairs.length > 0 && typeof one.service !== 'string' && typeof other.service !== 'string');
}

function pairsBesideVersion({selected}: Backing): readonly string[] | null {
	const isVersion = (key: string) => versionLabels.some(label => label === key);
	const pairs = selected && Object.entries(selected).filter(([key]) => !isVersion(key));
	return pairs?.map(([key, value]) => `${key}=${value}`).toSorted() ?? null;
}

/**
 * The roles by name: one destination is called canary, or one is called stable. Of two, the other then has the
 * other role.
 */
function rolesByName(backings: readonly Backing[]): Pair | null {
	const only = (suffix: RegExp) => {
		const found = backings.filter(({name}) => suffix.test(name));
		return found.length === 1 ? (found[0]?.name ?? null) : null;
	};
	const canary = only(/(^|[-/])(canary|preview)(:\d+)?$/);
	// `primary` counts only beside a canary: of a pair of databases one is called the primary, and the other is
	// no canary.
	const stable = only(canary === null ? /(^|[-/])stable(:\d+)?$/ : /(^|[-/])(primary|stable)(:\d+)?$/);
	const rest = (name: SafeText | null) =>
		backings.length === 2 && name !== null ? (backings.find(other => other.name !== name)?.name ?? null) : null;
	const pair = {stable: stable ?? rest(canary), canary: canary ?? rest(stable)};
	return pair.stable !== null && pair.canary !== null && pair.stable !== pair.canary
		? {stable: pair.stable, canary: pair.canary, evidence: safe`its name says so`}
		: null;
}
