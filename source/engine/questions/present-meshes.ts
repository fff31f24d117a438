import {allOk, ok} from '../../domain/result.ts';
import type {MetricsConnection} from '../connecting/connect-metrics.ts';
import {detectMeshes, type PresentMesh} from '../connecting/detect-meshes.ts';
import {findRules, scrapesPerWindow, windowOfRules} from '../connecting/find-rules.ts';
import {withoutSlower} from '../connecting/pace.ts';
import {readOrigins} from '../connecting/read-origins.ts';
import {done} from '../state/query.ts';
import {trafficOf} from './poll.ts';
import type {MetricsQuestion} from './question.ts';

const everyMs = 60_000;

/** Whether the meshes that have rates now, or the metrics by which they are measured, are others than those that perch
 * measures. One may arrive or leave while perch runs: then perch connects again, and keeps its figures meanwhile. */
export const presentMeshes: MetricsQuestion<true, boolean> = {
	id: 'present-meshes',
	wanted(_interest, {metrics, nowMs}) {
		const isConnectedLong = nowMs - metrics.connect.begunAtMs >= everyMs;
		return metrics.source && trafficOf(metrics) && isConnectedLong ? true : null;
	},
	keyOf: () => '',
	covers: () => true,
	async ask({connections, meshes, isOrdered, windowSeconds, signal}) {
		const [first] = connections;
		if (!first) return ok(false);
		const {port, scope} = first;
		const present = await detectMeshes(meshes, port, signal);
		if (!present.ok) return present;
		const measured = present.value.filter(one => connectionOf(connections, one));
		// A mesh that has just arrived has names before it has rates.
		const others = present.value.filter(one => !connectionOf(connections, one));
		const newcomers = withoutSlower(others, isOrdered, [...connections, ...others]);
		const answers = allOk(
			await Promise.all(
				newcomers.map(({mesh, signs}) => readOrigins(port, mesh.questions(scope, signs), windowSeconds, signal)),
			),
		);
		if (!answers.ok) return answers;
		const arrived = answers.value.some(({found}) => found > 0);
		// Without any rate the scrape has stopped: the figures stay, and grow old.
		if (measured.length === 0) return ok(arrived);
		const isAsBefore = measured.every(one => isSame(one.signs, connectionOf(connections, one)?.signs));
		if (arrived || measured.length < connections.length || !isAsBefore) return ok(true);
		return ok(await haveRulesChanged(connections, measured, signal));
	},
	dueAtMs: ({answeredAtMs}) => answeredAtMs + everyMs,
	settle(metrics, _before, result, nowMs) {
		if (!result.ok || !result.value) return metrics;
		return {...metrics, isReconnecting: true, connect: done(metrics.connect, nowMs)};
	},
};

/** Whether other recording rules would answer now: ones that are new, or are evaluated again. */
async function haveRulesChanged(
	connections: readonly MetricsConnection[],
	measured: readonly PresentMesh[],
	signal: AbortSignal,
): Promise<boolean> {
	const now = connections.map(one => {
		const {recorded = [], otherwiseRecorded = []} = measured.find(({mesh}) => mesh.id === one.mesh.id) ?? {};
		return {...one, recorded, otherwiseRecorded};
	});
	const plainSeconds = scrapesPerWindow * (connections[0]?.scrapeIntervalSeconds ?? 0);
	const windowSeconds = windowOfRules(now, plainSeconds);
	const found = await Promise.all(now.map(one => findRules(one, windowSeconds, one.port, signal)));
	return found.some(({rules}, at) => {
		const before = connections[at]?.rules ?? null;
		return rules?.windowSeconds !== before?.windowSeconds || rules?.hasEdges !== before?.hasEdges;
	});
}

function connectionOf(
	connections: readonly MetricsConnection[],
	{mesh: {id}}: PresentMesh,
): MetricsConnection | undefined {
	return connections.find(({mesh}) => mesh.id === id);
}

function isSame(one: readonly string[], other: readonly string[] = []): boolean {
	return one.length === other.length && one.every(sign => other.includes(sign));
}
