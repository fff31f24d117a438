import type {NamedService} from '../../domain/cluster/service-host.ts';
import type {ConnectionSample} from '../../domain/signals/connection-sample.ts';
import type {MetricSample} from '../../domain/signals/metric-sample.ts';
import type {SeriesScope} from '../../domain/signals/series-scope.ts';
import {seriesKey} from '../../domain/signals/signals.ts';
import type {MeshAnswer, MeshQuery} from '../contract.ts';
import {entry, isCount} from '../samples.ts';
import {identityLabels, identityOf, known, viewpointOf} from './istio-labels.ts';
import {ratesTo} from './istio-selectors.ts';

export const openedConnections = 'istio_tcp_connections_opened_total';

/** Connections and bytes of these services, by each side: both report the same connections. One query. */
export function ztunnelConnections(
	services: readonly NamedService[],
	windowSeconds: number,
	scope: SeriesScope,
): MeshQuery<readonly ConnectionSample[]> {
	const by = ['reporter', ...identityLabels, securedLabel].join(',');
	const parts = Object.entries(counters).map(([part, metric]) => {
		const sum = `sum by (${by})(${ratesTo(services, metric, windowSeconds, scope)})`;
		return `label_replace(${sum},"${partLabel}","${part}","","")`;
	});
	return {promql: parts.join(' or '), read: readConnections};
}

/** `sent` is what the called side answers. */
const counters = {
	opened: openedConnections,
	closed: 'istio_tcp_connections_closed_total',
	sent: 'istio_tcp_sent_bytes_total',
	received: 'istio_tcp_received_bytes_total',
} as const;

const partLabel = 'part';
const securedLabel = 'connection_security_policy';

type Part = keyof typeof counters;

function readConnections(samples: readonly MetricSample[]): MeshAnswer<readonly ConnectionSample[]> {
	const sums = new Map<string, Sum>();
	let unmatched = 0;
	for (const {labels, value} of samples) {
		const part = (Object.keys(counters) as Part[]).find(name => name === labels[partLabel]);
		const identity = identityOf(labels);
		const viewpoint = viewpointOf(labels);
		if (!part || !identity || !viewpoint || !isCount(value)) {
			unmatched += 1;
			continue;
		}
		const sum = entry(sums, `${viewpoint} ${seriesKey(identity)}`, () => ({identity, viewpoint, parts: new Map()}));
		const add = (name: Part | 'secured', more: number) => sum.parts.set(name, (sum.parts.get(name) ?? 0) + more);
		add(part, value);
		const policy = known(labels[securedLabel]);
		if (part === 'opened' && policy !== null) add('secured', policy === 'mutual_tls' ? value : 0);
	}
	return {value: [...sums.values()].flatMap(connectionsOf), unmatched};
}

interface Sum extends Pick<ConnectionSample, 'identity' | 'viewpoint'> {
	readonly parts: Map<Part | 'secured', number>;
}

/** Bytes flow through connections that were opened before the series was there: without that series nothing is told. */
function connectionsOf({identity, viewpoint, parts}: Sum): readonly ConnectionSample[] {
	const opened = parts.get('opened');
	if (opened === undefined) return [];
	return [
		{
			identity,
			viewpoint,
			openedPerSecond: opened,
			closedPerSecond: parts.get('closed') ?? null,
			sentPerSecond: parts.get('sent') ?? null,
			receivedPerSecond: parts.get('received') ?? null,
			securedPerSecond: parts.get('secured') ?? null,
		},
	];
}
