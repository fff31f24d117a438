import {expect, test} from 'vitest';
import {clusterId, type ReleaseKey, releaseKey} from '../../source/domain/cluster/keys.ts';
import {err, ok} from '../../source/domain/result.ts';
import {ident, safe} from '../../source/domain/text/safe-text.ts';
import {type ClusterOptions, createEngine, type Engine} from '../../source/engine/engine.ts';
import {questions} from '../../source/engine/questions/questions.ts';
import type {ShellEvent} from '../../source/engine/reduce-shell.ts';
import {readRecording, recordedEvent, recordingHeader, replay} from '../../source/engine/replay.ts';
import {screens} from '../../source/engine/screens/screens.ts';
import {ROLLOUTS} from '../../source/kinds/argo-rollouts/rollout.ts';
import {meshes} from '../../source/meshes/registry.ts';
import {policyReaders} from '../../source/policies/registry.ts';
import {releaseBackends} from '../../source/releases/registry.ts';
import {extentOf} from '../../source/views/screens/extent-of.ts';
import {createFakeApiServer} from './support/fake-api-server.ts';
import {keyOf} from './support/keys.ts';
import {objectsOf} from './support/recorded.ts';
import {createScriptedPorts, type ScriptedPorts} from './support/scripted-ports.ts';
import {down, settings, target} from './support/session.ts';
import {createVirtualClock, type VirtualClock} from './support/virtual-clock.ts';

const half = 'argo-canary/06-paused-at-50-after-analysis';
const size = {columns: 100, rows: 30};
const contexts = ['east', 'west/2', 'broken', 'dead'];

interface Run {
	readonly engine: Engine;
	readonly clock: VirtualClock;
	readonly events: readonly ShellEvent[];
	/** Context by context, in the order of their end. */
	readonly closed: readonly string[];
	/** What still watches, by context. */
	readonly watching: ReadonlyMap<string, number>;
	readonly portsOf: (context: string) => ScriptedPorts;
	press(...names: readonly string[]): Promise<void>;
	types(text: string): Promise<void>;
}

async function startRun(): Promise<Run> {
	const clock = createVirtualClock(Date.parse('2026-11-21T07:12:31Z'));
	const events: ShellEvent[] = [];
	const closed: string[] = [];
	const watching = new Map<string, number>();
	const ports = new Map<string, ScriptedPorts>();

	function clusterOf(context: string): ClusterOptions {
		const own = createScriptedPorts(createFakeApiServer(objectsOf(half)), clock);
		ports.set(context, own);
		return {
			settings: {...settings, protection: {kind: 'none'}},
			cluster: {
				...own.cluster,
				target: {...target, context: ident(context), contexts},
				...(context === 'dead' && {identify: async () => err(down), heartbeat: async () => err(down)}),
				patch: (...asked: Parameters<ScriptedPorts['cluster']['patch']>) => own.cluster.patch(...asked),
				watch(request, listen) {
					watching.set(context, (watching.get(context) ?? 0) + 1);
					const cancel = own.cluster.watch(request, listen);
					return () => {
						watching.set(context, (watching.get(context) ?? 0) - 1);
						cancel();
					};
				},
				close: () => closed.push(context),
			},
			audit: own.audit,
			meshes,
			isOrdered: false,
			connectMetrics: async () => ok(own.metrics),
			sessionId: context,
		};
	}

	const east = clusterOf('east');
	const {terminal} = createScriptedPorts(createFakeApiServer([]), clock);
	const engine = createEngine({
		backends: releaseBackends,
		policyReaders,
		questions,
		screens,
		extentOf,
		clusters: [east],
		terminal,
		clock,
		size,
		exit: () => {},
		openContext: async name =>
			name === 'broken' ? err(safe`The context broken names the cluster b, which is not there.`) : ok(clusterOf(name)),
		lostRecord: () => {},
		log: () => {},
		record: event => events.push(event),
	});
	engine.start();
	await clock.advanceAsync(3_000);
	async function press(...names: readonly string[]): Promise<void> {
		for (const name of names) {
			await clock.advanceAsync(100);
			engine.store.dispatch({kind: 'inputReceived', input: {kind: 'keys', keys: [keyOf(name)]}});
		}
		await clock.advanceAsync(600);
	}
	return {
		engine,
		clock,
		events,
		closed,
		watching,
		portsOf: context => ports.get(context) as ScriptedPorts,
		press,
		types: text => press(...text),
	};
}

async function goTo(run: Run, context: string): Promise<void> {
	await run.press(':');
	await run.types(`ctx ${context}`);
	await run.press('enter');
	await run.clock.advanceAsync(3_000);
}

