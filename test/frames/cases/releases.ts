import type {RawObject} from '../../../source/domain/cluster/kube-object.ts';
import {ok} from '../../../source/domain/result.ts';
import {safe} from '../../../source/domain/text/safe-text.ts';
import {screens} from '../../../source/engine/screens/screens.ts';
import type {Screen} from '../../../source/engine/world/context.ts';
import type {Desk, DeskOptions} from '../../engine/support/desk.ts';
import {confirmTowardCanary, confirmTowardStable, deskOn, objectsOf} from '../../engine/support/recorded.ts';
import {windows} from '../../engine/support/verdicts.ts';
import {withValue} from '../../releases/changed.ts';
import {readSituation} from '../../releases/situation.ts';
import {served} from '../shop/cluster.ts';
import {type Called, latencyOf, trafficOf} from '../shop/traffic.ts';
import {type FrameCase, frameCase} from './cases.ts';

export const paused = 'argo-canary/02-paused-at-step-1';
const atHalf = 'argo-canary/06-paused-at-50-after-analysis';

type Answers = Partial<Pick<Called, 'perSecond' | 'failing' | 'p50Ms'>>;

/** What stable and the canary of shop/checkout answer. */
export function calls(stable: Answers = {}, canary: Answers = {}): readonly Called[] {
	const usual = {namespace: 'shop', workload: 'checkout', perSecond: 95, failing: 0.001, p50Ms: 45};
	return [
		{...usual, service: 'checkout-stable', ...stable},
		{...usual, service: 'checkout-canary', perSecond: 5, ...canary},
	];
}

/** perch with a recorded release open, whose versions answer like this. */
export function releaseDesk(situation = paused, answers = calls(), options: Partial<DeskOptions> = {}): Desk {
	const {world, ...others} = options;
	return deskOn(situation, {
		...others,
		world: {served, chartSteps: 60, ...answering(answers), peakRequestsPerSecond: peakOf(answers), ...world},
	});
}

/** A little more than it serves now. */
function peakOf(answers: readonly Called[]): number {
	return 1.1 * answers.reduce((sum, {perSecond}) => sum + perSecond, 0);
}

function answering(answers: readonly Called[]): Pick<Desk['world'], 'trafficAt' | 'latencyAt'> {
	return {trafficAt: trafficOf(answers), latencyAt: latencyOf(answers)};
}

export function watched(windowCount: number, ...about: Parameters<typeof releaseDesk>): Desk {
	return after(releaseDesk(...about), windows(windowCount));
}

function after(desk: Desk, durationMs: number): Desk {
	desk.advance(durationMs);
	return desk;
}

function releaseCase(name: string, desk: () => Desk): FrameCase {
	return frameCase(`release-${name}`, desk);
}

/** What a release can come to, as it was recorded, and what perch says of its versions. */
export const releaseCases: readonly FrameCase[] = [
	releaseCase('loading', () =>
		after(deskOn(paused, {world: {latencyMs: ({kind}) => (kind === 'ask' ? 'never' : 5)}}), 1_000),
	),
	releaseCase('stable', () => watched(1, 'argo-canary/01-healthy', calls({}, {perSecond: 0}))),
	releaseCase('no-harm', () => watched(8, paused, calls({perSecond: 950}, {perSecond: 50}))),
	releaseCase('too-few', () =>
		watched(4, 'argo-canary/04-timed-pause-20-percent', calls({perSecond: 9.5}, {perSecond: 0.5})),
	),
	releaseCase('no-requests', () => watched(4, paused, calls({}, {perSecond: 0}))),
	releaseCase('slower', () => watched(12, paused, calls({perSecond: 950}, {perSecond: 50, p50Ms: 460}))),
	releaseCase('under-way', () => watched(11, paused, calls({perSecond: 950}, {perSecond: 50, failing: 0.006}))),
	releaseCase('both-bad', () => watched(28, paused, turned(windows(20), {failing: 0.2}, {failing: 0.2}))),
	releaseCase('was-worse', () => watched(18, paused, turned(windows(6), {}, {failing: 0.1}, windows(14)))),
	releaseCase('no-harm-again', () => watched(22, paused, turned(windows(6), {}, {failing: 0.1}, windows(14)))),
	releaseCase('one-name', () =>
		watched(2, paused, [{namespace: 'shop', service: 'checkout', perSecond: 100, p50Ms: 45}]),
	),
	releaseCase('which-mesh', whichMesh),
	releaseCase('analysis', () => watched(1, 'argo-canary/05-step-analysis-running')),
	releaseCase('aborted', () => watched(1, 'argo-canary/08-analysis-failed', calls({}, {perSecond: 0}))),
	releaseCase('crashing', () =>
		after(releaseDesk('argo-canary/10-canary-pods-crash-looping', calls({}, {perSecond: 0})), 5_000),
	),
	releaseCase('no-answer', () => watched(1, 'argo-canary/14-controller-not-running', calls({}, {perSecond: 0}))),
	releaseCase('not-rolled-back', () =>
		watched(8, 'argo-bluegreen/05-aborted-after-cutover-unready', [
			{namespace: 'shop', service: 'frontend', perSecond: 113, failing: 0.068, p50Ms: 420},
		]),
	),
	releaseCase('gate', () =>
		watched(8, 'flagger/04-waiting-promotion', [
			{namespace: 'shop', service: 'cart-primary', perSecond: 171, p50Ms: 14},
			{namespace: 'shop', service: 'cart-canary', perSecond: 171, p50Ms: 14},
		]),
	),
	releaseCase('without-service', () => after(releaseDesk('deployment/02-rolling'), 5_000)),
	releaseCase('places-differ', placesDiffer),
	releaseCase('gone', gone),
	releaseCase('threw', () => watched(2, paused, calls(), {screens: screens.map(broken)})),
	releaseCase('not-understood', notUnderstood),
	releaseCase('one-chart', () => pressed(watched(2), '2')),
	releaseCase('past-canaries', () => watched(24, paused, calls(), {world: {canariesBefore}})),
	releaseCase('longer-range', () => pressed(watched(2), ']', ']')),
	releaseCase('sent', sent),
	releaseCase('reason', () => wentBack(1_000)),
	releaseCase('taken-back', () => pressed(after(wentBack(60_000), 1_000), 'escape')),
	releaseCase('not-recovered', notRecovered),
	releaseCase('not-proven', notProven),
	releaseCase('reply-lost', replyLost),
];

