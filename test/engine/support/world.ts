import type {ObjectRef} from '../../../source/domain/cluster/kube-object.ts';
import {err, ok, type Result} from '../../../source/domain/result.ts';
import type {ConnectionSample} from '../../../source/domain/signals/connection-sample.ts';
import type {EdgeSample} from '../../../source/domain/signals/edge-sample.ts';
import type {MeshId} from '../../../source/domain/signals/mesh-id.ts';
import type {LatencySample, TrafficSample} from '../../../source/domain/signals/signals.ts';
import type {SliceSample} from '../../../source/domain/signals/slice-sample.ts';
import {type SafeText, safe} from '../../../source/domain/text/safe-text.ts';
import type {EvidenceAsked} from '../../../source/engine/questions/evidence-rows.ts';
import {maskedResults} from '../../../source/engine/runner/masked-results.ts';
import type {Command} from '../../../source/engine/state/commands.ts';
import type {EventBody} from '../../../source/engine/state/events.ts';
import type {Ejection} from '../../../source/meshes/contract.ts';
import type {ClusterError, WatchRequest, WriteError} from '../../../source/ports/cluster.ts';
import type {MetricsError, Remains} from '../../../source/ports/metrics.ts';
import {answerToQuestion} from './answer-to-question.ts';
import type {FakeApiServer} from './fake-api-server.ts';
import {scrapeSeconds, served} from './session.ts';
import type {CanariesBefore} from './told-canaries.ts';

/** How the world answers; may be changed at any time. */
export interface World {
	/** How long an answer takes; with `never` no answer comes. */
	latencyMs: (command: Command) => number | 'never';
	/** The fate of a request to write. */
	send: (command: Extract<Command, {kind: 'send'}>) => Fate;
	dryRun: (command: Extract<Command, {kind: 'dryRun'}>) => WriteError | null;
	readError: (command: Extract<Command, {kind: 'readLive'}>) => ClusterError | null;
	/** Why an object that a screen shows cannot be read; null where it can. */
	objectError: (ref: ObjectRef) => ClusterError | null;
	heartbeatError: ClusterError | null;
	/** Why the objects of a kind cannot be listed there; null where they can. */
	listError: (request: WatchRequest) => ClusterError | null;
	pollError: MetricsError | null;
	/** Why the rows of these releases cannot be read, though the rest can; null where they can. */
	evidenceError: (asked: EvidenceAsked) => MetricsError | null;
	isAuditFull: boolean;
	/** By `namespace verb resource`; null where the question fails. */
	mayI: (question: string) => boolean | null;
	isMetricsConfigured: boolean;
	/** What Prometheus has of providers where it has no metrics of any; null: it is not set. */
	remains: Remains | null;
	/** Whether watches report what changes on the server. */
	isWatchAlive: boolean;
	/** The server's clock minus the local clock. */
	clockOffsetMs: number;
	/** Four of its intervals are the window of the rates. */
	scrapeSeconds: number;
	/** Scrapes stop here, by the server's clock. */
	scrapedUntilMs: number;
	/** At any time, also of the past. */
	trafficAt: (serverMs: number) => readonly TrafficSample[];
	/** Null where histograms are not told. */
	latencyAt: (serverMs: number) => readonly LatencySample[] | null;
	/** What was asked and failed, by part, in so many seconds; null where the question fails. */
	slicesOver: (seconds: number) => readonly SliceSample[] | null;
	/** Who calls whom, as each mesh that tells callers tells it; null where the question fails. */
	edgesAt: (serverMs: number) => readonly EdgeSample[] | null;
	/** Prometheus keeps no samples from before this time, by the server's clock. */
	keptSinceMs: number;
	/** What the canaries before did, or why they cannot be read. */
	canariesBefore: CanariesBefore;
	/** Into how many steps a chart's range is cut. */
	chartSteps: number;
	peakRequestsPerSecond: number | null;
	/** Null where the question fails. */
	ejections: readonly Ejection[] | null;
	/** Of the open row. */
	connections: readonly ConnectionSample[];
	served: Readonly<Record<string, readonly string[]>>;
	/** The meshes that are measured, and whether the operator said which counts first. */
	meshes: readonly MeshId[];
	/** Those that perch found when it connected last. */
	connectedMeshes: readonly MeshId[];
	isOrdered: boolean;
	/** With these the figures of a poll are partial. */
	warnings: readonly SafeText[];
	/** How many series name no service. */
	unmatched: number;
	/** Why no series of a provider is read. */
	unread: SafeText | null;
	/** The answer to a question that a test adds. */
	answerTo: (question: string) => Result<unknown, MetricsError>;
}

/** What happens to a request to write. */
export type Fate =
	| {readonly kind: 'answered'}
	/** The reply never comes; the request itself may not have arrived, or be carried out at once or later. */
	| {readonly kind: 'lost'; readonly request: 'lost' | 'carriedOut'}
	| {readonly kind: 'lost'; readonly request: 'carriedOutLate'; readonly afterMs: number}
	| {readonly kind: 'refused'; readonly error: WriteError};

