import type {NamedService} from '../../domain/cluster/service-host.ts';
import type {MetricSample} from '../../domain/signals/metric-sample.ts';
import type {TrafficMeaning} from '../meaning.ts';

type Labels = MetricSample['labels'];

/** One counter of requests and the histogram of their durations, as one version of a provider writes them. A provider
 * has a family for each way in which its metrics are named. */
export interface RequestFamily {
	/** The counter's name; a histogram's `_count` where there is no other. */
	readonly counter: string;
	/** Null where no durations are counted. */
	readonly histogram: {
		/** With `_bucket`. */
		readonly name: string;
		/** What a bound of 1 is, in milliseconds. */
		readonly unitMs: number;
		/** Series that are no durations of requests, as label matchers: `protocol!="websocket"`. */
		readonly own: readonly string[];
	} | null;
	/** Where the metrics have several names, of which a process has one: patterns that fit all of these and no others. */
	readonly patterns?: {readonly counter: string; readonly histogram: string};
	/** Counter and histogram are one native histogram, whose name ends in neither `_count` nor `_bucket`. */
	readonly isNative?: true;
	/** Label matchers that every one of its series fits: `reporter="server"`. */
	readonly own: readonly string[];
	/** The labels that tell which Service and version a series is of, and who counted. */
	readonly by: readonly string[];
	/** The labels that tell how requests ended; histograms may lack them. */
	readonly endedBy: readonly string[];
	/** Those of its labels for which a scrape has labels of the same name: the series' own is then `exported_…`. */
	readonly renamed: readonly string[];
	/** Adds labels to series before they are grouped, such as the name of the set that made a pod. */
	readonly withLabels?: (series: string) => string;
	/** Null for series that name no Service. */
	meaningOf(labels: Labels): TrafficMeaning | null;
	/** Label matchers that select the series of these services, and perhaps some more: each list by itself. `labelOf`
	 * gives the name that a label has in the series. */
	matchersOf(services: readonly NamedService[], labelOf: (label: string) => string): readonly (readonly string[])[];
	/** Those for a sum of exactly these services, where the others may select more: they select all of it or nothing. */
	readonly exactMatchersOf?: RequestFamily['matchersOf'];
}
