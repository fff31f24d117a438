import {expect, test, vi} from 'vitest';
import {err, ok} from '../../source/domain/result.ts';
import {safe} from '../../source/domain/text/safe-text.ts';
import {createEngine, type Engine} from '../../source/engine/engine.ts';
import type {MetricsQuestion} from '../../source/engine/questions/question.ts';
import {questions} from '../../source/engine/questions/questions.ts';
import {screens} from '../../source/engine/screens/screens.ts';
import {meshes} from '../../source/meshes/registry.ts';
import {policyReaders} from '../../source/policies/registry.ts';
import type {ClusterPort} from '../../source/ports/cluster.ts';
import {releaseBackends} from '../../source/releases/registry.ts';
import {extentOf} from '../../source/views/screens/extent-of.ts';
import {createFakeApiServer} from './support/fake-api-server.ts';
import {keyOf} from './support/keys.ts';
import {objectsOf} from './support/recorded.ts';
import {createScriptedPorts} from './support/scripted-ports.ts';
import {settings, wide} from './support/session.ts';
import {createVirtualClock} from './support/virtual-clock.ts';

const half = 'argo-canary/06-paused-at-50-after-analysis';

async function start(change: {
	readonly cluster?: Partial<ClusterPort>;
	readonly questions?: readonly MetricsQuestion[];
}): Promise<{
	readonly engine: Engine;
	readonly logged: readonly string[];
	advance(ms: number): Promise<void>;
	press(...keys: readonly string[]): Promise<void>;
}> {
	const clock = createVirtualClock(Date.parse('2026-11-21T07:12:31Z'));
	const ports = createScriptedPorts(createFakeApiServer(objectsOf(half)), clock);
	const logged: string[] = [];
	const engine = createEngine({
		openContext: async () => err(safe`no other context`),
		backends: releaseBackends,
		policyReaders,
		questions: change.questions ?? questions,
		screens,
		extentOf,
		clusters: [
			{
				settings,
				cluster: {...ports.cluster, ...change.cluster},
				audit: ports.audit,
				meshes,
				isOrdered: false,
				connectMetrics: async () => ok(ports.metrics),
				sessionId: 's',
			},
		],
		clock,
		terminal: ports.terminal,
		size: wide,
		exit: () => {},
		lostRecord: () => {},
		log: text => logged.push(text),
	});
	engine.start();
	await clock.advanceAsync(3_000);
	return {
		engine,
		logged,
		advance: clock.advanceAsync,
		async press(...names) {
			for (const name of names) {
				await clock.advanceAsync(100);
				engine.store.dispatch({kind: 'inputReceived', input: {kind: 'keys', keys: [keyOf(name)]}});
			}
			await clock.advanceAsync(600);
		},
	};
}

const throws = (): never => {
	throw new RangeError('a bug');
};
const rejects = async (): Promise<never> => throws();
const header = (engine: Engine) => engine.frames.current().screen.view.header;

test.each([
	['throws', throws],
	['rejects', rejects],
])('a question that %s has failed, is asked again, and holds up no other', async (_, ask) => {
	const asked = vi.fn(ask);
	const changed = questions.map((one): MetricsQuestion => (one.id === 'trend' ? {...one, ask: asked} : one));
	const {engine, logged, advance} = await start({questions: changed});
	await advance(60_000);
	expect(asked.mock.calls.length).toBeGreaterThan(1);
	expect(header(engine)).toMatchObject({cluster: {state: 'fresh'}, metrics: {state: 'fresh'}});
	expect(engine.store.state().metrics.askings.trend?.query.isRunning).toBe(false);
	expect(header(engine).banners[0]?.text).toMatch(/^PERCH FAILED: .*\(question trend: RangeError\)$/);
	expect(logged[0]).toMatch(/^question trend: RangeError: RangeError: a bug/);
	expect(logged).toHaveLength(1);
});

test('a watch that cannot be started leaves the others to go on', async () => {
	const {engine, advance} = await start({cluster: {watch: throws}});
	await advance(30_000);
	expect(header(engine)).toMatchObject({cluster: {state: 'fresh'}, metrics: {state: 'fresh'}});
	expect(header(engine).banners[0]?.text).toMatch(/^PERCH FAILED: .*\(startWatch: RangeError\)$/);
});

test('a heartbeat that never returns turns the cluster red, and perch goes on', async () => {
	const {engine, advance} = await start({cluster: {heartbeat: rejects}});
	await advance(30_000);
	expect(header(engine)).toMatchObject({cluster: {state: 'red'}, metrics: {state: 'fresh'}});
	expect(header(engine).banners[0]?.text).toMatch(/^PERCH FAILED: .*\(request: RangeError\)$/);
});

test('a write that perch fails on is unknown, and is looked at before anything else is done', async () => {
	const sent: boolean[] = [];
	const {engine, press} = await start({
		cluster: {
			async patch({isDryRun}) {
				sent.push(isDryRun);
				return isDryRun ? ok({}) : rejects();
			},
		},
	});
	await press('R', 'home', 'enter', 'x');
	await press('right', 'enter');
	expect(engine.store.state().intents.map(({phase}) => phase.kind)).toEqual(['unconfirmed']);
	expect(sent).toEqual([true, false]);
});
