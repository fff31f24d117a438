import type {MeshId} from '../../domain/mesh-id.ts';
import {allOk, ok} from '../../domain/result.ts';
import type {Mesh} from '../../meshes/contract.ts';
import type {MetricsState} from '../state/metrics-state.ts';
import {done} from '../state/query.ts';
import {detectMeshes} from './detect-meshes.ts';
import {trafficOf} from './poll.ts';
import type {MetricsQuestion} from './question.ts';
import {readOrigins} from './read-origins.ts';

const everyMs = 60_000;

/** The meshes that have rates now. A mesh may arrive or leave while perch runs: then perch connects again, and keeps
 * its figures meanwhile. */
export const presentMeshes: MetricsQuestion<true, readonly MeshId[]> = {
	id: 'present-meshes',
	wanted(_interest, {metrics, nowMs}) {
		const isConnectedLong = nowMs - metrics.connect.begunAtMs >= everyMs;
		return metrics.source && trafficOf(metrics) && isConnectedLong ? true : null;
	},
	keyOf: () => '',
	covers: () => true,
	async ask({connections, meshes, windowSeconds, signal}) {
		const [first] = connections;
		if (!first) return ok([]);
		const {port, scope} = first;
		const present = await detectMeshes(meshes, port, signal);
		if (!present.ok) return present;
		const isMeasured = ({id}: Mesh) => connections.some(({mesh}) => mesh.id === id);
		// A mesh that has just arrived has names before it has rates.
		const newcomers = present.value.filter(mesh => !isMeasured(mesh));
		const answers = await Promise.all(
			newcomers.map(async ({id, questions}) => {
				const origins = await readOrigins(port, questions(scope), windowSeconds, signal);
				return origins.ok ? ok(origins.value.found > 0 ? [id] : []) : origins;
			}),
		);
		const measured = allOk(answers);
		if (!measured.ok) return measured;
		const stay = present.value.filter(isMeasured).map(({id}) => id);
		return ok([...stay, ...measured.value.flat()]);
	},
	dueAtMs: ({answeredAtMs}) => answeredAtMs + everyMs,
	settle(metrics, _before, result, nowMs) {
		// Without any rate the scrape has stopped: the figures stay, and grow old.
		if (!result.ok || result.value.length === 0 || isSame(metrics, result.value)) return metrics;
		return {...metrics, isReconnecting: true, connect: done(metrics.connect, nowMs)};
	},
};

function isSame({source}: MetricsState, meshes: readonly MeshId[]): boolean {
	return source?.meshes.length === meshes.length && source.meshes.every(mesh => meshes.includes(mesh));
}
