import type {ShopCanaries, ShopService} from '../contract.ts';
import {createPrometheusServer, type PrometheusServer} from './http/prometheus-server.ts';
import type {DialectsOf} from './series/dialects/mesh-dialects.ts';
import {createScrapeGrid} from './series/scrape-grid.ts';
import {createTrafficModel, type TrafficModel} from './series/traffic-model.ts';
import {createWorldSource} from './series/world-source.ts';
import {readKubeAccess} from './weights/kube-access.ts';
import {learnWeights} from './weights/learn-weights.ts';
import {beginOf} from './weights/past-canaries.ts';

export interface StartPrometheus {
	readonly services: readonly ShopService[];
	/** The kubeconfig of an API server that may not answer yet; its routes decide the traffic. */
	readonly kubeconfigPath: string;
	readonly clock: {nowMs(): number};
	readonly seed: number;
	/** When the demo started; versions change a fixed time after it. Default now. */
	readonly startMs?: number;
	/** The canaries that services had before, by `namespace/name`. Default none. */
	readonly pastCanaries?: Readonly<Record<string, ShopCanaries>>;
	/** Default Istio's. */
	readonly dialectsOf?: DialectsOf;
	/** Default 1 s. */
	readonly scrapeIntervalMs?: number;
	/** Default any free port. */
	readonly port?: number;
	readonly tls?: {readonly key: string; readonly cert: string};
}

export interface RunningPrometheus {
	readonly url: string;
	readonly faults: PrometheusServer['faults'];
	readonly journal: PrometheusServer['journal'];
	readonly model: TrafficModel;
	/** Resolves once the API server's objects are known, with their past. Before that the only series is `up`. */
	readonly learned: Promise<void>;
	stop(): Promise<void>;
}

/** The whole Prometheus of the demo: it watches the API server's routes and answers with the metrics of the
 * resulting traffic. */
export const startPrometheus = async (settings: StartPrometheus): Promise<RunningPrometheus> => {
	const {services, kubeconfigPath, clock, seed, startMs = clock.nowMs(), scrapeIntervalMs = 1000, port, tls} = settings;
	const {pastCanaries = {}} = settings;
	const model = createTrafficModel({services, seed, startMs});
	const originMs = Math.min(model.originMs, ...Object.values(pastCanaries).map(past => beginOf(past, startMs)));
	const grid = createScrapeGrid({clock, intervalMs: scrapeIntervalMs, originMs});
	const source = createWorldSource(model, grid, settings.dialectsOf);
	const server = createPrometheusServer({
		source,
		clock,
		scrapeIntervalMs,
		targets: source.targets,
		expose: source.expose,
		scraping: grid,
		...(tls && {tls}),
	});
	const {url} = await server.start(port);
	const stopping = new AbortController();
	const learned = learnWeights({
		access: readKubeAccess(kubeconfigPath),
		model,
		pastCanaries,
		clock,
		signal: stopping.signal,
	});
	return {
		url,
		faults: server.faults,
		journal: server.journal,
		model,
		learned,
		stop: async () => {
			stopping.abort();
			await server.stop();
		},
	};
};
