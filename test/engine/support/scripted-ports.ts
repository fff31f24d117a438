import {err, ok} from '../../../source/domain/result.ts';
import {safe} from '../../../source/domain/text/safe-text.ts';
import type {AuditPort, AuditRecord} from '../../../source/ports/audit.ts';
import type {ClusterPort, PatchRequest, WatchRequest, WatchUpdate} from '../../../source/ports/cluster.ts';
import type {MetricsPort} from '../../../source/ports/metrics.ts';
import type {TerminalPort} from '../../../source/ports/terminal.ts';
import type {FakeApiServer} from './fake-api-server.ts';
import {scrapeSeconds, served, target} from './session.ts';
import type {VirtualClock} from './virtual-clock.ts';

/** Everything that was asked of the world, in order: `read Rollout`, `patch`, `append intent`. */
export type Journal = string[];

export interface ScriptedPorts {
	readonly journal: Journal;
	readonly cluster: ClusterPort;
	readonly metrics: MetricsPort;
	readonly audit: AuditPort;
	readonly terminal: TerminalPort;
	/** PromQL that was asked, and when. */
	/** `over`: the range and its steps; empty for an instant. */
	readonly queries: readonly {
		readonly promql: string;
		readonly over: string;
		readonly atMs: number;
		readonly isRange: boolean;
	}[];
	/** Running watches. */
	readonly watches: ReadonlySet<WatchRequest>;
	readonly patches: readonly PatchRequest[];
	isAuditFull: boolean;
}

/** Ports that answer at once, from a fake API server and a Prometheus that has the mesh's metrics and no series. */
export function createScriptedPorts(server: FakeApiServer, clock: VirtualClock): ScriptedPorts {
	const startMs = clock.nowMs();
	const journal: Journal = [];
	const queries: {promql: string; over: string; atMs: number; isRange: boolean}[] = [];
	const watches = new Set<WatchRequest>();
	const patches: PatchRequest[] = [];

	const cluster: ClusterPort = {
		target,
		identify: async () => ok({user: safe`ana`, clusterUid: safe`uid`, serverVersion: safe`v1.34.0`}),
		inventory: async () => ok({served}),
		watch(request, listen) {
			watches.add(request);
			const update: WatchUpdate = {kind: 'listed', ...server.list(request), atMs: clock.nowMs()};
			clock.after(0, () => watches.has(request) && listen(update));
			return () => watches.delete(request);
		},
		logs: () => () => {},
		// The server's clock goes on evenly, whatever a test does to the local clock.
		heartbeat: async () => ok({clockOffsetMs: startMs + clock.monotonicMs() - clock.nowMs(), roundTripMs: 1}),
		async read(ref) {
			journal.push(`read ${ref.kindId}`);
			return server.read(ref);
		},
		mayI: async () => ok(true),
		async patch(request) {
			journal.push(request.isDryRun ? 'dry run' : 'patch');
			patches.push(request);
			if (request.isDryRun) return server.dryRun(request.ref, request.patch);
			return server.commit(request.ref, request.patch, clock.nowMs());
		},
		async post() {
			journal.push('post');
			return ok(undefined);
		},
		async remove({isDryRun}) {
			journal.push(isDryRun ? 'dry run' : 'delete');
			return ok(undefined);
		},
		async postEvent() {
			journal.push('event');
			return ok(undefined);
		},
		close() {},
	};
	const ports: ScriptedPorts = {
		journal,
		cluster,
		queries,
		watches,
		patches,
		isAuditFull: false,
		audit: {
			async append(record: AuditRecord) {
				journal.push(`append ${record.record}`);
				return ports.isAuditFull ? err(safe`no space left on device`) : ok(undefined);
			},
		},
		terminal: {
			async copy() {
				journal.push('copy');
				return {clipboard: 'sent', file: ok(safe`~/copied.md`)};
			},
			ring: () => journal.push('ring'),
		},
		metrics: {
			source: safe`prometheus`,
			matchers: {},
			labelNames: async () => [],
			metricNames: async () => ok(['istio_requests_total']),
			scrapeIntervalSeconds: async () => ok(scrapeSeconds),
			async instant({promql}, signal) {
				if (signal.aborted) return err({kind: 'timeout', status: null, message: safe`given up`});
				queries.push({promql, over: '', atMs: clock.nowMs(), isRange: false});
				const isAge = promql.startsWith('max(timestamp');
				// The mesh has series, of which none fits a service.
				const isOfAll = promql.startsWith('sum by (reporter') || promql.startsWith('count by (reporter');
				const newest = Math.floor((startMs + clock.monotonicMs()) / 1_000);
				const samples = isAge || isOfAll ? [{labels: {}, value: isAge ? newest : 0}] : [];
				return ok({samples, atMs: clock.nowMs(), warnings: []});
			},
			async range({promql, startMs, endMs, stepSeconds}) {
				queries.push({promql, over: `${startMs} to ${endMs} by ${stepSeconds}`, atMs: clock.nowMs(), isRange: true});
				return ok({instants: [], warnings: []});
			},
			close() {},
		},
	};
	return ports;
}
