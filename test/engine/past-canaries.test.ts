import {describe, expect, test} from 'vitest';
import {revisionKey} from '../../source/domain/cluster/keys.ts';
import {toldKey} from '../../source/domain/signals/signals.ts';
import {ident, safe} from '../../source/domain/text/safe-text.ts';
import {
	canariesBefore,
	pastCanaries,
	searchSeconds,
	searchSteps,
} from '../../source/engine/questions/past-canaries/past-canaries.ts';
import {pastCanary} from '../../source/engine/questions/past-canaries/past-canary.ts';
import {traefik} from '../../source/meshes/traefik/traefik.ts';
import {type Canary, months} from './support/past-months.ts';
import {unreachable} from './support/proving.ts';
import {checkout} from './support/recorded.ts';

const stepMs = searchSeconds * 1000;
const minuteMs = 60_000;
const dayMs = 86_400_000;
/** The end of a search step. */
const toMs = Math.floor(Date.parse('2026-11-21T10:00:00Z') / stepMs) * stepMs;
const nowFromMs = toMs - 20 * minuteMs;
const about = {
	release: checkout,
	uid: safe`uid`,
	canary: revisionKey('uid', 'v9'),
	backend: 'argo-rollouts',
	services: [{namespace: 'shop', name: 'checkout'}],
	told: {},
	roles: {stable: [], canary: []},
	// Its pods run two minutes before its first requests.
	canaryFromMs: nowFromMs - 2 * minuteMs,
	toMs,
	rule: null,
};
const present: Canary = {version: 'v9', fromMs: nowFromMs, toMs: toMs + dayMs, share: 0.1};
const tried = (version: string, daysAgo: number, minutes = 40): Canary => {
	// A minute after a search step began.
	const fromMs = toMs - Math.round((daysAgo * dayMs) / stepMs) * stepMs + minuteMs;
	return {version, fromMs, toMs: fromMs + minutes * minuteMs, share: 0.2};
};

describe('the canaries that a release had', () => {
	test('are found by their share, rolled back or promoted, the newest first, and the present one is none of them', async () => {
		const canaries = [tried('v7', 6), {...tried('v8', 3), after: 'v8'}, present];
		const server = months('v6', canaries);
		const answer = await pastCanaries.ask(server.asker, about);
		expect(answer).toMatchObject({
			ok: true,
			value: {names: {scheme: 'label'}, found: [{version: 'v8'}, {version: 'v7'}], beganMs: nowFromMs},
		});
		const found = answer.ok ? answer.value.found : [];
		expect(found[0]?.fromMs).toBe((canaries[1]?.fromMs ?? 0) - minuteMs);
	});

	test('are at most the last five of 30 days', async () => {
		const canaries = [35, 25, 20, 15, 10, 5, 2].map(daysAgo => tried(`v${daysAgo}`, daysAgo));
		const answer = await pastCanaries.ask(months('v0', [...canaries, present]).asker, about);
		const found = answer.ok ? answer.value.found.map(({version}) => version) : [];
		expect(found).toEqual(['v2', 'v5', 'v10', 'v15', 'v20']);
	});

	test('cost one coarse query, and one for the first requests of the present one', async () => {
		const server = months('v6', [tried('v7', 6), tried('v8', 3), present]);
		await pastCanaries.ask(server.asker, about);
		expect(server.mostAtOnce()).toBe(1);
		const [search, begin, ...others] = server.queries;
		expect(others).toEqual([]);
		expect(search).toMatchObject({stepSeconds: searchSeconds, endMs: toMs});
		expect(search && (search.endMs - search.startMs) / stepMs + 1).toBe(searchSteps);
		expect(search?.promql).toContain(`[${searchSeconds}s]`);
		expect(begin && (begin.endMs - begin.startMs) / begin.stepSeconds / 1000).toBeLessThanOrEqual(240);
	});

	test('are none where there was one, for a line is no band, and nothing more is asked', async () => {
		const server = months('v6', [tried('v8', 3), present]);
		expect(await pastCanaries.ask(server.asker, about)).toMatchObject({ok: true, value: {found: []}});
		expect(server.queries).toHaveLength(1);
	});

	test('are none where series tell no versions apart', async () => {
		const server = months('v6', []);
		expect(await pastCanaries.ask(server.asker, about)).toMatchObject({ok: true, value: {names: null, found: []}});
	});

	test('are found by the Services that Traefik calls otherwise, and by none that it does not mean', async () => {
		const named = (name: string) => ({namespace: safe`shop`, name: ident(name)});
		const [stable, canary] = [[named('checkout-stable')], [named('checkout-canary')]];
		const told = Object.fromEntries(
			[...stable, ...canary].map(one => [
				toldKey({kind: 'dashed', text: safe`shop-${one.name}-http`, namespace: null}),
				[one],
			]),
		);
		const byTraefik = {
			mesh: traefik,
			counter: 'traefik_service_requests_total',
			labelsOf: (version: string, code: string) => ({service: `shop-checkout-${version}-http@kubernetes`, code}),
		};
		const canaries = [tried('canary', 6), tried('canary', 3), {...present, version: 'canary'}];
		const asked = {...about, services: [...stable, ...canary], roles: {stable, canary}, told};
		const answer = await pastCanaries.ask(months('stable', canaries, byTraefik).asker, asked);
		expect(answer).toMatchObject({
			ok: true,
			value: {names: {scheme: 'service'}, found: [{version: 'canary'}, {version: 'canary'}], beganMs: nowFromMs},
		});
		const unknown = await pastCanaries.ask(months('stable', canaries, byTraefik).asker, {...asked, told: {}});
		expect(unknown).toMatchObject({ok: true, value: {names: null, found: []}});
	});

	test('cannot be told where Prometheus fails', async () => {
		const server = months('v6', [present]);
		server.error = unreachable;
		expect(await pastCanaries.ask(server.asker, about)).toEqual({ok: false, error: unreachable});
	});

	test('without requests to the present one its age is that of its pods', async () => {
		const canaries = [tried('v7', 6), tried('v8', 3)];
		const answer = await pastCanaries.ask(months('v6', canaries).asker, about);
		expect(answer).toMatchObject({ok: true, value: {beganMs: about.canaryFromMs}});
	});

	test('one that may be the present one, or goes on, is left out', () => {
		const release = (fromMs: number, end: 'whole' | 'none' | 'open', endMs: number) => ({
			...{version: safe`v`, beside: safe`w`, mostShare: 0.2, gapMs: 0},
			...{fromMs, toMs: endMs, end},
		});
		const past = release(0, 'none', 2 * stepMs);
		const releases = [
			past,
			release(stepMs, 'open', 4 * stepMs),
			release(3 * stepMs, 'whole', 5 * stepMs),
			// It ended in a step that began after the present canary did.
			release(stepMs, 'none', 6 * stepMs),
		];
		expect(canariesBefore(releases, 3.5 * stepMs, stepMs)).toEqual([{version: 'v', fromMs: 0, toMs: 2 * stepMs}]);
	});
});

