import {describe, expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import {verb} from '../../source/domain/release/verb.ts';
import {entry, onlyCanary, routed, routing, virtualService} from './argo-scene.ts';
import {mustPlan} from './operator.ts';

/** Routes that were not recorded, in recorded releases: at 5 %, and aborted. */
const paused = 'argo-canary/02-paused-at-step-1';
const aborted = 'argo-canary/07-aborted';

const two = routing({istio: {virtualServices: [{name: 'checkout'}, {name: 'checkout-public'}]}});

describe('perch reads every entry that leads to the canary:', () => {
	test('of two VirtualServices the worse decides, and each is named', () => {
		const {release} = routed(aborted, {
			rollout: two,
			more: [virtualService('checkout-public', {http: [entry(50, 50)]})],
			laterMs: 60_000,
		});
		expect(release.split).toMatchObject({
			configuredPercent: 50,
			configuredBy: 'route',
			places: [
				{where: 'VirtualService checkout', percent: 0},
				{where: 'VirtualService checkout-public', percent: 50},
			],
		});
		expect(release.contradictions.map(({text}) => text)).toEqual([
			'Argo says aborted, 50% still on 2.9.0: by VirtualService checkout-public',
		]);
		expect(release.back.text).not.toMatch(/already back/);
	});

	test('places that all send the same are not listed apart', () => {
		const {release} = routed(paused, {rollout: two, more: [virtualService('checkout-public', {http: [entry(95, 5)]})]});
		expect(release.split.configuredPercent).toBe(5);
		expect(release.split).not.toHaveProperty('places');
	});

	test.each<[string, RawObject, string]>([
		['a second HTTP entry', {http: [entry(95, 5, {name: 'primary'}), entry(60, 40, {name: 'b2b'})]}, 'route b2b'],
		['one without a name', {http: [entry(95, 5, {name: 'primary'}), entry(60, 40)]}, 'rule 2'],
		['TCP', {http: [entry(95, 5)], tcp: [entry(60, 40, {match: [{port: 9000}]})]}, 'tcp rule 1'],
		['TLS', {http: [entry(95, 5)], tls: [entry(60, 40, {match: [{port: 443, sniHosts: ['a']}]})]}, 'tls rule 1'],
	])('%s of one VirtualService counts', (_what, spec, where) => {
		const {release} = routed(paused, {spec, laterMs: 60_000});
		expect(release.split.configuredPercent).toBe(40);
		expect(release.split.places).toContainEqual({where: `VirtualService checkout, ${where}`, percent: 40});
		expect(release.contradictions.map(({text}) => text)).toEqual([
			`VirtualService checkout, ${where} sends 40% to 2.9.0, Argo wants 5%`,
		]);
	});

	test('an entry that the Rollout does not name counts once it leads to the canary', () => {
		const named = routing({istio: {virtualService: {name: 'checkout', routes: ['primary']}}});
		const at = (other: RawObject) =>
			routed(paused, {rollout: named, http: [entry(95, 5, {name: 'primary'}), other]}).release;
		expect(at(entry(100, 0, {name: 'b2b'})).split).not.toHaveProperty('places');
		expect(at(entry(100, 0, {name: 'b2b'})).split.configuredPercent).toBe(5);
		expect(at(entry(20, 80, {name: 'b2b'})).split.configuredPercent).toBe(80);
	});

	test('an abort promises nothing of an entry that Argo does not write', () => {
		const named = routing({istio: {virtualService: {name: 'checkout', routes: ['primary']}}});
		const at = (percent: number) => {
			const http = [entry(95, 5, {name: 'primary'}), entry(100 - percent, percent, {name: 'b2b'})];
			return mustPlan(routed(paused, {rollout: named, http}), 'back');
		};
		expect(at(40).effects[0]).toBe('what Argo writes for 2.9.0 → 0%');
		expect(at(40).caveats[0]).toBe(
			`VirtualService checkout, route b2b keeps sending 40%: Argo does not write it; ${verb('back')} again turns it`,
		);
		expect(at(0).effects[0]).toBe('5% on 2.9.0 → 0%, all traffic to 2.8.1');
	});

	const gateway = (rules: readonly RawObject[], name = 'web'): RawObject => ({
		apiVersion: 'gateway.networking.k8s.io/v1',
		kind: 'HTTPRoute',
		metadata: {name, namespace: 'shop', uid: name},
		spec: {rules},
	});
	const rule = (stable: number | null, canary: number | null, more: RawObject = {}): RawObject => ({
		...more,
		backendRefs: [
			{name: 'checkout-stable', port: 80, ...(stable === null ? {} : {weight: stable})},
			{name: 'checkout-canary', port: 80, ...(canary === null ? {} : {weight: canary})},
		],
	});
	const plugin = (settings: RawObject) => routing({plugins: {'argoproj-labs/gatewayAPI': settings}});

	test('the second rule of an HTTPRoute counts', () => {
		const {release} = routed(paused, {
			rollout: plugin({httpRoute: 'web'}),
			more: [gateway([rule(95, 5), rule(1, 1, {name: 'api'})])],
		});
		expect(release.split).toMatchObject({
			configuredPercent: 50,
			places: [
				{where: 'HTTPRoute web, rule 1', percent: 5},
				{where: 'HTTPRoute web, route api', percent: 50},
			],
		});
	});

	test('a second HTTPRoute counts, and a weight that is not written is 1', () => {
		const {release} = routed(paused, {
			rollout: plugin({httpRoutes: [{name: 'web'}, {name: 'public'}]}),
			more: [gateway([rule(95, 5)]), gateway([rule(null, null)], 'public')],
		});
		expect(release.split).toMatchObject({
			configuredPercent: 50,
			places: [
				{where: 'HTTPRoute web', percent: 5},
				{where: 'HTTPRoute public', percent: 50},
			],
		});
	});

	test('a route that was not read makes the share unknown, even where the others send zero', () => {
		const {release} = routed(aborted, {rollout: two, laterMs: 60_000});
		expect(release.split.configuredPercent).toBe('unknown');
		expect(release.split.places).toContainEqual({where: 'VirtualService checkout-public', percent: 'unknown'});
		expect(release.back.text).toBe(
			'2.8.1 by undo to the stable template (aborted; what VirtualService checkout-public sends is not known)',
		);
	});

	test('beside routes of a kind that perch does not read, the share is what Argo says', () => {
		const {release} = routed(aborted, {
			rollout: routing({istio: {virtualService: {name: 'checkout'}}, nginx: {stableIngress: 'web'}}),
			laterMs: 60_000,
		});
		expect(release.split).toMatchObject({configuredPercent: 0, configuredBy: 'controller'});
		expect(release.back.text).toBe(
			`Argo says 0% on 2.9.0; perch does not read its route: ${verb('toRevision')} puts the template of 2.8.1 back`,
		);
	});

	test("stable's Service that selects the canary's pods leads to the canary", () => {
		const {release} = routed(aborted, {
			objects: {
				'checkout-stable': service => {
					service.spec = {
						...service.spec,
						selector: {app: 'checkout', 'rollouts-pod-template-hash': '866cfb757'},
					} as never;
				},
			},
			laterMs: 60_000,
		});
		expect(release.split.configuredPercent).toBe(100);
		expect(release.back.text).not.toMatch(/already back/);
	});
});

describe('a rule for some requests', () => {
	const header = {match: [{headers: {cookie: {regex: '.*canary=always.*'}}}]};

	test('is no share of all while the release goes on', () => {
		const {release} = routed(paused, {http: [onlyCanary(header), entry(95, 5)]});
		expect(release.split.configuredPercent).toBe(5);
		expect(release.contradictions).toEqual([]);
	});

	test('counts once the release was aborted, because it should be gone', () => {
		const {release} = routed(aborted, {http: [onlyCanary(header), entry(100, 0, {name: 'primary'})], laterMs: 60_000});
		expect(release.split.places).toEqual([
			{where: 'VirtualService checkout, rule 1', percent: 100},
			{where: 'VirtualService checkout, route primary', percent: 0},
		]);
		expect(release.contradictions.map(({text}) => text)).toEqual([
			'Argo says aborted, 100% still on 2.9.0: by VirtualService checkout, rule 1',
		]);
		expect(release.back.text).toBe('2.8.1 by undo to the stable template (aborted, 100% still on 2.9.0)');
	});

	test('that an abort left behind keeps the release from being back, even if it only mirrors', () => {
		const managed = routing({istio: {virtualService: {name: 'checkout'}}, managedRoutes: [{name: 'shadow'}]});
		const {release} = routed(aborted, {
			rollout: managed,
			http: [entry(100, 0, {name: 'shadow', mirror: {host: 'checkout-canary'}}), entry(100, 0, {name: 'primary'})],
			laterMs: 60_000,
		});
		expect(release.contradictions.map(({text}) => text)).toEqual([
			'Argo says aborted, 0% still on 2.9.0: shadow is still in the route',
		]);
		expect(release.back.text).toMatch(/^2.8.1 by undo to the stable template/);
	});

	test('alone in its route counts whatever it matches', () => {
		const {release} = routed(paused, {http: [onlyCanary({match: [{uri: {prefix: '/'}}]})]});
		expect(release.split.configuredPercent).toBe(100);
	});
});

describe('a route that is not where Argo wants it', () => {
	test.each<[string, number | null, number | null, string[]]>([
		['ahead', 0, 100, ['VirtualService checkout sends 100% to 2.9.0, Argo wants 5%']],
		['ahead by a weight that is not written', null, 5, ['VirtualService checkout sends 100% to 2.9.0, Argo wants 5%']],
		['without any of the traffic', 100, 0, ['2.9.0 has 1 ready pod and 0% of the traffic, 5% is meant']],
		['behind', 98, 2, ['2.9.0 has 1 ready pod, VirtualService checkout sends it 2%, Argo wants 5%']],
		['within its rounding', 95.4, 4.6, []],
		['as it should be', 95, 5, []],
	])('contradicts Argo or not, when it is %s', (_what, stable, canary, contradictions) => {
		const {release} = routed(paused, {http: [entry(stable, canary, {name: 'primary'})], laterMs: 60_000});
		expect(release.contradictions.map(({text}) => text)).toEqual(contradictions);
	});

	test('has a moment to follow before it contradicts Argo', () => {
		const {release} = routed(paused, {
			http: [entry(0, 100)],
			rollout: ({status}) => {
				const conditions = status.conditions as RawObject[];
				status.conditions = [
					...conditions,
					{type: 'Progressing', status: 'Unknown', lastUpdateTime: '2026-11-21T07:11:17Z'},
				];
			},
			laterMs: 0,
		});
		expect(release.split.configuredPercent).toBe(100);
		expect(release.contradictions).toEqual([]);
	});

	test('is a contradiction while no release is under way, if its Service selects another version', () => {
		const {release} = routed('argo-canary/09-undone-to-stable', {
			http: [entry(80, 20)],
			objects: {
				'checkout-canary': service => {
					service.spec = {
						...service.spec,
						selector: {app: 'checkout', 'rollouts-pod-template-hash': '866cfb757'},
					} as never;
				},
			},
			laterMs: 60_000,
		});
		expect(release.canary).toBeNull();
		expect(release.split.configuredPercent).toBe(20);
		expect(release.contradictions.map(({text}) => text)).toEqual([
			'2.8.1 is fully promoted, and VirtualService checkout sends 20% to another version',
		]);
	});
});
