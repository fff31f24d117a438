import type {NamedService} from '../domain/cluster/service-host.ts';
import type {FailureRule} from '../domain/settings/failure-rule.ts';
import type {ConnectionSample} from '../domain/signals/connection-sample.ts';
import type {EdgeSample} from '../domain/signals/edge-sample.ts';
import type {MeshId} from '../domain/signals/mesh-id.ts';
import type {MetricSample} from '../domain/signals/metric-sample.ts';
import type {SeriesScope} from '../domain/signals/series-scope.ts';
import type {LatencySample, TrafficSample} from '../domain/signals/signals.ts';
import type {SliceSample} from '../domain/signals/slice-sample.ts';
import type {SafeText} from '../domain/text/safe-text.ts';

/** A metrics provider: a pure translator from questions to PromQL and from answers to our words. */
export interface Mesh {
	readonly id: MeshId;
	readonly title: SafeText;
	/** The series by which the provider is recognised, at least one. */
	readonly signs: readonly Sign[];
	/** Labels that distinguish the provider's figures: a matcher on one of them would hide failures, or a version. */
	readonly countedBy: readonly string[];
	/** Which requests count as failed, in words that name the provider's own labels. */
	readonly failureRule: SafeText;
	/** What its metrics cannot tell, so that no screen shows it as zero. */
	readonly limits: readonly Limit[];
	/** The shortest window with steady rates, where what gathers the figures hands them on more seldom than it is
	 * scraped: the counters stand still in between. Left out where no window is too short for that. */
	readonly leastWindowSeconds?: number;
	/** The same of who calls whom alone: edges are asked over no less, however short the window of the other figures is. */
	readonly leastEdgesWindowSeconds?: number;
	/** On what it rests that perch reads these metrics rightly. */
	readonly evidence: Evidence;
	/** How the API server shows that it is installed; left out where the groups that it serves do not tell. */
	readonly installed?: Installed;
	/** Metrics that may exist in place of the provider's, made from them or beside them; left out if none are known. */
	readonly remains?: {
		/** Anchored regular expressions; asked for when no provider is present. */
		readonly metricNames: readonly string[];
		/** Says in words what is there and what is missing, from the names that were found. */
		describe(metricNames: readonly string[]): SafeText;
	};
	/** Of samples of its traffic of which none is read: why, in words that name the labels. Left out where they can only
	 * lack the name of a Service. */
	whyUnread?(samples: readonly MetricSample[]): SafeText;
	/** Why no failure is counted of series that are read; null where failures are told. The figures are then partial. */
	whyFailuresUntold?(samples: readonly MetricSample[]): SafeText | null;
	/** The questions about the series in the scope: each query selects these series, and no others. `signs`: which of
	 * its signs were found, by their metrics; all of them where left out. */
	questions(scope: SeriesScope, signs?: readonly string[]): MeshQuestions;
}

export interface Installed {
	/** API groups that this provider alone brings. */
	readonly groups: readonly string[];
	/** What serves its metrics, and where: `its proxies, port 15020, /stats/prometheus`. */
	readonly scrape: SafeText;
}

/** Series of one metric. Of several providers with the same metric each has matchers that only its own series fit. */
export interface Sign {
	readonly metric: string;
	/** Label matchers: `direction=~"inbound|outbound"`. */
	readonly own: readonly string[];
	/** What writes it, where the provider reads what several write apart from one another. */
	readonly writer?: string;
}

/** The best that each part was held against. */
export interface Evidence {
	readonly requests: EvidenceKind;
	readonly latency: EvidenceKind | 'none';
	readonly versions: EvidenceKind | 'none';
}

/** The running program's own exposition; text that its source or its own tests produce; or its documentation. */
export type EvidenceKind = 'recorded' | 'source' | 'documentation';

/** What a provider's metrics cannot tell, with the reason as a sentence that names it. */
export interface Limit {
	readonly code: 'requests' | 'percentiles' | 'versions' | 'callers' | 'inside' | 'outside' | 'unanswered';
	readonly text: SafeText;
}