describe('what a canary did', () => {
	const canaries = [{...tried('v7', 6), failing: 0.02}, present];
	const [v7] = canaries;
	const asked = {
		...{
			release: checkout,
			services: about.services,
			told: {},
			names: {scheme: 'label', services: about.roles} as const,
		},
		canary: {version: safe`v7`, fromMs: (v7?.fromMs ?? 0) - minuteMs, toMs: (v7?.fromMs ?? 0) - minuteMs + 2 * stepMs},
		mostAgeMs: 3_600_000,
		isPlain: false,
		rule: null,
	};

	test('is read in one query of at most 240 steps, by its age, while it was one', async () => {
		const server = months('v6', canaries);
		const answer = await pastCanary.ask(server.asker, asked);
		expect(server.queries).toHaveLength(1);
		const [query] = server.queries;
		expect(query && (query.endMs - query.startMs) / query.stepSeconds / 1000 + 1).toBeLessThanOrEqual(240);
		expect(query?.promql).toMatch(/^\(.*istio_requests_total.*\) or \(.*_bucket.*\)$/);
		if (!answer.ok) throw new Error('it was not told');
		const {fromMs, stepSeconds, figures} = answer.value;
		// It begins within the step in which it first had requests.
		expect(Math.abs((fromMs ?? 0) - (v7?.fromMs ?? 0))).toBeLessThanOrEqual(stepSeconds * 1000);
		const whole = figures.filter(({ageMs}) => ageMs > 2 * stepSeconds * 1000 && ageMs < 37 * minuteMs);
		expect(whole.length).toBeGreaterThan(30);
		for (const {requestsPerSecond, errorRatio, p95Ms} of whole) {
			expect(requestsPerSecond).toBeCloseTo(20, 6);
			expect(errorRatio).toBeCloseTo(0.02, 6);
			// Nine of ten take up to 100 ms, all up to 200 ms: the 95th of a hundred lies in the middle between.
			expect(p95Ms).toBeCloseTo(150, 6);
		}
		expect(Math.max(...figures.map(({ageMs}) => ageMs))).toBeLessThanOrEqual(42 * minuteMs);
		expect(figures.every(({ageMs}) => ageMs > 0)).toBe(true);
	});

	test('is read without latency where histograms took too long', async () => {
		const server = months('v6', canaries);
		const answer = await pastCanary.ask(server.asker, {...asked, isPlain: true});
		expect(server.queries.map(({promql}) => promql.includes('_bucket'))).toEqual([false]);
		const told = answer.ok ? answer.value.figures : [];
		expect(told.length).toBeGreaterThan(30);
		expect(told.every(({p95Ms}) => p95Ms === null)).toBe(true);
		expect(told.some(({errorRatio}) => errorRatio !== null && errorRatio > 0)).toBe(true);
	});

	test('is counted by what is configured to be a failure, and asked for anew where that is another', async () => {
		const rule = {http: {failing: ['429'], except: [], isBesideOwn: false}, grpc: null};
		const answer = await pastCanary.ask(months('v6', canaries).asker, {...asked, rule});
		const told = answer.ok ? answer.value.figures : [];
		expect(told.length).toBeGreaterThan(30);
		expect(told.every(({errorRatio}) => errorRatio === 0)).toBe(true);
		expect([pastCanary.covers(asked, {...asked, rule}), pastCanary.covers({...asked, rule}, asked)]).toEqual([
			false,
			false,
		]);
		expect(pastCanaries.covers(about, {...about, rule})).toBe(true);
	});

	test('is nothing where finer steps do not show it begin', async () => {
		const server = months('v6', [present]);
		const answer = await pastCanary.ask(server.asker, asked);
		expect(answer).toMatchObject({ok: true, value: {fromMs: null, figures: []}});
	});

	test('serves until the present one is older', () => {
		const older = {...asked, mostAgeMs: 2 * asked.mostAgeMs};
		expect([pastCanary.covers(older, asked), pastCanary.covers(asked, older)]).toEqual([true, false]);
	});
});
