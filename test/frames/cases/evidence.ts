import type {JsonObject, RawObject} from '../../../source/domain/cluster/kube-object.ts';
import {safe} from '../../../source/domain/text/safe-text.ts';
import type {ClusterError} from '../../../source/ports/cluster.ts';
import type {LogState} from '../../../source/ports/logs.ts';
import {annotated} from '../../engine/support/annotated.ts';
import type {Desk, DeskOptions} from '../../engine/support/desk.ts';
import {objectsOf} from '../../engine/support/recorded.ts';
import {down, forbidden} from '../../engine/support/session.ts';
import {windows} from '../../engine/support/verdicts.ts';
import {served} from '../shop/cluster.ts';
import {createLogShelf, tellLogs, writeLogs} from '../shop/logs.ts';
import {type FrameCase, frameCase} from './cases.ts';
import {calls, paused, releaseDesk} from './releases.ts';

const third = 'argo-canary/12-paused-third-revision';
const crashing = 'argo-canary/10-canary-pods-crash-looping';

const silent = 'silent';
const following: LogState = {kind: 'following'};

/** What stands behind a release: its logs, Events, changes, objects, and the proof of its figures. */
export const evidenceCases: readonly FrameCase[] = [
	logs('loading', {podLog: {kind: 'opening'}}),
	logs('empty', {lines: 0}),
	logs('waiting', {podLog: {kind: 'waiting', reason: safe`ContainerCreating`}}),
	logs('ended', {podLog: {kind: 'ended', reason: safe`CrashLoopBackOff`}}, [], crashing),
	logs('gone', {podLog: {kind: 'gone'}}),
	logs('not-allowed', {podLog: {kind: 'forbidden', missing: safe`get pods/log`}}),
	logs('apart', {}, ['v']),
	logs('only-canary', {}, ['tab', 'tab']),
	logs('wrapped', {}, ['W', 'T']),
	logs('stopped', {}, ['up', 'up']),
	logs('filtered', {}, ['/', ...'timed out', 'enter']),
	logs('previous', {podLog: {kind: 'noPrevious'}}),
	logs('partial', {podLog: onlyTheFirst}),
	frameCase('logs-stale', () => logsThenDown()),
	frameCase('logs-recording', () => opened(['l'])),
	frameCase('patterns-loading', () => opened(['l', 'd'], {logs: createLogShelf()})),
	patterns('empty', {lines: 0}),
	patterns('partial', {podLog: onlyTheFirst}),
	frameCase('patterns-stale', () => logsThenDown('d')),
	evidence('events-loading', ['e'], silent),
	frameCase('events-stale', () => wentDown(['e'])),
	evidence('events-empty', ['e'], {objects: objectsOf(paused).filter(({kind}) => kind !== 'Event')}),
	evidence('events-partial', ['e'], {
		world: {listError: ({kind}) => (kind.kind === 'ReplicaSet' || kind.kind === 'Pod' ? mayNotRead(kind.id) : null)},
	}),
	evidence('events-open-row', ['e', 'down', 'down', 'enter'], {}, crashing),
	evidence('events-filtered', ['e', '/', ...'pod', 'enter'], {}, crashing),
	evidence('diff-loading', ['d'], silent),
	frameCase('diff-stale', () => wentDown(['d'])),
	evidence('diff-partial', ['d'], {
		world: {objectError: ({name}) => (name.endsWith('866cfb757') ? mayNotRead('replicasets.apps') : null)},
	}),
	evidence('diff-empty', ['d'], {}, 'argo-canary/01-healthy'),
	evidence('diff-other-pair', ['d', '[', ')'], {}, third),
	evidence('diff-end', ['d', 'end'], {}, third),
	evidence('describe-loading', [':', ...'describe', 'enter'], silent),
	frameCase('describe-stale', () => wentDown([':', ...'describe', 'enter'])),
	evidence('describe-partial', [':', ...'describe', 'enter', 'end'], {
		world: {listError: ({kind}) => (kind.kind === 'Event' ? mayNotRead(kind.id) : null)},
	}),
	evidence('describe-end', [':', ...'describe', 'enter', 'end']),
	evidence('describe-pod', [':', ...'describe', 'enter', ...']]]]]]]]]']),
	frameCase('describe-gone', describeGone),
	evidence('prove-loading', ['='], {world: {latencyMs: ({kind}) => (kind === 'ask' ? 'never' : 5)}}),
	evidence('prove-empty', ['='], {answers: []}),
	evidence('prove-no-requests', ['='], {answers: calls({}, {perSecond: 0})}),
	evidence('prove-too-few', ['='], {answers: calls({perSecond: 9.5}, {perSecond: 0.5})}),
	evidence('prove-failures', ['=', 'right']),
	evidence('prove-requests', ['=', 'right', 'right']),
	evidence('prove-p95', ['=', 'right', 'right', 'right', 'right']),
	evidence('prove-row', ['=', 'up', 'up', 'up']),
	evidence('prove-end', ['=', 'end']),
	evidence('prove-set', ['=', 'end'], withRules(), paused, 12),
	evidence('prove-failure-rule', ['=', 'up', 'up', 'up', 'end'], withFailures()),
	evidence('prove-not-measured', ['='], {world: {isMetricsConfigured: false}}),
	evidence('prove-frozen', ['=', 'z']),
	evidence('service-of-release', ['c']),
	evidence('service-no-series', ['c'], {answers: []}),
	evidence('service-policy', ['c'], withPolicies()),
];

