import type {RawObject} from '../../source/domain/kube-object.ts';
import type {JsonPatchOperation} from '../../source/domain/plan.ts';
import {patched, patchSteps, planOf, sceneFrom} from './operator.ts';
import {rawOf, readSituation} from './situation.ts';

/**
 * Two operators and a controller on one Rollout, in any order: each operator looks, and later sends what it planned on
 * what it saw. Between the two anything may happen. No step that must be passed is ever passed without its own promote.
 */
const situation = readSituation('argo-canary/02-paused-at-step-1');
const others = situation.objects.filter(({kind}) => kind !== 'Rollout');
const first = rawOf(situation.objects, 'Rollout');

export type Move = 'controller' | 'analysisEnds' | 'timerEnds' | 'anaLooks' | 'anaSends' | 'benLooks' | 'benSends';
export const moves: readonly Move[] = [
	'controller',
	'analysisEnds',
	'timerEnds',
	'anaLooks',
	'anaSends',
	'benLooks',
	'benSends',
];

interface Planned {
	readonly patch: readonly JsonPatchOperation[];
	readonly seenAt: number;
}

export interface World {
	rollout: RawObject;
	seconds: number;
	planned: {ana: Planned | null; ben: Planned | null};
	/** Steps that a promote went past, and the step that its sender had seen. */
	readonly promoted: {readonly at: number; readonly seenAt: number}[];
	readonly analysed: number[];
}

/** A schedule played from the first pause. */
export function run(schedule: readonly Move[], planner: typeof guarded): World {
	const world: World = {rollout: first, seconds: 0, planned: {ana: null, ben: null}, promoted: [], analysed: []};
	for (const move of schedule) {
		world.seconds += 1;
		play(world, move, planner);
	}
	return world;
}

function play(world: World, move: Move, planner: typeof guarded): void {
	const {status} = world.rollout as {status: {pauseConditions?: unknown; currentStepIndex: number}};
	switch (move) {
		case 'anaLooks':
			world.planned.ana = look(world, planner);
			break;
		case 'benLooks':
			world.planned.ben = look(world, planner);
			break;
		case 'anaSends':
			send(world, 'ana');
			break;
		case 'benSends':
			send(world, 'ben');
			break;
		case 'timerEnds':
			if (stepAt(status.currentStepIndex) === 'timer') goOn(world, status.currentStepIndex + 1);
			break;
		case 'analysisEnds':
			if (stepAt(status.currentStepIndex) === 'analysis') {
				world.analysed.push(status.currentStepIndex);
				goOn(world, status.currentStepIndex + 1);
			}
			break;
		case 'controller':
			reconcile(world);
	}
}

/** What perch sends: null where it refuses. */
export function guarded(rollout: RawObject, nowMs: number): readonly JsonPatchOperation[] | null {
	const plan = planOf(sceneFrom([rollout, ...others], nowMs), 'promote');
	return plan.ok ? (patchSteps(plan.value)[0]?.patch ?? null) : null;
}

/** What the official client sends: past the pause if it saw one, else one step on. */
export function unguarded(rollout: RawObject): readonly JsonPatchOperation[] | null {
	const {status} = rollout as {status: {pauseConditions?: unknown; currentStepIndex: number}};
	if (status.pauseConditions !== undefined) return [{op: 'add', path: '/status/pauseConditions', value: null}];
	return [{op: 'replace', path: '/status/currentStepIndex', value: status.currentStepIndex + 1}];
}

function look(world: World, planner: typeof guarded): Planned | null {
	const {status} = world.rollout as {status: {currentStepIndex: number}};
	const patch = planner(world.rollout, situation.nowMs + world.seconds * 1000);
	return patch && {patch, seenAt: status.currentStepIndex};
}

function send(world: World, who: 'ana' | 'ben'): void {
	const planned = world.planned[who];
	world.planned[who] = null;
	const after = planned && patched(world.rollout, planned.patch);
	if (!after) return;
	const {status} = world.rollout as {status: {currentStepIndex: number}};
	world.promoted.push({at: status.currentStepIndex, seenAt: planned.seenAt});
	world.rollout = after;
}

const steps = ['weight', 'pause', 'weight', 'timer', 'analysis', 'weight', 'pause'] as const;

function stepAt(index: number): (typeof steps)[number] | null {
	return steps[index] ?? null;
}

/** The controller's part: a cleared pause counts its step; weights are done at once; a pause gets its condition. */
function reconcile(world: World): void {
	const {status} = world.rollout as {
		status: {pauseConditions?: readonly unknown[] | null; controllerPause?: boolean; currentStepIndex: number};
	};
	const index = status.currentStepIndex;
	const step = stepAt(index);
	const isPaused = (status.pauseConditions ?? []).length > 0;
	if (isPaused) return;
	if (status.controllerPause || step === 'weight') goOn(world, index + 1);
	else if (step === 'pause' || step === 'timer') {
		const startTime = new Date(situation.nowMs + world.seconds * 1000).toISOString();
		change(world, {pauseConditions: [{reason: 'CanaryPauseStep', startTime}], controllerPause: true, phase: 'Paused'});
	}
}

function goOn(world: World, index: number): void {
	const stable = index >= steps.length ? {stableRS: '866cfb757', phase: 'Healthy'} : {phase: 'Progressing'};
	change(world, {currentStepIndex: index, pauseConditions: undefined, controllerPause: undefined, ...stable});
}

function change(world: World, fields: Readonly<Record<string, unknown>>): void {
	const status = {...(world.rollout.status as RawObject), ...fields};
	world.rollout = JSON.parse(JSON.stringify({...world.rollout, status})) as RawObject;
}

/** Steps that were passed without what they ask: pauses without a promote, analyses without an end. */
export function skipped(world: World): readonly string[] {
	const {status} = world.rollout as {status: {currentStepIndex: number}};
	const passed = steps.slice(0, status.currentStepIndex);
	const unasked = passed.flatMap((step, index) => {
		const promotes = world.promoted.filter(({at}) => at === index).length;
		if (step === 'analysis' && !world.analysed.includes(index)) return [`analysis at ${index}`];
		if (step === 'pause' && promotes !== 1) return [`pause at ${index} with ${promotes} promotes`];
		return [];
	});
	const elsewhere = world.promoted.filter(({at, seenAt}) => at !== seenAt || !isPause(at));
	return [...unasked, ...elsewhere.map(({at, seenAt}) => `promote at ${at}, seen at ${seenAt}`)];
}

function isPause(index: number): boolean {
	return stepAt(index) === 'pause' || stepAt(index) === 'timer';
}
