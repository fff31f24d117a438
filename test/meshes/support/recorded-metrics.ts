import {readFileSync} from 'node:fs';
import {ok} from '../../../source/domain/result.ts';
import type {MetricSample} from '../../../source/domain/signals/metric-sample.ts';
import {ident} from '../../../source/domain/text/safe-text.ts';
import {detectMeshes, type PresentMesh} from '../../../source/engine/connecting/detect-meshes.ts';
import type {MeshAnswer, MeshQuery} from '../../../source/meshes/contract.ts';
import {meshes} from '../../../source/meshes/registry.ts';
import type {MetricsPort} from '../../../source/ports/metrics.ts';
import {directPort} from '../../demo/prometheus/support/istio-asker.ts';
import {type RealPrometheus, startRealPrometheus} from '../../demo/prometheus/support/real-prometheus.ts';
import {exposedSamples} from './exposed-samples.ts';

/** The newest sample of every stored recording. */
export const endMs = Date.parse('2026-11-21T10:00:00Z');

type Labels = Readonly<Record<string, string>>;

/** A recording of `test/fixtures/metrics` as instant samples, with `__name__` among their labels. */
export function recorded(path: string): readonly MetricSample[] {
	return exposedSamples(textOf(path)).map(({labels, value}) => relabelled(undefined, labels, value));
}

/** The sample with some labels changed or added. */
export function relabelled(sample: MetricSample | undefined, labels: Labels, value: number): MetricSample {
	const changed = Object.fromEntries(Object.entries(labels).map(([name, text]) => [name, ident(text)]));
	return {labels: {...sample?.labels, ...changed}, value};
}

/** One exposition, and the labels that its scrape adds. A scrape's label renames the series' own of that name, as
 * Prometheus does without `honor_labels`. */
export interface Scraped {
	readonly text: string;
	readonly scrape?: Labels;
}

/** A real Prometheus that holds these expositions as counters that grow by their values every 10 s, for ten minutes. */
export async function prometheusOf(all: readonly Scraped[]): Promise<RealPrometheus> {
	const times = Array.from({length: 61}, (_, at) => endMs - (60 - at) * 10_000);
	const stored = all.flatMap(({text, scrape = {}}) =>
		exposedSamples(text).map(({labels, value}) => ({
			labels: scrapedLabels(labels, scrape),
			samples: times.map((atMs, at) => ({atMs, value: value * at})),
		})),
	);
	return startRealPrometheus({stored});
}

export function textOf(path: string): string {
	return readFileSync(new URL(`../../fixtures/metrics/${path}`, import.meta.url), 'utf8');
}

function scrapedLabels(labels: Labels, scrape: Labels): Labels {
	const own = Object.entries(labels).map(([name, text]) => [name in scrape ? `exported_${name}` : name, text]);
	// An empty label is none: nothing is exported of it.
	return {...Object.fromEntries(own.filter(([, text]) => text !== '')), ...scrape};
}

/** Asks through perch's own adapter, at the time of the newest sample. */
export async function askAt<T>(real: RealPrometheus, {promql, read}: MeshQuery<T>): Promise<MeshAnswer<T>> {
	return read(await samplesAt(real, promql));
}

/** The providers that perch recognises by their series, by those that have matchers, of every metric. */
export async function presentAt(real: RealPrometheus): Promise<readonly PresentMesh[]> {
	const port: Pick<MetricsPort, 'matchers' | 'metricNames' | 'instant'> = {
		matchers: {},
		metricNames: async names => ok(names),
		instant: async ({promql}) => ok({samples: await samplesAt(real, promql), atMs: endMs, warnings: []}),
	};
	const sure = meshes.filter(({signs}) => signs.every(({own}) => own.length > 0));
	const found = await detectMeshes(sure, port as MetricsPort, new AbortController().signal);
	if (!found.ok) throw new Error(found.error.message);
	return found.value;
}

async function samplesAt({url}: RealPrometheus, promql: string): Promise<readonly MetricSample[]> {
	const port = directPort(url);
	const answer = await port.range({promql, startMs: endMs, endMs, stepSeconds: 1}, new AbortController().signal);
	port.close();
	if (!answer.ok) throw new Error(answer.error.message);
	return answer.value.instants[0]?.samples ?? [];
}
