import type {ShopService} from '../../contract.ts';
import {createGridSeries} from './grid-series.ts';
import type {ScrapeGrid} from './scrape-grid.ts';
import type {SeriesBlock} from './service-blocks.ts';

/** The ejected endpoints that callers' proxies report, for the services with outlier detection. */
export const ejectionBlocks = (services: readonly ShopService[], grid: ScrapeGrid): readonly SeriesBlock[] =>
	guarded
		.filter(({namespace, name}) => services.some(service => service.namespace === namespace && service.name === name))
		.map(({namespace, name, subset, pod, ejectedAt}) => {
			const shared = {
				__name__: 'envoy_cluster_outlier_detection_ejections_active',
				cluster_name: `outbound|80|${subset}|${name}.${namespace}.svc.cluster.local`,
				namespace,
				pod,
			};
			const series = [
				createGridSeries({labels: shared, grid, valueAt: ejectedAt, requestsAt: () => 1, presence: [always]}),
			];
			return {shared, series: () => series};
		});

const always = {fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY};
const never = () => 0;

/** One pod of the payment gateway fails from time to time: ejected for a minute, back for a minute. */
const minuteByMinute = (atMs: number) => 1 - (Math.floor(atMs / 60_000) % 2);

const guarded = [
	{namespace: 'pay', name: 'gateway', subset: '', pod: 'checkout-7c9d8b5f4-caller', ejectedAt: minuteByMinute},
	{namespace: 'routes', name: 'reviews', subset: 'v1', pod: 'istio-ingressgateway', ejectedAt: never},
	{namespace: 'routes', name: 'reviews', subset: 'v2', pod: 'istio-ingressgateway', ejectedAt: never},
] as const;