export const calmWorld: World = {
	latencyMs: () => 5,
	send: () => ({kind: 'answered'}),
	dryRun: () => null,
	readError: () => null,
	objectError: () => null,
	heartbeatError: null,
	listError: () => null,
	pollError: null,
	evidenceError: () => null,
	isAuditFull: false,
	mayI: () => true,
	isMetricsConfigured: true,
	remains: null,
	isWatchAlive: true,
	clockOffsetMs: 0,
	scrapeSeconds,
	scrapedUntilMs: Number.POSITIVE_INFINITY,
	trafficAt: () => [],
	latencyAt: () => null,
	slicesOver: () => [],
	edgesAt: () => [],
	keptSinceMs: Number.NEGATIVE_INFINITY,
	canariesBefore: ok([]),
	chartSteps: 10,
	peakRequestsPerSecond: null,
	ejections: [],
	connections: [],
	served,
	meshes: ['istio'],
	connectedMeshes: [],
	isOrdered: false,
	warnings: [],
	unmatched: 0,
	unread: null,
	answerTo: question => {
		throw new Error(`the world knows no answer to ${question}`);
	},
};

/** The world's answer to a command at this moment; null where there is none, or more than one. */
export function answerTo(command: Command, world: World, server: FakeApiServer, serverMs: number): EventBody | null {
	switch (command.kind) {
		case 'identify': {
			const identity = {user: safe`ana`, clusterUid: safe`uid-of-kube-system`, serverVersion: safe`v1.34.0`};
			const {heartbeatError, served} = world;
			const result = heartbeatError ? err(heartbeatError) : ok({identity, inventory: {served}});
			return {kind: 'clusterIdentified', generation: command.generation, result};
		}
		case 'beat': {
			const {heartbeatError, clockOffsetMs} = world;
			const result = heartbeatError ? err(heartbeatError) : ok({clockOffsetMs, roundTripMs: 1});
			return {kind: 'heartbeatReturned', generation: command.generation, result};
		}
		case 'connectMetrics': {
			if (world.isMetricsConfigured) world.connectedMeshes = world.meshes;
			const source = {
				label: safe`prometheus`,
				meshes: world.meshes,
				isOrdered: world.isOrdered,
				scrapeIntervalSeconds: world.scrapeSeconds,
				windowSeconds: 4 * world.scrapeSeconds,
				...(world.meshes.includes('ztunnel') && {countsConnections: true as const}),
			};
			const unset: MetricsError = {kind: 'notConfigured', status: null, message: safe`set --prometheus`};
			const bare = {message: safe`this Prometheus has no mesh metrics that perch reads`};
			const {remains} = world;
			const result = world.isMetricsConfigured ? ok(source) : err(remains ? {...unset, ...bare, remains} : unset);
			return {kind: 'metricsConnected', generation: command.generation, result};
		}
		case 'ask': {
			const {question, generation} = command;
			return {kind: 'answered', question, generation, result: answerToQuestion(command, world, serverMs)};
		}
		case 'copy': {
			const outcome = {clipboard: 'sent', file: ok(safe`~/copied.md`)} as const;
			return {kind: 'copied', lines: command.text.split('\n').length, outcome};
		}
		case 'readLive': {
			const {intentId, purpose, attempt, refs} = command;
			const error = world.readError(command);
			const reads = refs.map(ref => server.read(ref));
			const result = error ? err(error) : ok(reads.map(read => (read.ok ? read.value : null)));
			return {kind: 'liveRead', intentId, purpose, attempt, result};
		}
		case 'readObjects': {
			const {key, generation, refs} = command;
			const reads = refs.map(ref => {
				const error = world.objectError(ref);
				return error ? err(error) : server.read(ref);
			});
			return {kind: 'objectsRead', key, generation, results: maskedResults(reads)};
		}
		case 'dryRun': {
			const {intentId, attempt, steps} = command;
			const refused = world.dryRun(command);
			// Each step is tried on the current object: the change of an earlier step is not there yet.
			const patches = steps.filter(step => step.kind === 'patch');
			const failed = patches.map(step => server.dryRun(step.ref, step.patch)).find(tried => !tried.ok);
			const result = refused ? err(refused) : failed && !failed.ok ? failed : ok(undefined);
			return {kind: 'dryRunReturned', intentId, attempt, result};
		}
		case 'askAccess':
			return {
				kind: 'accessAnswered',
				answers: Object.fromEntries(Object.keys(command.questions).map(key => [key, world.mayI(key)])),
			};
		case 'record': {
			const {intentId, isIntent} = command;
			const result = world.isAuditFull ? err(safe`no space left on device`) : ok(undefined);
			return {kind: 'recorded', intentId, isIntent, result};
		}
		default:
			return null;
	}
}