/** The first pod is read, the second may not be, and the others are not answered for. */
function onlyTheFirst(podAt: number): LogState {
	if (podAt === 0) return following;
	if (podAt === 1) return {kind: 'forbidden', missing: safe`get pods/log`};
	return {kind: 'failing', message: safe`the kubelet does not answer (502)`, retryAtMs: 0};
}

function mayNotRead(kindId: string): ClusterError {
	return forbidden(`list ${kindId} in shop`);
}

interface EvidenceOptions extends Partial<DeskOptions> {
	readonly answers?: ReturnType<typeof calls>;
}

function evidence(
	name: string,
	keys: readonly string[],
	options: EvidenceOptions | 'silent' = {},
	situation = paused,
	windowCount = 3,
): FrameCase {
	return frameCase(name, () => opened(keys, options, situation, windowCount));
}

/** A release with this screen open; of a silent world nothing is heard from the first key on. */
function opened(
	keys: readonly string[],
	given: EvidenceOptions | 'silent' = {},
	situation = paused,
	windowCount = 3,
): Desk {
	const {answers = calls({perSecond: 95}, {perSecond: 5, failing: 0.1}), ...options} = given === silent ? {} : given;
	const desk = releaseDesk(situation, answers, options);
	desk.advance(windows(windowCount));
	if (given === silent) desk.world.latencyMs = () => 'never';
	for (const key of keys) {
		desk.press(key);
		desk.advance(600);
	}
	return desk;
}

function policy(apiVersion: string, kind: string, spec: JsonObject): RawObject {
	return {apiVersion, kind, metadata: {name: 'checkout', namespace: 'shop', uid: `uid-of-${kind}`}, spec};
}

/** Settings of the mesh of which one fails requests. */
function withPolicies(): EvidenceOptions {
	return {
		objects: [
			...objectsOf(paused),
			policy('networking.istio.io/v1', 'DestinationRule', {
				host: 'checkout-stable',
				trafficPolicy: {loadBalancer: {simple: 'RANDOM'}, outlierDetection: {}, tls: {mode: 'DISABLE'}},
			}),
			policy('security.istio.io/v1', 'PeerAuthentication', {mtls: {mode: 'STRICT'}}),
		],
		world: {
			served: {...served, 'peerauthentications.security.istio.io': ['v1']},
			ejections: [{service: {namespace: 'shop', name: 'checkout-stable'}, subset: null, ejected: 1}],
		},
	};
}

/** Rules of the judge that the configuration and the Rollout set, of which one does not count. */
function withRules(): EvidenceOptions {
	const annotations = {
		'perch.dev/judge-errors-objective-ratio': '0.001',
		'perch.dev/judge-errors-margin-ratio': '0.01',
	};
	const settings = {'errors.alpha': 0.001} as const;
	const all = {settings: {}, namespaces: {shop: settings}, services: {}};
	const context = {settings: {}, namespaces: {}, services: {}};
	return {
		objects: annotated(objectsOf(paused), 'Rollout', annotations),
		settings: {judge: {all, context, writtenAtMs: 0}},
	};
}

/** A rule of failures that the configuration and the Rollout set, of which a part does not count. */
function withFailures(): EvidenceOptions {
	const list = {failing: ['5xx', '429'], except: ['501']};
	const all = {settings: {}, namespaces: {}, services: {'shop/checkout': {http: list}}};
	const context = {settings: {}, namespaces: {}, services: {}};
	return {
		objects: annotated(objectsOf(paused), 'Rollout', {'perch.dev/failures-http': '501, 404'}),
		settings: {failures: {all, context, writtenAtMs: 0}},
	};
}

/** The API server went silent while the screen was open. */
function wentDown(keys: readonly string[]): Desk {
	const desk = opened(keys);
	goDown(desk);
	return desk;
}

function goDown(desk: Desk): void {
	desk.world.heartbeatError = down;
	desk.world.listError = () => down;
	desk.world.objectError = () => down;
	desk.advance(20_000);
	desk.sync();
}

interface LogOptions {
	/** Of every pod, or of each. */
	readonly podLog?: LogState | ((podAt: number) => LogState);
	readonly lines?: number;
}

function logs(
	name: string,
	{podLog = following, lines = 240}: LogOptions,
	keys: readonly string[] = [],
	situation = paused,
	screen = 'logs',
): FrameCase {
	return frameCase(`${screen}-${name}`, () => {
		const shelf = createLogShelf();
		const desk = opened(['l'], {logs: shelf}, situation);
		const stateOf = typeof podLog === 'function' ? podLog : () => podLog;
		if (stateOf(0).kind === 'noPrevious') desk.press('o');
		writeLogs(desk, shelf, stateOf, lines);
		desk.press(...keys);
		desk.advance(600);
		return desk;
	});
}

/** The same lines, compared. */
function patterns(name: string, options: LogOptions): FrameCase {
	return logs(name, options, ['d'], paused, 'patterns');
}

/** Lines were read; then the API server went silent. */
function logsThenDown(...keys: readonly string[]): Desk {
	const shelf = createLogShelf();
	const desk = opened(['l'], {logs: shelf});
	writeLogs(desk, shelf, () => following);
	desk.press(...keys);
	goDown(desk);
	tellLogs(desk, shelf, () => ({kind: 'failing', message: down.message, retryAtMs: 0}));
	return desk;
}

function describeGone(): Desk {
	const desk = opened([':', ...'describe', 'enter']);
	desk.server.become(desk.server.objects().filter(({kind}) => kind !== 'Rollout'));
	desk.sync();
	desk.advance(5_000);
	return desk;
}
