import {describe, expect, test} from 'vitest';
import type {ShopService, ShopVersion} from '../../../../source/demo/contract.ts';
import {instantQuery} from '../../../../source/demo/prometheus/promql/query.ts';
import {semanticsOf} from '../../../../source/demo/prometheus/promql/semantics.ts';
import {dialectsIn} from '../../../../source/demo/prometheus/series/dialects/mesh-dialects.ts';
import {createScrapeGrid} from '../../../../source/demo/prometheus/series/scrape-grid.ts';
import {createTrafficModel, serviceKey} from '../../../../source/demo/prometheus/series/traffic-model.ts';
import {createWorldSource} from '../../../../source/demo/prometheus/series/world-source.ts';
import {shop} from '../../../../source/demo/world/services/shop.ts';
import {findShopService} from '../../../../source/demo/world/services.ts';
import type {MeshId} from '../../../../source/domain/signals/mesh-id.ts';
import {scopeOf} from '../../../../source/domain/signals/series-scope.ts';
import type {SliceSample} from '../../../../source/domain/signals/slice-sample.ts';
import {ident} from '../../../../source/domain/text/safe-text.ts';
import {meshes} from '../../../../source/meshes/registry.ts';

const startMs = Date.UTC(2026, 10, 20, 12);
const nowMs = startMs + 308_000;
const seconds = 300;

test('a version that fails for one caller only names one that calls it, for more of its requests than fail', () => {
	const turning = shop.flatMap(service => service.versions.map(version => ({service, version})));
	const concentrated = turning.filter(({version}) => version.turnsFor !== undefined);
	expect(concentrated.map(({version}) => version.tag)).toEqual(['2.9.0']);
	for (const {service, version} of concentrated) {
		const share = service.callers.find(caller => caller.service === version.turnsFor)?.share ?? 0;
		expect(share).toBeGreaterThan(2 * version.errorRatio);
	}
});

describe.each(['istio', 'linkerd'] as const)('where checkout 2.9.0 fails, asked as perch asks %s', mesh => {
	const before = told(mesh, '2.8.1');
	const after = told(mesh, '2.9.0');
	const of = (samples: readonly SliceSample[], caller: string) => {
		const own = samples.filter(
			({dimension, value, viewpoint}) => dimension === 'caller' && value === caller && viewpoint === 'source',
		);
		const sum = (key: 'requests' | 'failures') => own.reduce((total, one) => total + one[key], 0);
		return {requests: sum('requests'), failures: sum('failures')};
	};

	test('is nearly all of one caller’s requests', () => {
		const frontend = of(after, 'web/frontend');
		const mobile = of(after, 'web/mobile');
		// 2 % of all fail, 1.9 points of them only since it turned: of 12 % of the requests.
		expect(frontend.failures / frontend.requests).toBeCloseTo(0.001 + 0.019 / 0.12, 2);
		expect(mobile.failures / mobile.requests).toBeCloseTo(0.001, 3);
	});

	test('and changes nothing of who calls, nor of stable', () => {
		for (const samples of [before, after]) {
			const [frontend, mobile] = [of(samples, 'web/frontend'), of(samples, 'web/mobile')];
			expect(frontend.requests / (frontend.requests + mobile.requests)).toBeCloseTo(0.12, 2);
		}
		const ratios = ['web/frontend', 'web/mobile'].map(
			caller => of(before, caller).failures / of(before, caller).requests,
		);
		for (const ratio of ratios) expect(ratio).toBeCloseTo(0.001, 3);
	});
});

/** What the demo answers five minutes after the version turned, when all requests go to this one. */
function told(mesh: MeshId, tag: ShopVersion['tag']): readonly SliceSample[] {
	const service = findShopService('shop', 'checkout');
	const own = meshes.find(({id}) => id === mesh);
	if (!service || !own) throw new Error('the shop has no checkout');
	const query = own.questions(scopeOf({})).slices?.([service], seconds, null);
	if (!query) throw new Error(`${mesh} is not asked`);
	const answer = instantQuery(query.promql, nowMs, {
		source: sourceOf(mesh, service, tag),
		semantics: semanticsOf('2.42.0'),
	});
	if (answer.kind !== 'vector') throw new Error(JSON.stringify(answer));
	return query.read(
		answer.vector.map(({labels, value}) => ({
			labels: Object.fromEntries(Object.entries(labels).map(([name, text]) => [name, ident(text)])),
			value,
		})),
	).value;
}

function sourceOf(mesh: MeshId, service: ShopService, tag: string) {
	const model = createTrafficModel({services: [service], seed: 7, startMs});
	const pods = {name: `checkout-${tag}`, isPod: false, ownerKind: 'ReplicaSet', templateHash: 'abc'};
	const destination = {
		service: 'checkout',
		workload: 'checkout',
		canonicalService: 'checkout',
		canonicalRevision: tag,
		tag,
		pods,
	};
	model.record(serviceKey(service), model.originMs, [{destination, share: 1}]);
	const grid = createScrapeGrid({clock: {nowMs: () => nowMs}, intervalMs: 1_000, originMs: model.originMs});
	return createWorldSource(model, grid, dialectsIn(mesh));
}
