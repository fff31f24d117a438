import {err, ok, type Result} from '../../../source/domain/result.ts';
import {safe} from '../../../source/domain/text/safe-text.ts';
import {charts} from '../../../source/engine/questions/charts.ts';
import {connections} from '../../../source/engine/questions/connections.ts';
import {edges} from '../../../source/engine/questions/edges.ts';
import {ejections} from '../../../source/engine/questions/ejections.ts';
import {type EvidenceAsked, evidenceRows} from '../../../source/engine/questions/evidence-rows.ts';
import {latency} from '../../../source/engine/questions/latency.ts';
import {past} from '../../../source/engine/questions/past/past.ts';
import {pastLatency} from '../../../source/engine/questions/past/past-latency.ts';
import {peak} from '../../../source/engine/questions/peak.ts';
import {poll} from '../../../source/engine/questions/poll.ts';
import {presentMeshes} from '../../../source/engine/questions/present-meshes.ts';
import {sampleAge} from '../../../source/engine/questions/sample-age.ts';
import {series} from '../../../source/engine/questions/series.ts';
import {slices} from '../../../source/engine/questions/slices.ts';
import {trend} from '../../../source/engine/questions/trend.ts';
import type {Command} from '../../../source/engine/state/commands.ts';
import type {MetricsError} from '../../../source/ports/metrics.ts';
import {newestSample} from './newest-sample.ts';
import {
	type AskedOf,
	chartOf,
	edgesTold,
	evidenceRowsOf,
	pastLatencyOf,
	pastOf,
	sentOf,
	seriesOf,
	slicesTold,
	trendOf,
} from './told.ts';
import {toldOfCanaries} from './told-canaries.ts';
import type {World} from './world.ts';

const answersNothing: ReadonlySet<MetricsError['kind']> = new Set(['unreachable', 'unavailable', 'timeout']);

/** What the Prometheus of the world answers to a question at this moment. */
export function answerToQuestion(
	{question, asked}: Extract<Command, {kind: 'ask'}>,
	world: World,
	serverMs: number,
): Result<unknown, MetricsError> {
	// A Prometheus that cannot be reached, or reads no series, answers nothing.
	if (world.pollError && answersNothing.has(world.pollError.kind)) return err(world.pollError);
	switch (question) {
		case poll.id: {
			const {warnings, unmatched, unread} = world;
			const {visible} = asked as AskedOf<typeof poll>;
			const traffic = {atMs: serverMs, value: world.trafficAt(serverMs), sent: sentOf(world)};
			const value = world.latencyAt(serverMs);
			const latency = value && {atMs: serverMs, value, sent: sentOf(world, visible)};
			return world.pollError
				? err(world.pollError)
				: ok({traffic, latency, unmatched, ...(unread && {unread}), warnings});
		}
		case latency.id: {
			const {services} = asked as AskedOf<typeof latency>;
			const value = world.latencyAt(serverMs) ?? [];
			return world.pollError ? err(world.pollError) : ok({atMs: serverMs, value, sent: sentOf(world, services)});
		}
		case sampleAge.id: {
			// Rates need two samples, an age needs one.
			const error = world.pollError?.kind === 'tooFewSamples' ? null : world.pollError;
			return error ? err(error) : ok(newestSample(serverMs, world));
		}
		case trend.id:
			return ok(trendOf(asked as AskedOf<typeof trend>, world));
		case past.id:
			return world.pollError ? err(world.pollError) : ok(pastOf(asked as AskedOf<typeof past>, world));
		case pastLatency.id:
			return world.pollError ? err(world.pollError) : ok(pastLatencyOf(asked as AskedOf<typeof pastLatency>, world));
		case peak.id: {
			const {overSeconds} = asked as AskedOf<typeof peak>;
			return ok({byMesh: [{mesh: 'istio', requestsPerSecond: world.peakRequestsPerSecond}], overSeconds});
		}
		case ejections.id: {
			const failed: MetricsError = {kind: 'unreachable', status: null, message: safe`connection refused`};
			return world.ejections ? ok({atMs: serverMs, value: world.ejections}) : err(failed);
		}
		case connections.id:
			return ok({atMs: serverMs, value: world.connections});
		case charts.id:
			return ok(chartOf(asked as AskedOf<typeof charts>, world));
		case evidenceRows.id: {
			const error = world.pollError ?? world.evidenceError(asked as EvidenceAsked);
			return error ? err(error) : ok(evidenceRowsOf(asked as EvidenceAsked, world));
		}
		case series.id:
			return ok(seriesOf(asked as AskedOf<typeof series>, world));
		case slices.id: {
			const told = slicesTold(asked as AskedOf<typeof slices>, world);
			const failed: MetricsError = {kind: 'unreachable', status: null, message: safe`connection refused`};
			return told && !world.pollError ? ok(told) : err(world.pollError ?? failed);
		}
		case edges.id: {
			const told = edgesTold(asked as AskedOf<typeof edges>, world, serverMs);
			const failed: MetricsError = {kind: 'timeout', status: null, message: safe`no answer within 5 s`};
			return told && !world.pollError ? ok(told) : err(world.pollError ?? failed);
		}
		case presentMeshes.id:
			return ok(world.meshes.join() !== world.connectedMeshes.join());
		default:
			return toldOfCanaries(question, asked, world) ?? world.answerTo(question);
	}
}
