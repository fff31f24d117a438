import {describe, expect, test} from 'vitest';
import {err, ok} from '../../source/domain/result.ts';
import {safe} from '../../source/domain/text/safe-text.ts';
import {createEngine, type Engine} from '../../source/engine/engine.ts';
import {questions} from '../../source/engine/questions/questions.ts';
import type {ShellEvent} from '../../source/engine/reduce-shell.ts';
import {screens} from '../../source/engine/screens/screens.ts';
import {meshes} from '../../source/meshes/registry.ts';
import {policyReaders} from '../../source/policies/registry.ts';
import {releaseBackends} from '../../source/releases/registry.ts';
import {extentOf} from '../../source/views/screens/extent-of.ts';
import {createFakeApiServer, type FakeApiServer} from './support/fake-api-server.ts';
import {keyOf} from './support/keys.ts';
import {objectsOf} from './support/recorded.ts';
import {createScriptedPorts, type ScriptedPorts} from './support/scripted-ports.ts';
import {narrow, scrapeSeconds, settings, windowSeconds} from './support/session.ts';
import {createVirtualClock, type VirtualClock} from './support/virtual-clock.ts';

/** The wired engine between fake ports: tests what its runner asks of them and does with their answers. */
interface Bench {
	readonly engine: Engine;
	readonly clock: VirtualClock;
	readonly ports: ScriptedPorts;
	readonly server: FakeApiServer;
	readonly lost: readonly string[];
	/** What a recording would hold. */
	readonly recorded: readonly ShellEvent[];
	readonly exits: readonly number[];
	press(...names: readonly string[]): Promise<void>;
}

async function startBench(situation: string, size = {columns: 160, rows: 45}, forMs = 3_000): Promise<Bench> {
	const clock = createVirtualClock(Date.parse('2026-11-21T07:12:31Z'));
	const server = createFakeApiServer(objectsOf(situation));
	const ports = createScriptedPorts(server, clock);
	const lost: string[] = [];
	const exits: number[] = [];
	const recorded: ShellEvent[] = [];
	const engine = createEngine({
		openContext: async () => err(safe`no other context`),
		backends: releaseBackends,
		policyReaders,
		questions,
		screens,
		extentOf,
		clusters: [
			{
				settings,
				cluster: ports.cluster,
				audit: ports.audit,
				meshes,
				isOrdered: false,
				connectMetrics: async () => ok(ports.metrics),
				sessionId: 's',
			},
		],
		clock,
		terminal: ports.terminal,
		size,
		exit: () => exits.push(clock.nowMs()),
		lostRecord: text => lost.push(text),
		log: () => {},
		record: event => recorded.push(event),
	});
	engine.start();
	if (forMs > 0) await clock.advanceAsync(forMs);
	return {
		engine,
		clock,
		ports,
		server,
		lost,
		recorded,
		exits,
		async press(...names) {
			for (const name of names) {
				await clock.advanceAsync(100);
				engine.store.dispatch({kind: 'inputReceived', input: {kind: 'keys', keys: [keyOf(name)]}});
			}
			await clock.advanceAsync(600);
		},
	};
}

const half = 'argo-canary/06-paused-at-50-after-analysis';

test('going back reads, tries, records, reads again and patches, in this order', async () => {
	const bench = await startBench(half);
	await bench.press('R', 'home', 'enter', 'x');
	await bench.press('right', 'enter');
	expect(bench.ports.journal).toEqual([
		'read rollouts.argoproj.io',
		'dry run',
		'append intent',
		'read rollouts.argoproj.io',
		'patch',
	]);
	expect(bench.ports.patches.map(({intentId, isDryRun}) => [intentId, isDryRun])).toEqual([
		['s-1', true],
		['s-1', false],
	]);
	expect(bench.server.applied).toHaveLength(1);
});

test('a record that the audit log cannot keep goes to lostRecord, and going back goes on', async () => {
	const bench = await startBench(half);
	bench.ports.isAuditFull = true;
	await bench.press('R', 'home', 'enter', 'x');
	await bench.press('right', 'enter');
	expect(bench.server.applied).toHaveLength(1);
	expect(JSON.parse(bench.lost[0] ?? '')).toMatchObject({record: 'intent', verb: 'back', intentId: 's-1'});
});

