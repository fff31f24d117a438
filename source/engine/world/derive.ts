import type {ClusterId, ReleaseKey} from '../../domain/cluster/keys.ts';
import type {UnreadObject} from '../../domain/cluster/read-object.ts';
import type {Release} from '../../domain/release/release.ts';
import {failuresAnnotationPrefix} from '../../domain/settings/failure-settings.ts';
import type {MeshId} from '../../domain/signals/mesh-id.ts';
import type {LatencySample, TrafficIdentity, TrafficSample} from '../../domain/signals/signals.ts';
import type {SafeText} from '../../domain/text/safe-text.ts';
import {chosenFailures} from '../../judge/settings/chosen-failures.ts';
import {HTTP_ROUTES} from '../../kinds/http-route.ts';
import {SERVICES} from '../../kinds/service.ts';
import type {ReleaseBackend} from '../../releases/contract.ts';
import {type AnchorIndex, anchorIndex, type KnownAnchors} from '../../traffic/anchor-index.ts';
import type {AnchorRelease} from '../../traffic/anchor-parts.ts';
import type {ConfiguredRow} from '../../traffic/configured-row.ts';
import {createFold} from '../../traffic/create-fold.ts';
import {findableAnchors} from '../../traffic/findable-anchors.ts';
import type {FoldedTraffic} from '../../traffic/fold-traffic.ts';
import {foldRows, type Rows} from '../../traffic/rows.ts';
import {trafficOf} from '../questions/poll.ts';
import {serverTime} from '../state/server-time.ts';
import type {State} from '../state/state.ts';
import {type AnchorParts, createAnchorParts} from './anchor-parts-now.ts';
import {effectiveNamespaces} from './effective-namespaces.ts';
import {type Anchored, createReleaseFinder} from './find-releases.ts';
import {recentlyReweighted} from './last-change.ts';
import {createMemory, type Inputs} from './memory.ts';
import {isShownFrozen} from './shown-state.ts';
import {createSnapshots, type IndexedSnapshot} from './snapshot.ts';

/** What perch derives from the state; each value is remembered while its inputs stay the same. */
export interface Derivation {
	snapshot(state: State): IndexedSnapshot;
	/** By key, without releases that are a part of another release that perch shows. */
	releases(state: State): ReadonlyMap<ReleaseKey, Release>;
	/** For each release that belongs to something that perch does not show: the owner, named when its verbs are
	 * refused. */
	claims(state: State): ReadonlyMap<ReleaseKey, SafeText>;
	/** For each release that an unreadable object may own: that object. Its verbs are refused as well. */
	possibleOwners(state: State): ReadonlyMap<ReleaseKey, UnreadObject>;
	/** Releases, and parts of releases, that are not at rest, each by its own object. */
	moving(state: State): readonly Anchored[];
	/** Objects that are parts of a release that perch shows, by the release. */
	parts(state: State): ReadonlyMap<ReleaseKey, readonly Anchored[]>;
	anchors(state: State): AnchorIndex;
	/** For samples of the past: by the Service's role in the release, since its selector may have led elsewhere
	 * then. */
	pastAnchors(state: State): AnchorIndex;
	/** By which the last poll is folded: as `anchors`, but past roles count where a weight changed within its window. */
	polledAnchors(state: State): AnchorIndex;
	/** Whether it is configured anywhere what a failure is, in the file or by annotations. */
	hasFailureRules(state: State): boolean;
	rows(state: State): Rows;
	/** The last poll by row and version; null before the first. */
	traffic(state: State): FoldedTraffic | null;
	/** Samples by row and version; the same object while every series keeps its row. */
	folded(
		state: State,
		index: AnchorIndex,
		samples: readonly TrafficSample[],
		latency?: readonly LatencySample[],
	): FoldedTraffic;
	/** The figures that rows are ordered by; null before the first poll. */
	orderingTraffic(state: State): FoldedTraffic | null;
	/** Computes a value once for each state, whichever caller asks. `slot` names the value. */
	remember<T>(state: State, slot: string, compute: () => T): T;
	/** Computes a value again only when one of the inputs is another; what is shown frozen, and the live state, do not
	 * take the place of each other. `slot` names the value, which is let go with the first input. */
	rememberWhile<T>(state: State, slot: string, inputs: Inputs, compute: () => T): T;
}

/** One shared array, because inputs are compared by identity. */
const nothingMeasured: readonly TrafficSample[] = [];