/** Five canaries that were slow in their first three minutes, each a little more than the one before. */
const canariesBefore = ok(
	[0, 1, 2, 3, 4].map(more =>
		Array.from({length: 30}, (_, at) => ({
			ageMs: (at + 1) * 60_000,
			requestsPerSecond: 4 + more,
			errorRatio: 0.0005 * (1 + more),
			p95Ms: (at < 3 ? 400 : 110) + 20 * more,
		})),
	),
);

function pressed(desk: Desk, ...keys: readonly string[]): Desk {
	desk.press(...keys);
	desk.advance(6_000);
	return desk;
}

/** Stable and canary, which answer like this from then on. */
export function turned(
	afterMs: number,
	stable: Answers,
	canary: Answers,
	untilMs = Number.POSITIVE_INFINITY,
): readonly Called[] {
	const {nowMs} = readSituation(paused);
	const [one, other] = calls({perSecond: 950}, {perSecond: 50});
	const turn = {atMs: nowMs + afterMs, untilMs: nowMs + untilMs};
	return one && other
		? [
				{...one, from: {...turn, ...stable}},
				{...other, from: {...turn, ...canary}},
			]
		: [];
}

function whichMesh(): Desk {
	const both = trafficOf([{namespace: 'shop', service: 'checkout', perSecond: 100, failing: 0.01}]);
	const desk = releaseDesk(atHalf, [], {
		world: {
			meshes: ['istio', 'linkerd'],
			trafficAt: serverMs =>
				(['istio', 'linkerd'] as const).flatMap(mesh => both(serverMs).map(sample => ({...sample, mesh}))),
		},
	});
	return after(desk, 10_000);
}

/** A second route, which somebody wrote, sends half of its requests to the canary. */
function placesDiffer(): Desk {
	const objects = objectsOf(paused).map(object =>
		object.kind === 'VirtualService' ? withSecondRoute(object) : object,
	);
	return watched(1, paused, calls(), {objects});
}

function withSecondRoute(object: RawObject): RawObject {
	const {http} = object.spec as {readonly http: readonly RawObject[]};
	const [first] = http;
	if (!first) throw new Error('the route has no entry');
	const second = {
		...first,
		name: 'b2b',
		route: [
			{destination: {host: 'checkout-stable'}, weight: 50},
			{destination: {host: 'checkout-canary'}, weight: 50},
		],
	};
	return withValue(object, ['spec', 'http'], [...http, second]);
}

function gone(): Desk {
	const desk = releaseDesk();
	desk.server.become(desk.server.objects().filter(({kind}) => kind !== 'Rollout'));
	desk.sync();
	return after(desk, 2_000);
}

function notUnderstood(): Desk {
	const path = '/spec/strategy/canary/steps/0/setWeight';
	const desk = releaseDesk();
	desk.server.mutate('Rollout', 'checkout', [{op: 'replace', path, value: 'five'}]);
	desk.sync();
	return after(desk, 5_000);
}

/** The release screen throws instead of showing anything. */
function broken(screen: Screen): Screen {
	const select = () => {
		throw new RangeError('a bug');
	};
	return screen.id === 'release' ? {...screen, select} : screen;
}

const bad = calls({perSecond: 50}, {perSecond: 50, failing: 0.1});

/** A promotion that the controller has not taken up yet. */
function sent(): Desk {
	const desk = watched(3, paused, calls());
	desk.press('p');
	confirmTowardCanary(desk);
	return after(desk, 4_000);
}

/** Back to stable was confirmed, the recorded abort came, and so much time went by. */
function wentBack(durationMs: number, later = calls({perSecond: 100}, {perSecond: 0})): Desk {
	const desk = watched(8, atHalf, bad);
	desk.press('x');
	confirmTowardStable(desk);
	desk.advance(200);
	desk.server.become(objectsOf('argo-canary/07-aborted'));
	Object.assign(desk.world, answering(later));
	desk.sync();
	return after(desk, durationMs);
}

/** Stable fails as the canary did, with all requests on it, for more than five minutes. */
function notRecovered(): Desk {
	return pressed(wentBack(310_000, calls({perSecond: 100, failing: 0.1}, {perSecond: 0})), 'escape');
}

/** Two requests a second, of which none fails, prove nothing in five minutes. */
function notProven(): Desk {
	return pressed(wentBack(310_000, calls({perSecond: 2, failing: 0}, {perSecond: 0})), 'escape');
}

function replyLost(): Desk {
	const desk = watched(8, atHalf, bad);
	desk.world.send = () => ({kind: 'lost', request: 'lost'});
	desk.world.readError = ({purpose}) =>
		purpose === 'resolve' ? {kind: 'timeout', status: null, message: safe`no answer`, missing: null} : null;
	desk.press('x');
	confirmTowardStable(desk);
	return pressed(after(desk, 30_000), 'escape');
}
