import {type RevisionKey, releaseKey, revisionKey} from '../../domain/cluster/keys.ts';
import {refOf, type Snapshot} from '../../domain/cluster/kube-object.ts';
import type {Back, Next, Phase, Release} from '../../domain/release/release.ts';
import type {Revision} from '../../domain/release/revision.ts';
import {verb} from '../../domain/release/verb.ts';
import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {SERVICES, type ServiceObject} from '../../kinds/service.ts';
import {changedButLabels} from '../common/changed-fields.ts';
import {podOnly, podsWhere, type ReleasePod} from '../common/release-pods.ts';
import {timelineOf} from '../common/timeline.ts';
import {endpointFaults} from './endpoints.ts';
import {factsOf} from './facts.ts';
import {canaryOf, revisionsOf} from './revisions.ts';
import {cameUpAtMs, matches, type Sides, sidesOf} from './sides.ts';

/**
 * Builds the release of a Service that leads to one of several sides. Never fails: where an object is missing,
 * the value is unknown.
 */
export function assembleService(service: ServiceObject, snapshot: Snapshot, _nowMs: number): Release<Sides> {
	const {metadata} = service;
	const sides = sidesOf(service, snapshot) ?? noSides;
	const pods = podsOf(service, sides, snapshot);
	const stable = revisionKey(metadata.uid, sides.selected);
	const canary = canaryOf(service, sides);
	const revisions = revisionsOf(service, sides, pods);
	const faults = endpointFaults(service, sides, pods, snapshot);
	const phase = phaseOf(stable, revisions, sides);
	return {
		key: releaseKey(snapshot.cluster, SERVICES.id, metadata.namespace, metadata.name),
		ref: refOf(SERVICES, service),
		uid: metadata.uid,
		backend: 'service-selector',
		controller: safe`selector`,
		namespace: metadata.namespace,
		name: metadata.name,
		strategy: 'blueGreen',
		phase,
		revisions,
		stable: revisions.some(({key}) => key === stable) ? stable : null,
		canary,
		split: {
			desiredPercent: 0,
			configuredPercent: 0,
			configuredBy: canary === null ? 'none' : 'selector',
			// The switch was no later than this: other fields may have been written since.
			changedAtMs: metadata.changedAtMs,
		},
		steps: [],
		stepIndex: 0,
		services: {
			apex: [{namespace: metadata.namespace, name: metadata.name}],
			stable: [],
			canary: [],
			host: metadata.name,
		},
		// The pods of the sides belong to other releases.
		podLabels: {},
		next: nextOf(stable, canary, revisions),
		back: backOf(stable, revisions, sides),
		why: phase.kind === 'degraded' ? {code: 'nothing-selected', text: phase.because} : null,
		analyses: [],
		pods: pods.map(podOnly),
		timeline: timelineOf(service, snapshot, () => null),
		changed: changedOf(canary, sides, service),
		contradictions: faults,
		facts: factsOf(sides),
		detail: sides,
	};
}

/** For a Service that has just stopped being switchable, while perch still asks for its release. */
const noSides: Sides = {key: '', rest: {}, selected: safe`none`, sides: []};

function podsOf({metadata}: ServiceObject, {key, rest, sides}: Sides, snapshot: Snapshot): readonly ReleasePod[] {
	const values = new Set<string | undefined>(sides.map(({value}) => value));
	return podsWhere(
		metadata.namespace,
		snapshot,
		pod => values.has(pod.metadata.labels[key]) && matches(pod.metadata.labels, rest),
		pod => revisionKey(metadata.uid, pod.metadata.labels[key] ?? ''),
	);
}