export function createDerivation(cluster: ClusterId, backends: readonly ReleaseBackend[]): Derivation {
	const live = createMemory();
	const frozen = createMemory(live);
	const rememberWhile: Derivation['rememberWhile'] = (state, slot, inputs, compute) =>
		(isShownFrozen(state) ? frozen : live).remember(slot, inputs, compute);

	const snapshots = createSnapshots(cluster);
	const snapshot = (state: State) => snapshots(state.cluster.watches);
	const findReleases = createReleaseFinder(backends);
	const find = (state: State) => {
		if (!isShownFrozen(state)) return findReleases(snapshot(state), serverTime(state));
		const inputs: Inputs = [state.cluster, state.nowMs];
		return rememberWhile(state, 'found', inputs, () => findReleases(snapshot(state), serverTime(state), 'past'));
	};
	const releases = (state: State) => find(state).releases;
	const liveParts = createAnchorParts();
	const frozenParts = createAnchorParts();
	/** Those of a frozen display do not take the place of the live ones, from which the next ones are made. */
	function anchorParts(state: State): AnchorParts {
		const of = {
			releases: releases(state),
			services: snapshot(state).list(SERVICES),
			routes: snapshot(state).list(HTTP_ROUTES),
		};
		const inputs: Inputs = [of.releases, of.services, of.routes];
		return rememberWhile(state, 'anchor parts', inputs, () => (isShownFrozen(state) ? frozenParts : liveParts)(of));
	}

	function hasFailureRules(state: State): boolean {
		const {failures} = state.session.settings;
		const {releases} = anchorParts(state);
		return rememberWhile(
			state,
			'failure rules',
			[releases, failures],
			() => failures !== undefined || releases.some(isAnnotated),
		);
	}
	/** The anchors of the last index of each slot. An anchor that is the same keeps what is derived from it. */
	const knownAnchors = new Map<string, KnownAnchors>();
	function anchorsBy(slot: string, state: State, by: 'selector' | 'role', turning: readonly ReleaseKey[] = []) {
		const {releases, services, routes} = anchorParts(state);
		const objects = rememberWhile(state, 'findable anchors', [releases, services, routes], () =>
			findableAnchors({releases, services, routes}),
		);
		const namespaces = rememberWhile(state, 'namespaces', [state.cluster.watches, state.session], () =>
			effectiveNamespaces(state),
		);
		const {failures} = state.session.settings;
		const inputs: Inputs = [objects, namespaces, turning.join(' '), failures];
		return rememberWhile(state, slot, inputs, () => {
			const options = {
				namespaces,
				by,
				recentlyReweighted: new Set(turning),
				...(hasFailureRules(state) && {
					failuresOf: (row: ConfiguredRow) => chosenFailures(failures ?? null, row).chosen,
				}),
			};
			const index = anchorIndex(cluster, objects, options, knownAnchors.get(slot));
			if (!isShownFrozen(state) && index.known) knownAnchors.set(slot, index.known);
			return index;
		});
	}
	const anchors = (state: State) => anchorsBy('anchors', state, 'selector');
	const pastAnchors = (state: State) => anchorsBy('past anchors', state, 'role');
	function polledAnchors(state: State): AnchorIndex {
		const {cluster, metrics} = state;
		const inputs: Inputs = [releases(state), cluster.weightChanges, trafficOf(metrics), metrics.source];
		const turning = rememberWhile(state, 'turning', inputs, () => recentlyReweighted(state, releases(state).values()));
		// Most of the time no release was reweighted recently, and both indexes are the same.
		return turning.length === 0 ? anchors(state) : anchorsBy('polled anchors', state, 'selector', turning);
	}

	let measured: readonly TrafficIdentity[] = [];
	/** The same list while each poll names the same series. */
	function measuredIdentities(state: State): readonly TrafficIdentity[] {
		const samples = trafficOf(state.metrics)?.value ?? nothingMeasured;
		return rememberWhile(state, 'identities', [samples], () => {
			const isSame = samples.length === measured.length && samples.every(({identity}, at) => identity === measured[at]);
			if (!isSame) measured = samples.map(({identity}) => identity);
			return measured;
		});
	}
	function rows(state: State): Rows {
		const {services} = anchorParts(state);
		const identities = measuredIdentities(state);
		return rememberWhile(state, 'rows', [anchors(state), services, identities], () =>
			foldRows(anchors(state), services, identities),
		);
	}
	function folded(
		state: State,
		index: AnchorIndex,
		samples: readonly TrafficSample[],
		latency?: readonly LatencySample[],
	): FoldedTraffic {
		const order = meshOrder(state);
		const fold = rememberWhile(state, 'fold', [samples, latency, order], () => createFold(samples, latency, order));
		return rememberWhile(state, 'folded', [fold, index], () => fold(index));
	}
	function traffic(state: State): FoldedTraffic | null {
		const measured = trafficOf(state.metrics);
		return measured && folded(state, polledAnchors(state), measured.value, state.metrics.latency?.value);
	}
	function orderingTraffic(state: State): FoldedTraffic | null {
		const {ordering, latency} = state.metrics;
		const index = anchors(state);
		const isLast = ordering?.traffic === trafficOf(state.metrics) && ordering?.latency === latency;
		if (isLast && index === polledAnchors(state)) return traffic(state);
		return ordering && folded(state, index, ordering.traffic.value, ordering.latency?.value);
	}

	return {
		snapshot,
		releases,
		claims: state => find(state).claims,
		possibleOwners: state => find(state).possibleOwners,
		moving: state => find(state).moving,
		parts: state => find(state).parts,
		anchors,
		pastAnchors,
		polledAnchors,
		hasFailureRules,
		rows,
		folded,
		traffic,
		orderingTraffic,
		remember: (state, slot, compute) => rememberWhile(state, slot, [state], compute),
		rememberWhile,
	};
}

function isAnnotated({judgeAnnotations}: AnchorRelease): boolean {
	return Object.keys(judgeAnnotations ?? {}).some(name => name.startsWith(failuresAnnotationPrefix));
}

/** The meshes in their order of precedence; null where the operator gave no order. */
export function meshOrder({metrics: {source}}: State): readonly MeshId[] | null {
	return source?.isOrdered ? source.meshes : null;
}