describe('Prometheus', () => {
	test('is asked at most three questions a poll, besides the trend and the evidence', async () => {
		const bench = await startBench(half, narrow);
		await bench.clock.advanceAsync(20_000);
		const from = bench.ports.queries.length;
		const polls = 24;
		await bench.clock.advanceAsync(polls * scrapeSeconds * 1_000);
		const asked = bench.ports.queries.slice(from);
		const quick = asked.filter(({isRange}) => !isRange);
		expect(quick.length).toBeLessThanOrEqual(3 * polls);
		expect(quick.length).toBeGreaterThan(2 * polls);
		const seconds = polls * scrapeSeconds;
		const overTime = asked.filter(({isRange}) => isRange);
		const rowSeconds = windowSeconds - scrapeSeconds;
		const ofEvidence = overTime.filter(({over}) => over.endsWith(` by ${rowSeconds}`));
		// Rates and histograms of each new row of the evidence.
		expect(ofEvidence.length).toBeLessThanOrEqual(2 * (seconds / rowSeconds + 1));
		expect(ofEvidence.length).toBeGreaterThanOrEqual(2 * (seconds / rowSeconds - 1));
		// The trend: the same, once in half a minute.
		expect(overTime.length - ofEvidence.length).toBeLessThanOrEqual(2 * (seconds / 30 + 1));
	});

	test('is never asked the same thing faster than the scrape interval', async () => {
		const bench = await startBench(half);
		await bench.clock.advanceAsync(60_000);
		const byQuestion = Map.groupBy(bench.ports.queries, ({promql, over}) => `${promql} ${over}`);
		for (const [promql, asked] of byQuestion) {
			const gaps = asked.slice(1).map(({atMs}, at) => atMs - (asked[at]?.atMs ?? 0));
			expect(Math.min(Number.POSITIVE_INFINITY, ...gaps), promql).toBeGreaterThanOrEqual(scrapeSeconds * 1_000);
		}
	});
});

test('a stopped engine has no watch left and asks nothing more', async () => {
	const bench = await startBench(half);
	expect(bench.ports.watches.size).toBeGreaterThan(4);
	bench.engine.stop();
	const before = bench.ports.queries.length;
	await bench.clock.advanceAsync(60_000);
	expect(bench.ports.watches.size).toBe(0);
	expect(bench.ports.queries).toHaveLength(before);
});

test('an engine that is stopped before its first answers starts no watch', async () => {
	const bench = await startBench(half, narrow, 0);
	bench.engine.stop();
	const before = bench.ports.queries.length;
	await bench.clock.advanceAsync(60_000);
	expect(bench.ports.watches.size).toBe(0);
	expect(bench.ports.queries).toHaveLength(before);
});

test.each([-3_600_000, -300_000, 300_000, 3_600_000])(
	'a wall clock that is set by %d ms while perch runs stops nothing and makes no old data look fresh',
	async byMs => {
		const bench = await startBench(half);
		await bench.clock.advanceAsync(20_000);
		bench.clock.leap(byMs);
		await bench.clock.advanceAsync(1_000);
		const from = bench.ports.queries.length;
		await bench.clock.advanceAsync(30_000);
		expect(bench.ports.queries.length - from).toBeGreaterThan(10);
		const {header} = bench.engine.frames.current().screen.view;
		expect(header).toMatchObject({cluster: {state: 'fresh'}, metrics: {state: 'fresh'}});
		const serverMs = Date.parse('2026-11-21T07:12:31Z') + bench.clock.monotonicMs();
		expect(Math.abs(header.nowMs - serverMs)).toBeLessThanOrEqual(2_000);
	},
);

test('the engine makes a frame at most every eighth of a second, and at once after a key', async () => {
	const bench = await startBench(half);
	await bench.clock.advanceAsync(1_000);
	let frames = 0;
	bench.engine.frames.subscribe(() => {
		frames += 1;
	});
	for (let at = 0; at < 100; at += 1) {
		bench.engine.store.dispatch({kind: 'ticked'});
		bench.clock.advance(10);
	}
	expect(frames).toBeLessThanOrEqual(9);
	expect(frames).toBeGreaterThan(4);
	frames = 0;
	bench.engine.store.dispatch({kind: 'inputReceived', input: {kind: 'keys', keys: [keyOf('R')]}});
	expect(frames).toBe(1);
	expect(bench.engine.frames.current().screen.kind).toBe('releases');
});

test('ctrl-c quits perch', async () => {
	const bench = await startBench(half);
	await bench.press('ctrl-c');
	expect(bench.exits).toHaveLength(1);
});

test('the templates that a diff shows are read, and masked before they are recorded', async () => {
	const bench = await startBench(half);
	await bench.press('R', 'home', 'enter', 'd');
	expect(bench.ports.journal).toEqual(['read replicasets.apps', 'read replicasets.apps']);
	const [read] = bench.recorded.filter(({kind}) => kind === 'objectsRead');
	expect(JSON.stringify(read)).toContain('DB_PASSWORD');
	expect(JSON.stringify(bench.recorded)).not.toContain('hunter2');
});