/** No release is ever under way: a side waits until the operator switches the Service to it. */
function phaseOf(stable: RevisionKey, revisions: readonly Revision[], {key, selected}: Sides): Phase {
	const side = revisions.find(revision => revision.key === stable);
	if (!side) {
		const because = safe`it selects ${ident(key)} ${selected}, and no workload has that`;
		return {kind: 'degraded', code: 'nothing-selected', because};
	}
	return side.pods.ready === 0
		? {kind: 'degraded', code: 'no-pod-ready', because: safe`no pod of ${side.tag} is ready`}
		: {kind: 'stable'};
}

function nextOf(stable: RevisionKey, canary: RevisionKey | null, revisions: readonly Revision[]): Next {
	const other = revisions.find(({key}) => key === canary);
	if (other) {
		const {ready, desired} = other.pods;
		return {
			kind: 'nothing',
			code: 'side-stays',
			text: safe`nothing by itself: ${other.tag} stands by, ${count(ready)} of ${count(desired)} pods ready`,
		};
	}
	const others = revisions.filter(({key}) => key !== stable);
	const running = others.filter(({pods}) => pods.desired !== 0).length;
	return {
		kind: 'nothing',
		code: 'side-stays',
		text:
			running === 0 ? safe`nothing: no other side has pods` : safe`nothing by itself: ${running} other sides have pods`,
	};
}

/**
 * The cluster does not record which side served before. Of two sides the one that came up first did: the other
 * was brought up beside it. A way back leads only to the older side, never from it to the newer one.
 */
function backOf(stable: RevisionKey, revisions: readonly Revision[], sides: Sides): Back {
	const others = revisions.filter(({key}) => key !== stable);
	const [other] = others;
	const isOnly = other !== undefined && others.length === 1;
	const order = isOnly ? orderOf(sides, other.hash) : 'unknown';
	const isBefore = isOnly && order === 'before';
	return {
		text: backText(
			revisions.find(({key}) => key === stable)?.tag ?? safe`the selected side`,
			isOnly ? other.tag : null,
			order,
		),
		to: isBefore ? other.key : null,
		means: isBefore ? safe`switch` : null,
		code: isBefore ? null : order === 'after' ? 'no-earlier-version' : 'before-unknown',
		stableReady: isOnly ? other.pods.ready : 'unknown',
		stableDesired: isOnly ? other.pods.desired : 'unknown',
		hpaMaximum: null,
	};
}

function backText(selected: SafeText, other: SafeText | null, order: Order): SafeText {
	if (other === null)
		return safe`which side served before is not known: ${verb('promote')} asks, ${verb('undo')} takes your own switch back`;
	switch (order) {
		case 'before':
			return safe`${other} by switch: it was up before ${selected}`;
		case 'after':
			return safe`nothing to go back to: ${selected} was up before ${other}; ${verb('promote')} switches`;
		case 'unknown':
			return safe`whether ${other} served before is not known: ${verb('promote')} switches, ${verb('undo')} takes your own switch back`;
	}
}

type Order = 'before' | 'after' | 'unknown';

/** Whether this side came up before the selected one. */
function orderOf({sides, selected}: Sides, value: string): Order {
	const [one, other] = [value, selected].map(wanted => sides.find(side => side.value === wanted));
	const [atMs, selectedAtMs] = [one && cameUpAtMs(one), other && cameUpAtMs(other)];
	if (atMs === null || atMs === undefined || selectedAtMs === null || selectedAtMs === undefined) return 'unknown';
	return atMs === selectedAtMs ? 'unknown' : atMs < selectedAtMs ? 'before' : 'after';
}

function changedOf(
	canary: RevisionKey | null,
	{sides, selected}: Sides,
	{metadata}: ServiceObject,
): readonly SafeText[] {
	const from = sides.find(({value}) => value === selected)?.workloads[0];
	const to = sides.find(({value}) => revisionKey(metadata.uid, value) === canary)?.workloads[0];
	if (!from || !to) return [];
	// The sides always differ in their own label, so leave labels out.
	return changedButLabels(from.template, to.template);
}

function count(value: number | 'unknown'): SafeText {
	return value === 'unknown' ? safe`unknown` : safe`${value}`;
}
