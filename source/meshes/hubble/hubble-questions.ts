import type {NamedService} from '../../domain/cluster/service-host.ts';
import type {EdgeSample} from '../../domain/signals/edge-sample.ts';
import type {MetricSample} from '../../domain/signals/metric-sample.ts';
import {quoted, type SeriesScope, selectorOf} from '../../domain/signals/series-scope.ts';
import {safe} from '../../domain/text/safe-text.ts';
import type {MeshAnswer, MeshQuery, MeshQuestions} from '../contract.ts';
import {familyQuestions} from '../families/family-questions.ts';
import {podSetLabel} from '../families/pod-set.ts';
import {highestPeak} from '../peaks.ts';
import {byNamespace, escapeRegex, oneOf, range, rateOf} from '../promql.ts';
import {sumEdges} from '../sum-edges.ts';
import {type HubbleFamily, identityOf, sideLabels, viewpointOf} from './hubble-families.ts';

/** The questions to Hubble's metrics, about the series in the scope only. */
export function hubbleQuestions(families: readonly HubbleFamily[], scope: SeriesScope): MeshQuestions {
	return {
		...familyQuestions(families, scope),
		peak: (services, overSeconds) => peakOf(families, services, overSeconds, scope),
		edges: windowSeconds => edgesOf(families, windowSeconds, scope),
	};
}

const familyLabel = 'family';
const peakStepSeconds = 300;

function edgesOf(
	families: readonly HubbleFamily[],
	windowSeconds: number,
	scope: SeriesScope,
): MeshQuery<readonly EdgeSample[]> {
	const sums = families.map(({counter, own, by, endedBy, withLabels, calling}, at) => {
		const rates = rateOf(counter, own, windowSeconds, scope);
		const labels = [...by, ...endedBy, ...sideLabels(calling)].join(',');
		const sum = `sum by (${labels})(${withLabels ? withLabels(rates) : rates})`;
		return `label_replace(${sum},"${familyLabel}","${at}","","")`;
	});
	return {promql: sums.join(' or '), read: samples => readEdges(families, samples)};
}

/** Callers are named only where the context of both sides is set. Where no series names one, none is told. */
function readEdges(
	families: readonly HubbleFamily[],
	samples: readonly MetricSample[],
): MeshAnswer<readonly EdgeSample[]> {
	const familyOf = ({[familyLabel]: at}: MetricSample['labels']) => families.find((_one, own) => String(own) === at);
	const callerOf = (labels: MetricSample['labels']) => {
		const family = familyOf(labels);
		// The pod's label is that of the called side.
		return family ? identityOf({...labels, [podSetLabel]: safe``}, family.calling) : null;
	};
	const told = sumEdges(samples, labels => {
		const meaning = familyOf(labels)?.meaningOf(labels);
		return meaning ? {...meaning, caller: callerOf(labels), isSecured: null} : null;
	});
	return told.value.some(({caller}) => caller !== null) ? told : {value: [], unmatched: told.unmatched};
}

/** The highest rate of what runs behind these Services; unknown where that is not known of each of them. */
function peakOf(
	families: readonly HubbleFamily[],
	services: readonly NamedService[],
	overSeconds: number,
	scope: SeriesScope,
): MeshQuery<number | null> {
	const isKnown = services.every(({applications = []}) => applications.length > 0);
	const by = ['reporter', ...scope.clusterLabels].join(',');
	const selected = families.flatMap(family => exactly(family, services).map(own => [family.counter, own] as const));
	const rates = selected.map(([counter, own]) => rateOf(counter, own, peakStepSeconds, scope)).join(' or ');
	// Series that were counted before the newest whole step began: without a whole step there is no peak.
	const before = selected
		.map(([counter, own]) => `${counter}${selectorOf(scope.matchers, own)} offset ${range(2 * peakStepSeconds)}`)
		.join(' or ');
	return {
		promql: `max_over_time(sum by (${by})(${rates})[${range(overSeconds)}:${range(peakStepSeconds)}]) and count by (${by})(${before})`,
		read: samples => ({value: isKnown ? highestPeak(samples, viewpointOf) : null, unmatched: 0}),
	};
}

/** Matchers for the workloads behind these Services, for each namespace; a ReplicaSet's name goes on with its template's
 * hash. */
function exactly({called, own}: HubbleFamily, services: readonly NamedService[]): readonly (readonly string[])[] {
	const [namespaceLabel = '', workloadLabel = ''] = sideLabels(called);
	const named = new Map(services.map(one => [`${one.namespace}/${one.name}`, one.applications ?? []]));
	const groups = byNamespace(services);
	const wanted = groups.length > 0 ? groups : ([['', []]] as const);
	return wanted.map(([namespace, names]) => {
		const workloads = [...new Set(names.flatMap(name => named.get(`${namespace}/${name}`) ?? []))].sort();
		const pattern = `(${workloads.map(escapeRegex).join('|')})(-[b-df-hj-np-tv-xz2-9]{5,10})?`;
		return [...own, oneOf(namespaceLabel, [namespace]), `${workloadLabel}=~${quoted(pattern)}`];
	});
}
