import {releaseKey, revisionKey} from '../../domain/cluster/keys.ts';
import {type KubeObject, refOf, type Snapshot} from '../../domain/cluster/kube-object.ts';
import {isSameService, type ServiceName} from '../../domain/cluster/service-host.ts';
import type {ServicesByRole} from '../../domain/release/release.ts';
import type {Revision} from '../../domain/release/revision.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import {DEPLOYMENTS} from '../../kinds/deployment.ts';
import {changedFields} from '../common/changed-fields.ts';
import {timelineOf} from '../common/timeline.ts';
import {backOf} from './back.ts';
import {type Backing, backingOf} from './backing.ts';
import {contradictionsOf} from './contradictions.ts';
import type {RouteRelease} from './detail.ts';
import {factsOf} from './facts.ts';
import {isCandidate, leadingEntry, type NamedEntry, namedEntries, shareIn} from './named-entries.ts';
import {incomparableBy, nextOf, phaseOf, whyOf} from './outlook.ts';
import {podsBehind} from './pods-behind.ts';
import {type Roles, rolesOf} from './roles.ts';
import type {RouteKind} from './route-kind.ts';
import type {Situation} from './situation.ts';
import {splitOf} from './split.ts';

/**
 * Builds the release of one route from the snapshot. Never fails: where an object is missing, the value is
 * unknown.
 */
export function assembleRoute<T extends KubeObject>(
	kind: RouteKind<T>,
	object: T,
	snapshot: Snapshot,
	nowMs: number,
): RouteRelease {
	const route = kind.completed?.(object, snapshot) ?? object;
	const {metadata} = route;
	const situation = situationOf(kind, route, snapshot);
	const {entries, candidates, roles, backings} = situation;
	const key = (name: SafeText | null) => (name === null ? null : revisionKey(metadata.uid, name));
	const acceptance = kind.acceptance?.(route) ?? {kind: 'accepted'};
	const incomparable = incomparableBy(situation);
	const stable = backings.find(({name}) => name === roles.stable)?.deployments[0];
	const canary = backings.find(({name}) => name === roles.canary)?.deployments[0];
	return {
		key: releaseKey(snapshot.cluster, kind.anchor.id, metadata.namespace, metadata.name),
		ref: refOf(kind.anchor, route),
		uid: metadata.uid,
		backend: kind.id,
		controller: kind.controller,
		namespace: metadata.namespace,
		name: metadata.name,
		strategy: 'canary',
		phase: phaseOf(situation, acceptance, metadata.changedAtMs, nowMs),
		revisions: backings.map(backing => revisionOf(metadata.uid, backing, roles)),
		stable: key(roles.stable),
		canary: key(roles.canary),
		split: splitOf(situation, safe`${kind.title} ${metadata.name}`, metadata.changedAtMs),
		steps: [],
		stepIndex: 0,
		services: servicesOf(kind, route, situation),
		podLabels: {},
		next: nextOf(situation),
		back: backOf(situation, key(roles.stable), snapshot),
		why: whyOf(situation, acceptance),
		analyses: [],
		pods: [],
		podsBehind: podsBehind(metadata.uid, backings, snapshot),
		timeline: timelineOf(route, snapshot, () => null),
		changed: stable && canary ? changedFields(stable.template, canary.template) : [],
		...(incomparable === null ? {} : {incomparable}),
		contradictions: [
			...contradictionsOf(situation),
			...(kind.faults?.(route, snapshot) ?? []).map(text => ({code: 'route-has-no-effect', text}) as const),
		],
		facts: factsOf(route, situation),
		detail: {
			version: kind.isAnnotated ? numberOf(metadata.resourceVersion) : metadata.generation,
			entries,
			candidates,
			roles,
			unsettable: kind.unsettable?.(route) ?? null,
		},
	};
}

/** API servers count writes up; 0 where one does otherwise, so that nothing is concluded. */
function numberOf(resourceVersion: SafeText): number {
	return /^\d+$/.test(resourceVersion) ? Number(resourceVersion) : 0;
}

function situationOf<T extends KubeObject>(kind: RouteKind<T>, route: T, snapshot: Snapshot): Situation {
	const entries = namedEntries(kind, route);
	const candidates = entries.filter(isCandidate);
	const leading = leadingEntry(candidates);
	const ordered = leading === null ? [] : [leading, ...candidates.filter(entry => entry !== leading)];
	const destinations = new Map(
		ordered.flatMap(entry => entry.destinations.map(destination => [destination.name, destination] as const)),
	);
	const backings = [...destinations.values()].map(destination => backingOf(kind, route, destination, snapshot));
	const led = new Set(leading?.destinations.map(({name}) => name));
	const found = rolesOf(
		backings.filter(({name}) => led.has(name)),
		snapshot,
	);
	const roles = candidates.every(entry => weighsBoth(entry, found)) ? found : differentPairs;
	return {entries, candidates, leading, backings, roles};
}

/** Whether the roles hold for this entry: they say nothing about an entry that weighs other destinations. */
function weighsBoth(entry: NamedEntry, {stable, canary}: Roles): boolean {
	return canary === null || (shareIn(entry, stable) !== null && shareIn(entry, canary) !== null);
}

const differentPairs: Roles = {
	stable: null,
	canary: null,
	evidence: null,
	doubt: safe`its rules weigh different destinations: which are stable is not known`,
};

function revisionOf(uid: SafeText, {name, subset, deployments, version, tag, pods}: Backing, roles: Roles): Revision {
	const [lead] = deployments;
	return {
		key: revisionKey(uid, name),
		// The name of the version in the metrics, if the pods tell it.
		hash: version ?? name,
		number: null,
		tag: tag ?? name,
		images: lead?.template.containers.map(({image}) => image) ?? [],
		...(subset !== null && {subset}),
		role: name === roles.stable ? 'stable' : name === roles.canary ? 'canary' : 'previous',
		pods,
		holder: lead?.metadata.name ?? null,
		...(lead && {templateIn: refOf(DEPLOYMENTS, lead)}),
		wasPromoted: 'unknown',
		createdAtMs: lead?.metadata.createdAtMs ?? null,
	};
}

/**
 * The Services that fold into the route's row, in any namespace. A Service that several destinations share
 * counts as apex: it leads to all of them.
 */
function servicesOf<T extends KubeObject>(kind: RouteKind<T>, route: T, {leading, roles}: Situation): ServicesByRole {
	const called = kind.called(route);
	const led = (leading?.destinations ?? []).flatMap(({service, name}) => (service ? [{name, service}] : []));
	const isShared = (service: ServiceName) => led.filter(other => isSameService(other.service, service)).length > 1;
	const of = (role: SafeText | null) =>
		led.flatMap(({name, service}) => (name === role && !isShared(service) ? [service] : []));
	const [stable, canary] = [of(roles.stable), of(roles.canary)];
	const others = led
		.map(({service}) => service)
		.filter(service => ![...stable, ...canary].some(claimed => isSameService(claimed, service)));
	const all = [...called.services, ...others];
	const apex = all.filter((service, at) => all.findIndex(other => isSameService(other, service)) === at);
	return {apex, stable, canary, host: called.host};
}
