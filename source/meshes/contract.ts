import type {MeshId} from '../domain/mesh-id.ts';
import type {MetricInventory, MetricSample} from '../domain/metric-sample.ts';
import type {SafeText} from '../domain/safe-text.ts';
import type {SeriesScope} from '../domain/series-scope.ts';
import type {NamedService} from '../domain/service-host.ts';
import type {LatencySample, TrafficSample} from '../domain/signals.ts';

/** A metrics provider: a pure translator from questions to PromQL and from answers to our words. */
export interface Mesh {
	readonly id: MeshId;
	readonly title: SafeText;
	/** Names of metrics whose presence is asked of Prometheus, anchored regular expressions. */
	readonly metricNames: readonly string[];
	/** Labels that tell this provider from others with the same metrics, each with the values that only it writes; asked for
	 * along with the names. */
	readonly ownLabels: Readonly<Record<string, readonly string[]>>;
	/** Labels that its figures are told apart by: who chose among their values would hide failures, or a version. */
	readonly countedBy: readonly string[];
	detect(inventory: MetricInventory): Detection;
	/** What is there in place of its metrics, made of them or beside them; left out where nothing is known of such. */
	readonly remains?: {
		/** Names as in `metricNames`; asked for where no provider is present. */
		readonly metricNames: readonly string[];
		/** In words, of some of these names, what is there and what is missing. */
		describe(metricNames: readonly string[]): SafeText;
	};
	/** What may be asked of the series in the scope: each query selects them, and no others. */
	questions(scope: SeriesScope): MeshQuestions;
}

export interface MeshQuestions {
	/**
	 * Where the series come from that have a rate over the window, or any sample where it is null: in one small answer.
	 * What `traffic` answers can be read by it too.
	 */
	origins(windowSeconds: number | null): MeshQuery<Origins>;
	/** Rates of all services and versions: one query, whatever their number. */
	traffic(windowSeconds: number): MeshQuery<readonly TrafficSample[]>;
	/** Latency histograms, only of the services named: their cost grows with the answer. */
	latency(services: readonly NamedService[], windowSeconds: number): MeshQuery<readonly LatencySample[]>;
	/**
	 * The newest sample's time by the server's clock, milliseconds since the epoch, in one small answer; null when the
	 * server counts no sample as current.
	 */
	newestSample(): MeshQuery<number | null>;
	/** The same of the services named only: for trends and charts, asked as a range. */
	trafficOf(services: readonly NamedService[], windowSeconds: number): MeshQuery<readonly TrafficSample[]>;
	/** The highest rate of all these services together over `overSeconds`, requests a second; null when none is known. */
	peak(services: readonly NamedService[], overSeconds: number): MeshQuery<number | null>;
	/** Endpoints of these services that callers keep out now. Left out where the mesh's metrics do not tell. */
	ejections?(services: readonly NamedService[]): MeshQuery<readonly Ejection[]>;
}

/** What the labels say of where series come from. */
export interface Origins {
	/** How many groups of series were found; 0: none. */
	readonly found: number;
	/** Each label that may name clusters, with its values; `''` is of series without the label. Only labels that are there. */
	readonly clusters: readonly {readonly label: string; readonly values: readonly SafeText[]}[];
	/** The labels that there are of those that may tell copies of one series apart. */
	readonly copiesBy: readonly string[];
}

/** What outlier detection keeps out. An empty list of them is no proof that nothing is: the figure may not be scraped. */
export interface Ejection {
	readonly service: NamedService;
	/** The part of its endpoints that is meant; null: all of them. */
	readonly subset: SafeText | null;
	/** Of the caller that keeps out the most: each decides by itself. 0 is measured, not missing. */
	readonly ejected: number;
}

/** PromQL and how to read its answer. Sent as an instant or a range query; a range is read one instant at a time. */
export interface MeshQuery<T> {
	readonly promql: string;
	/** `samples` of one instant. Series that say nothing to us are left out and counted by `unmatched`. */
	read(samples: readonly MetricSample[]): MeshAnswer<T>;
}

export interface MeshAnswer<T> {
	readonly value: T;
	readonly unmatched: number;
}

export type Detection = {readonly kind: 'absent'} | {readonly kind: 'present'; readonly because: SafeText};
