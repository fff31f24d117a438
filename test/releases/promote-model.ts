import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import type {JsonPatchOperation} from '../../source/domain/release/plan.ts';
import {patched, patchSteps, planOf, sceneFrom} from './operator.ts';
import {rawOf, readSituation} from './situation.ts';

/**
 * Two operators and a controller on one Rollout, in any order: each operator looks, and later sends the promote or the
 * jump that it planned on what it saw. In between anything may happen. No step that needs a promote is ever passed
 * without its own, and no step is left by a jump that was planned at another step.
 */
const situation = readSituation('argo-canary/02-paused-at-step-1');
const others = situation.objects.filter(({kind}) => kind !== 'Rollout');
const first = rawOf(situation.objects, 'Rollout');

export type Move =
	| 'controller'
	| 'analysisEnds'
	| 'timerEnds'
	| 'anaLooks'
	| 'anaAims'
	| 'anaSends'
	| 'benLooks'
	| 'benAims'
	| 'benSends';
export const moves: readonly Move[] = [
	'controller',
	'analysisEnds',
	'timerEnds',
	'anaLooks',
	'anaAims',
	'anaSends',
	'benLooks',
	'benAims',
	'benSends',
];

/** What an operator would send for what is on screen; null where the verb is refused. `target`: the step of a jump. */
export interface Planner {
	promote(rollout: RawObject, nowMs: number): readonly JsonPatchOperation[] | null;
	jump(rollout: RawObject, nowMs: number, target: number): readonly JsonPatchOperation[] | null;
}

interface Planned {
	readonly patch: readonly JsonPatchOperation[];
	readonly seenAt: number;
	/** Null for a promote. */
	readonly target: number | null;
}

export interface World {
	rollout: RawObject;
	seconds: number;
	planned: {ana: Planned | null; ben: Planned | null};
	/** Steps that a promote went past since the last jump, and the step that its sender had seen. */
	promoted: {readonly at: number; readonly seenAt: number}[];
	analysed: number[];
	/** Where the last jump led; the first step before there is one. */
	start: number;
	jumps: number;
	/** What went wrong before the last jump. */
	readonly faults: string[];
}

/** Plays a schedule from the first pause. */
export function run(schedule: readonly Move[], planner: Planner): World {
	const world: World = {
		rollout: first,
		seconds: 0,
		planned: {ana: null, ben: null},
		promoted: [],
		analysed: [],
		start: 0,
		jumps: 0,
		faults: [],
	};
	for (const move of schedule) {
		world.seconds += 1;
		play(world, move, planner);
	}
	return world;
}

function play(world: World, move: Move, planner: Planner): void {
	const {status} = world.rollout as {status: {pauseConditions?: unknown; currentStepIndex: number}};
	switch (move) {
		case 'anaLooks':
			world.planned.ana = look(world, planner);
			break;
		case 'benLooks':
			world.planned.ben = look(world, planner);
			break;
		case 'anaAims':
			world.planned.ana = aim(world, planner);
			break;
		case 'benAims':
			world.planned.ben = aim(world, planner);
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

/** What perch sends. */
export const guarded: Planner = {
	promote: (rollout, nowMs) => patchOf(planOf(sceneFrom([rollout, ...others], nowMs), 'promote')),
	jump: (rollout, nowMs, target) => patchOf(planOf(sceneFrom([rollout, ...others], nowMs), 'jump', [String(target)])),
};

/** The requests of perch without their tests. */
export const untested: Planner = {
	promote: (rollout, nowMs) => guarded.promote(rollout, nowMs)?.filter(({op}) => op !== 'test') ?? null,
	jump: (rollout, nowMs, target) => guarded.jump(rollout, nowMs, target)?.filter(({op}) => op !== 'test') ?? null,
};

/** A jump that leaves `controllerPause` as it is. */
export const halfJump: Planner = {
	promote: () => null,
	jump: (rollout, nowMs, target) =>
		guarded.jump(rollout, nowMs, target)?.filter(({path}) => path !== '/status/controllerPause') ?? null,
};

/** What the official client sends: it ends the pause if it saw one, else it goes one step on. */
export const unguarded: Planner = {
	promote(rollout) {
		const {status} = rollout as {status: {pauseConditions?: unknown; currentStepIndex: number}};
		if (status.pauseConditions !== undefined) return [{op: 'add', path: '/status/pauseConditions', value: null}];
		return [{op: 'replace', path: '/status/currentStepIndex', value: status.currentStepIndex + 1}];
	},
	jump: () => null,
};

function patchOf(plan: ReturnType<typeof planOf>): readonly JsonPatchOperation[] | null {
	return plan.ok ? (patchSteps(plan.value)[0]?.patch ?? null) : null;
}

function look(world: World, planner: Planner): Planned | null {
	const patch = planner.promote(world.rollout, situation.nowMs + world.seconds * 1000);
	return patch && {patch, seenAt: indexOf(world), target: null};
}

/** Plans a jump to any step but the present one, to a different step each second. */
function aim(world: World, planner: Planner): Planned | null {
	const target = (indexOf(world) + 1 + (world.seconds % (steps.length - 1))) % steps.length;
	const patch = planner.jump(world.rollout, situation.nowMs + world.seconds * 1000, target);
	return patch && {patch, seenAt: indexOf(world), target};
}

function indexOf(world: World): number {
	return (world.rollout as {status: {currentStepIndex: number}}).status.currentStepIndex;
}

function send(world: World, who: 'ana' | 'ben'): void {
	const planned = world.planned[who];
	world.planned[who] = null;
	const after = planned && patched(world.rollout, planned.patch);
	if (!after) return;
	const at = indexOf(world);
	if (planned.target === null) world.promoted.push({at, seenAt: planned.seenAt});
	else {
		world.faults.push(
			...skipped(world),
			...(at === planned.seenAt ? [] : [`jump at ${at}, seen at ${planned.seenAt}`]),
		);
		Object.assign(world, {promoted: [], analysed: [], start: planned.target, jumps: world.jumps + 1});
	}
	world.rollout = after;
}

const steps = ['weight', 'pause', 'weight', 'timer', 'analysis', 'weight', 'pause'] as const;

function stepAt(index: number): (typeof steps)[number] | null {
	return steps[index] ?? null;
}

/** Plays the controller: it goes on from a cleared pause, does weights at once, and gives a pause its condition. */
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

/** Steps that were passed without what they need: pauses without a promote, analyses without an end. */
export function skipped(world: World): readonly string[] {
	const passed = steps.slice(world.start, indexOf(world));
	const unasked = passed.flatMap((step, passedAt) => {
		const index = world.start + passedAt;
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
