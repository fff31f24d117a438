import type {SafeText} from '../text/safe-text.ts';
import type {MeshId} from './mesh-id.ts';
import type {Outcome} from './outcome.ts';
import type {ToldName} from './told-name.ts';

/** Which proxy counted: the caller's, the callee's, or a waypoint. Counts of different viewpoints are never added. */
export type Viewpoint = 'source' | 'destination' | 'waypoint';

/**
 * The viewpoint to use of those that report on the same requests: the waypoint, else the callers, who also see
 * requests that never reached a pod, else the callee. A viewpoint that counts nothing yields to one that counts
 * something, because "no traffic" would be false. Null when none reports.
 */
export function preferredViewpoint(perSecond: ReadonlyMap<Viewpoint, number>): Viewpoint | null {
	const order = ['waypoint', 'source', 'destination'] as const;
	const busy = order.find(viewpoint => (perSecond.get(viewpoint) ?? 0) > 0);
	return busy ?? order.find(viewpoint => perSecond.has(viewpoint)) ?? null;
}

/** What a series of a mesh is about, in our words. Text is neutralised by the adapter. */
export interface TrafficIdentity {
	/** Empty where only `told` names the Service. */
	readonly namespace: SafeText;
	/** The Service that was called, as the mesh names it; null where only the workload is known, or `told`. */
	readonly service: SafeText | null;
	/** The workload that answered, or the ReplicaSet where only pods are known; null when none was reached. */
	readonly workload: SafeText | null;
	/** The version label as the provider reports it; null when it has none or only a default such as `latest`. */
	readonly version: SafeText | null;
	/** What is named in place of the Service, where the provider does not name it plainly. */
	readonly told?: ToldName;
	/** The name stands for all versions behind it, unless it is that of one version's own Service. */
	readonly isOfAnyVersion?: true;
}

/** The provider's own series identity, by which sample rings are kept; folding into rows and versions comes later. */
export type SeriesKey = `${string}/${string}|${string}|${string}`;

export function seriesKey({namespace, service, workload, version, told}: TrafficIdentity): SeriesKey {
	const name = told ? toldKey(told) : (service ?? '');
	return `${namespace}/${name}|${workload ?? ''}|${version ?? ''}`;
}

/** One text for each name: names of Kubernetes' objects hold no colon. */
export function toldKey(told: ToldName): string {
	const named = `${told.kind}:${told.namespace ?? ''}:${told.text}`;
	if (told.kind === 'route') return `${named}:${told.rule}:${told.backend ?? ''}`;
	return told.kind === 'dashed' && told.isWithoutPort ? `${named}:` : named;
}

/** Request rates over the window that ends at `atMs`. */
export interface TrafficSample {
	readonly identity: TrafficIdentity;
	/** The mesh that measured it; left out where only one mesh is measured. */
	readonly mesh?: MeshId;
	readonly viewpoint: Viewpoint;
	readonly requestsPerSecond: number;
	/** By the provider's own rule. */
	readonly errorsPerSecond: number;
	/** The same requests by how they ended; left out where that is not told. */
	readonly outcomes?: readonly Outcome[];
}

/** A latency histogram: cumulative rates by upper bound in milliseconds, ascending; the last bound is Infinity. */
export interface LatencySample {
	readonly identity: TrafficIdentity;
	/** The mesh that measured it; left out where only one mesh is measured. */
	readonly mesh?: MeshId;
	readonly viewpoint: Viewpoint;
	readonly buckets: readonly Bucket[];
}

export interface Bucket {
	readonly upperMs: number;
	readonly perSecond: number;
}
