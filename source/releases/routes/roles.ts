import type {Snapshot} from '../../domain/kube-object.ts';
import {type SafeText, safe} from '../../domain/safe-text.ts';
import {ROLLOUTS} from '../../kinds/argo-rollouts/rollout.ts';
import {type Backing, versionLabels, withPods} from './backing.ts';
import {agreed, orderOfTemplates, orderOfVersions, type VersionOrder} from './version-order.ts';

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

/** Of two versions of one program the older is stable. More than two prove nothing, nor do images against labels. */
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

/** Every pair of workloads that have pods must say the same. */
function orderByImage(one: Backing, other: Backing): VersionOrder {
	return agreed(
		withPods(one.deployments).flatMap(({template}) =>
			withPods(other.deployments).map(against => orderOfTemplates(template, against.template)),
		),
	);
}

/** Where no image is known, one Service, or selectors that differ in the version alone, say that it is one program. */
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

/** One of them is called the canary, or one the stable; of two, the other is then the other. */
function rolesByName(backings: readonly Backing[]): Pair | null {
	const only = (suffix: RegExp) => {
		const found = backings.filter(({name}) => suffix.test(name));
		return found.length === 1 ? (found[0]?.name ?? null) : null;
	};
	const canary = only(/(^|[-/])(canary|preview)(:\d+)?$/);
	// Of a pair of databases one is called the primary, and the other is no canary.
	const stable = only(canary === null ? /(^|[-/])stable(:\d+)?$/ : /(^|[-/])(primary|stable)(:\d+)?$/);
	const rest = (name: SafeText | null) =>
		backings.length === 2 && name !== null ? (backings.find(other => other.name !== name)?.name ?? null) : null;
	const pair = {stable: stable ?? rest(canary), canary: canary ?? rest(stable)};
	return pair.stable !== null && pair.canary !== null && pair.stable !== pair.canary
		? {stable: pair.stable, canary: pair.canary, evidence: safe`its name says so`}
		: null;
}