export interface MeshQuestions {
	/** Where series come from: those with a rate over the window, or with any sample if `windowSeconds` is null. One
	 * small answer; its `read` also understands the answers to `traffic`. */
	origins(windowSeconds: number | null): MeshQuery<Origins>;
	/** Rates of all services and versions: one query, whatever their number. Of a provider that counts no service's
	 * requests, as its limit `requests` says, none are read. */
	traffic(windowSeconds: number): MeshQuery<readonly TrafficSample[]>;
	/** Latency histograms, only of the services named: their cost grows with the answer. Left out if the provider has
	 * none. */
	latency?(services: readonly NamedService[], windowSeconds: number): MeshQuery<readonly LatencySample[]>;
	/**
	 * The newest sample's time by the server's clock, milliseconds since the epoch, in one small answer; null when the
	 * server counts no sample as current. `by`: labels to ask for each value of, which recording rules keep.
	 */
	newestSample(by?: readonly string[]): MeshQuery<number | null>;
	/** Rates of only the named services: for trends and charts, asked as a range. */
	trafficOf(services: readonly NamedService[], windowSeconds: number): MeshQuery<readonly TrafficSample[]>;
	/** The highest rate of all these services together over `overSeconds`, requests a second; null when none is known. */
	peak(services: readonly NamedService[], overSeconds: number): MeshQuery<number | null>;
	/**
	 * What was asked of these services over the last `seconds`, and what failed of it, by whatever dimensions the series
	 * have labels for: one query. Each dimension is summed by itself, and only so many series of it are sent; of more,
	 * none are read. A pod's identity is that of what made it. `rule`: which of
	 * them failed; null: as the provider has it. Left out if the series name no parts.
	 */
	slices?(
		services: readonly NamedService[],
		seconds: number,
		rule: FailureRule | null,
	): MeshQuery<readonly SliceSample[]>;
	/** Who calls whom: one query over all services, or where some are named over the calls of these; a provider may then
	 * yet tell all. Left out if the provider does not tell callers. */
	edges?(windowSeconds: number, services?: readonly NamedService[]): MeshQuery<readonly EdgeSample[]>;
	/** Connections and bytes of these services, where no more than these is counted: one query. Left out if the provider
	 * counts requests. */
	connections?(services: readonly NamedService[], windowSeconds: number): MeshQuery<readonly ConnectionSample[]>;
	/** Endpoints of these services that callers have ejected now. Left out if the mesh's metrics do not report them. */
	ejections?(services: readonly NamedService[]): MeshQuery<readonly Ejection[]>;
}

/** Where series come from, according to their labels. */
export interface Origins {
	/** How many groups of series were found; 0: none. */
	readonly found: number;
	/** Each label that may name clusters, with its values; `''` stands for series without the label. Only labels that
	 * exist. */
	readonly clusters: readonly {readonly label: string; readonly values: readonly SafeText[]}[];
	/** The existing labels among those that may distinguish copies of one series. */
	readonly copiesBy: readonly string[];
}

/** Endpoints that outlier detection has ejected. An empty list does not prove that none is ejected: the figure may
 * not be scraped. */
export interface Ejection {
	readonly service: NamedService;
	/** The subset of the Service's endpoints; null means all of them. */
	readonly subset: SafeText | null;
	/** The count of the caller that ejected the most, as each caller decides by itself. 0 is measured, not missing. */
	readonly ejected: number;
}

/** PromQL and how to read its answer. Sent as an instant or a range query; a range is read one instant at a time. */
export interface MeshQuery<T> {
	readonly promql: string;
	/** What to ask where the answer is empty, which then tells nothing. */
	readonly otherwise?: MeshQuery<T>;
	/** The answer may hold native histograms: the text must not become part of another one. */
	readonly mustBeAlone?: true;
	/** `samples` are of one instant. Series that perch cannot interpret are left out and counted in `unmatched`. */
	read(samples: readonly MetricSample[]): MeshAnswer<T>;
}

export interface MeshAnswer<T> {
	readonly value: T;
	readonly unmatched: number;
}
