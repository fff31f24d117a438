import {
	type KubeObject,
	type Labels,
	type ObjectRef,
	refOf,
	type Snapshot,
	type WatchedKind,
} from '../../domain/cluster/kube-object.ts';
import type {SafeText} from '../../domain/text/safe-text.ts';
import {type Condition, conditionOf} from '../../kinds/condition.ts';
import {DEPLOYMENTS} from '../../kinds/deployment.ts';
import type {PodTemplate} from '../../kinds/pod-template.ts';
import {SERVICES, type ServiceObject} from '../../kinds/service.ts';
import {STATEFUL_SETS} from '../../kinds/stateful-set.ts';

/**
 * Labels that tell the sides of a blue/green pair apart. Other labels, such as `component` or `instance`,
 * differ between workloads too, but in a selector they tell what the Service is, not which version it leads to.
 */
const sideKey = /(^|\/)(slot|deployment-slot|colou?r|blue-?green|side|version|track)$/;

/**
 * A Service named after one version or one role, such as `reviews-v1` or `offers-canary`, is no switch: a route
 * chooses between such Services.
 */
const roleNames = ['stable', 'canary', 'primary', 'baseline'];

/** A Service that leads to one of several sides, by one label of its selector. */
export interface Sides {
	/** `slot` */
	readonly key: string;
	/** The rest of the selector, which all sides share. */
	readonly rest: Labels;
	readonly selected: SafeText;
	/** Sorted by value, at least two; the selected one may be missing. */
	readonly sides: readonly Side[];
}

export interface Side {
	/** `blue` */
	readonly value: SafeText;
	readonly workloads: readonly Workload[];
	/** References to the same workloads. */
	readonly refs: readonly ObjectRef[];
}

/** The fields that perch reads of a Deployment or a StatefulSet behind a side. */
export interface Workload extends KubeObject {
	readonly template: PodTemplate;
	readonly desired: number;
	readonly ready: number;
	readonly conditions?: readonly Condition[];
}

/** The sides that a Service can be switched between; null for every other Service, which is nearly all of them. */
export function sidesOf({metadata, selector}: ServiceObject, snapshot: Snapshot): Sides | null {
	for (const key in selector) {
		const selected = selector[key];
		if (selected === undefined || !sideKey.test(key)) continue;
		const {[key]: _, ...rest} = selector;
		if (Object.keys(rest).length === 0) continue;
		const sides = sidesBy(key, rest, metadata.namespace, snapshot);
		if (sides.length < 2 || isNamedAfter(metadata.name, [selected, ...sides.map(({value}) => value)])) continue;
		if (!hasServiceOfAll(rest, metadata.namespace, snapshot)) return {key, rest, selected, sides};
	}
	return null;
}

/** The labels that all sides of such a Service share at least. */
export function sharedLabels(selector: Labels): Labels {
	return Object.fromEntries(Object.entries(selector).filter(([key]) => !sideKey.test(key)));
}

/**
 * When a side last came up, in ms, by its Deployments: with new pods of a new template, or from no pods. Null
 * if nothing tells.
 */
export function cameUpAtMs({workloads}: Side): number | null {
	const times = workloads.map(({conditions = []}) => conditionOf(conditions, 'Progressing')?.updatedAtMs ?? null);
	return times.reduce<number | null>(
		(newest, time) => (time === null || newest === null ? null : Math.max(newest, time)),
		0,
	);
}

export function matches(labels: Labels, wanted: Labels): boolean {
	return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}

function sidesBy(key: string, rest: Labels, namespace: string, snapshot: Snapshot): readonly Side[] {
	const found = [DEPLOYMENTS, STATEFUL_SETS].flatMap((kind: WatchedKind<Workload>) =>
		labelled(kind, rest, namespace, snapshot).map(workload => ({workload, ref: refOf(kind, workload)})),
	);
	const byValue = Map.groupBy(found, ({workload}) => workload.template.labels[key]);
	return [...byValue]
		.flatMap(([value, those]) =>
			value === undefined
				? []
				: [{value, workloads: those.map(({workload}) => workload), refs: those.map(({ref}) => ref)}],
		)
		.sort((a, b) => (a.value < b.value ? -1 : 1));
}

function isNamedAfter(name: string, values: readonly string[]): boolean {
	return [...values, ...roleNames].some(value => name.endsWith(`-${value}`) || name.startsWith(`${value}-`));
}

/**
 * Whether a Service of all sides exists as well: then the sides are the destinations of a route, each a version
 * of its own.
 */
function hasServiceOfAll(rest: Labels, namespace: string, snapshot: Snapshot): boolean {
	return snapshot
		.list(SERVICES, namespace)
		.some(({selector}) => Object.keys(selector).length === Object.keys(rest).length && matches(selector, rest));
}

type ByLabel = ReadonlyMap<string, readonly Workload[]>;

/** A list keeps its identity while its content is the same, so each list is indexed once, not for every Service. */
const indexes = new WeakMap<readonly Workload[], ByLabel>();

function labelled(
	kind: WatchedKind<Workload>,
	wanted: Labels,
	namespace: string,
	snapshot: Snapshot,
): readonly Workload[] {
	const list = snapshot.list(kind, namespace);
	const byLabel = indexes.get(list) ?? indexOf(list);
	indexes.set(list, byLabel);
	const candidates = Object.entries(wanted).map(([key, value]) => byLabel.get(`${key}=${value}`) ?? []);
	// The rarest label leaves the fewest workloads to compare.
	const [fewest = []] = candidates.toSorted((a, b) => a.length - b.length);
	return fewest.filter(({template}) => matches(template.labels, wanted));
}

function indexOf(list: readonly Workload[]): ByLabel {
	const byLabel = new Map<string, Workload[]>();
	for (const workload of list) {
		for (const [key, value] of Object.entries(workload.template.labels)) {
			const known = byLabel.get(`${key}=${value}`);
			if (known) known.push(workload);
			else byLabel.set(`${key}=${value}`, [workload]);
		}
	}
	return byLabel;
}
