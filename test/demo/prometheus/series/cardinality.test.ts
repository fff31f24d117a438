import {expect, it} from 'vitest';
import {createScrapeGrid} from '../../../../source/demo/prometheus/series/scrape-grid.ts';
import {createTrafficModel, serviceKey} from '../../../../source/demo/prometheus/series/traffic-model.ts';
import {createWorldSource} from '../../../../source/demo/prometheus/series/world-source.ts';
import {checkout, destination, startMs} from '../support/world.ts';

it('ten thousand services give the series that are asked for, with the labels of Istio', () => {
	const services = Array.from({length: 10_000}, (_, index) => ({...checkout, name: `service-${index}`}));
	const model = createTrafficModel({services, seed: 1, startMs});
	for (const service of services) {
		model.record(serviceKey(service), model.originMs, [{destination: destination(service.name, '2.8.1'), share: 1}]);
	}
	const grid = createScrapeGrid({clock: {nowMs: () => startMs}, intervalMs: 1000, originMs: model.originMs});
	const source = createWorldSource(model, grid);
	const found = source.select([
		{label: '__name__', operator: '=', value: 'istio_request_duration_milliseconds_bucket'},
		{label: 'destination_service_name', operator: '=~', value: 'service-(77|9999)'},
		{label: 'reporter', operator: '=', value: 'source'},
	]);
	// 20 bounds, 2 codes, 2 callers, 2 services.
	expect(found).toHaveLength(160);
	expect(found[0]?.labels).toEqual({
		__name__: 'istio_request_duration_milliseconds_bucket',
		reporter: 'source',
		source_workload: 'frontend',
		source_workload_namespace: 'web',
		source_canonical_service: 'frontend',
		source_canonical_revision: 'latest',
		destination_service: 'service-77.shop.svc.cluster.local',
		destination_service_name: 'service-77',
		destination_service_namespace: 'shop',
		destination_workload: 'checkout',
		destination_workload_namespace: 'shop',
		destination_canonical_service: 'checkout',
		destination_canonical_revision: 'latest',
		request_protocol: 'http',
		response_code: '200',
		response_flags: '-',
		connection_security_policy: 'unknown',
		le: '0.5',
	});
	expect(source.select([{label: '__name__', operator: '=', value: 'up'}])).toHaveLength(10_000);
});