const paletteOf = ({engine}: Run) => engine.frames.current().palette?.commands.map(({text}) => text);
const messageOf = ({engine}: Run) => engine.store.state().screen.message?.text;
const checkoutIn = (context: string): ReleaseKey => releaseKey(clusterId(context), ROLLOUTS.id, 'shop', 'checkout');

test(':ctx lists the contexts of the kubeconfig and says which is shown', async () => {
	const run = await startRun();
	await run.press(':');
	await run.types('ctx');
	expect(paletteOf(run)).toEqual(['east (shown)', 'west/2', 'broken', 'dead']);
});

test('another context takes the place of the first, whose watches and connections end', async () => {
	const run = await startRun();
	const {engine, watching, closed} = run;
	expect(watching.get('east')).toBeGreaterThan(5);
	await run.press('enter');
	await goTo(run, 'west');
	expect(engine.store.state().session.target.context).toBe('west/2');
	expect([...engine.store.shell().clusters.keys()]).toEqual([clusterId('west/2')]);
	expect(watching.get('east')).toBe(0);
	expect(closed).toEqual(['east']);
	const {screen} = engine.frames.current();
	expect(screen.kind === 'home' && screen.view.rows.map(({key}) => key)).toEqual([checkoutIn('west/2')]);
	expect(messageOf(run)).toBe('west/2 · : ctx goes to another');
	await goTo(run, 'east');
	expect(closed).toEqual(['east', 'west/2']);
	expect(engine.store.state().session.target.context).toBe('east');
	engine.stop();
	expect(closed).toEqual(['east', 'west/2', 'east']);
	expect([...watching.values()]).toEqual([0, 0]);
});

test('a context that the kubeconfig cannot give leaves the cluster as it was, and says why', async () => {
	const run = await startRun();
	await goTo(run, 'broken');
	expect(run.engine.store.state().session.target.context).toBe('east');
	expect(run.closed).toEqual([]);
	expect(run.events.at(-1)?.kind).toBe('ticked');
	const failed = run.events.find(({kind}) => kind === 'contextFailed');
	expect(failed).toMatchObject({context: 'broken'});
});

test('the reason stands at the foot of the screen', async () => {
	const run = await startRun();
	await run.press(':');
	await run.types('ctx broken');
	await run.press('enter');
	expect(messageOf(run)).toBe('cannot open broken: The context broken names the cluster b, which is not there.');
});

test('a cluster that does not answer says so on its own screen, and the way back is open', async () => {
	const run = await startRun();
	await goTo(run, 'dead');
	const {screen} = run.engine.frames.current();
	expect(screen.kind === 'home' && screen.view.empty).toContain('cannot reach api.example:6443: connection refused');
	expect(screen.kind === 'home' && screen.view.empty).toContain(': ctx goes to another cluster');
	await goTo(run, 'east');
	expect(run.engine.store.state().session.target.context).toBe('east');
	expect(run.engine.frames.current().screen).toMatchObject({view: {empty: null}});
});

test('a request that is under way asks first; its late answer changes nothing of the new cluster', async () => {
	const run = await startRun();
	const {engine} = run;
	let answer = () => {};
	run.portsOf('east').cluster.patch = ({isDryRun}) =>
		isDryRun
			? Promise.resolve(ok(undefined as never))
			: new Promise(resolve => {
					answer = () => resolve(ok(undefined as never));
				});
	await run.press('enter', 'x');
	await run.press('right', 'enter');
	await run.press('escape');
	await run.press(':');
	await run.types('ctx west');
	await run.press('enter');
	expect(messageOf(run)).toBe('a request is under way: enter again switches all the same');
	expect(engine.store.state().session.target.context).toBe('east');
	await run.press('enter');
	expect(engine.store.state().session.target.context).toBe('west/2');
	const {intents} = engine.store.state();
	answer();
	await run.clock.advanceAsync(100);
	expect(engine.store.state().intents).toBe(intents);
});

test('a recording of the run ends in the same frame', async () => {
	const run = await startRun();
	const first = [...run.engine.store.shell().clusters.values()].map(({session}) => session);
	await goTo(run, 'west');
	run.engine.frames.flush();
	const read = readRecording(
		[recordingHeader(first, size), ...run.events.map(event => recordedEvent(event)), ''].join('\n'),
	);
	if (!read.ok) throw new Error(read.error);
	const registries = {backends: releaseBackends, meshes, policyReaders, questions, screens, extentOf};
	expect(replay(registries, read.value).frame).toEqual(run.engine.frames.current());
});
