import {clusterId} from '../../../source/domain/cluster/keys.ts';
import {err, ok} from '../../../source/domain/result.ts';
import {ident} from '../../../source/domain/text/safe-text.ts';
import {createEngine, type Engine} from '../../../source/engine/engine.ts';
import {questions} from '../../../source/engine/questions/questions.ts';
import type {ShellEvent} from '../../../source/engine/reduce-shell.ts';
import type {HeaderView} from '../../../source/engine/screens/header.ts';
import {screens} from '../../../source/engine/screens/screens.ts';
import {meshes} from '../../../source/meshes/registry.ts';
import {policyReaders} from '../../../source/policies/registry.ts';
import {releaseBackends} from '../../../source/releases/registry.ts';
import {extentOf} from '../../../source/views/screens/extent-of.ts';
import {createFakeApiServer} from './fake-api-server.ts';
import {keyOf} from './keys.ts';
import {objectsOf} from './recorded.ts';
import {createScriptedPorts, type ScriptedPorts} from './scripted-ports.ts';
import {down, settings, target} from './session.ts';
import {createVirtualClock, type VirtualClock} from './virtual-clock.ts';

export const east = clusterId('east');
export const west = clusterId('west/2');
const half = 'argo-canary/06-paused-at-50-after-analysis';
export const size = {columns: 160, rows: 45};

export interface Both {
	readonly engine: Engine;
	readonly clock: VirtualClock;
	readonly eastern: ScriptedPorts;
	readonly western: ScriptedPorts;
	readonly events: readonly ShellEvent[];
	readonly exits: readonly number[];
	press(...names: readonly string[]): Promise<void>;
}

// The scripted Prometheus has series that fit no Service.
export const namesNone = 'NOT READ: Istio: its only series names no Service';

export const bannersOf = ({frames}: Engine) =>
	(frames.current().screen.view as {readonly header: HeaderView}).header.banners.map(({text}) => text);

/** Two clusters with the same release, of which the second may be dead from the start. */
export async function startBoth(isWestDead: boolean): Promise<Both> {
	const clock = createVirtualClock(Date.parse('2026-11-21T07:12:31Z'));
	const [eastern, western] = [0, 1].map(() => createScriptedPorts(createFakeApiServer(objectsOf(half)), clock));
	if (!eastern || !western) throw new Error('two clusters');
	const events: ShellEvent[] = [];
	const exits: number[] = [];
	const clusterOptions = (context: string, ports: ScriptedPorts, isDead: boolean) => ({
		settings: {...settings, protection: {kind: 'none'}} as const,
		cluster: {
			...ports.cluster,
			patch: (...asked: Parameters<ScriptedPorts['cluster']['patch']>) => ports.cluster.patch(...asked),
			target: {...target, context: ident(context)},
			...(isDead && {identify: async () => err(down), heartbeat: async () => err(down)}),
		},
		audit: ports.audit,
		meshes,
		isOrdered: false,
		connectMetrics: async () => ok(ports.metrics),
		sessionId: context,
	});
	const engine = createEngine({
		backends: releaseBackends,
		policyReaders,
		questions,
		screens,
		extentOf,
		clusters: [clusterOptions('east', eastern, false), clusterOptions('west/2', western, isWestDead)],
		clock,
		terminal: eastern.terminal,
		size,
		exit: () => exits.push(clock.nowMs()),
		openContext: async () => err(ident('no other context')),
		lostRecord: () => {},
		log: () => {},
		record: event => events.push(event),
	});
	engine.start();
	await clock.advanceAsync(3_000);
	return {
		engine,
		clock,
		eastern,
		western,
		events,
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
