import fc from 'fast-check';
import type {Json, RawObject} from '../../source/domain/cluster/kube-object.ts';
import type {AwaitStep, Plan, PostStep} from '../../source/domain/release/plan.ts';
import {holds, valueAt} from '../../source/engine/intents/json-pointer.ts';
import {whatMoved} from '../../source/engine/intents/prepare/changed-facts.ts';
import {flaggerScene, gate, type Part} from './flagger-scene.ts';
import {liveObject, patched, planOf, sceneFrom, withObject} from './operator.ts';
import {rawOf} from './situation.ts';

/**
 * Two operators before one closed gate of a Canary, and Flagger, which asks the gate at each of its looks. Each
 * operator looks and plans, and later confirms: perch checks the plan's facts once more, opens the gate, waits for the
 * result, and closes the gate whatever the result was. Flagger looks at most every 10 s, a waiting operator every
 * second: so an operator sees what one look of Flagger did before the next look.
 */
export type GateType = 'confirm-traffic-increase' | 'confirm-promotion';
export type Who = 'ana' | 'ben';
export type Move =
	| {readonly kind: 'flagger' | 'checksFail' | 'newVersion'}
	| {readonly kind: 'look' | 'confirm' | 'giveUp'; readonly who: Who};

const who = fc.constantFrom<Who>('ana', 'ben');
/** Flagger looks as often as both operators together act. */
export const gateSchedules: fc.Arbitrary<Move[]> = fc.array(
	fc.oneof<{readonly weight: number; readonly arbitrary: fc.Arbitrary<Move>}[]>(
		{weight: 6, arbitrary: fc.constant({kind: 'flagger'})},
		{weight: 1, arbitrary: fc.constantFrom<Move[]>({kind: 'checksFail'}, {kind: 'newVersion'})},
		{weight: 6, arbitrary: fc.record({kind: fc.constantFrom('look' as const, 'confirm' as const), who})},
		{weight: 1, arbitrary: fc.record({kind: fc.constant('giveUp' as const), who})},
	),
	{minLength: 20, maxLength: 80},
);

export interface Played {
	readonly weights: readonly number[];
	readonly opened: number;
	readonly refused: number;
	readonly isOpenAtTheEnd: boolean;
	readonly faults: readonly string[];
}

interface Waiting {
	readonly plan: Plan;
	readonly wait: AwaitStep;
	readonly seen: string;
}

/** Makes the model's operators careless, to prove that the model catches it. */
export interface Care {
	/** The operator closes the gate that it opened. */
	readonly closes: boolean;
	/** The operator stops waiting, and closes the gate, once another version is released. */
	readonly stops: boolean;
}
export const careful: Care = {closes: true, stops: true};

const step = 10;
const maximum = 50;
const {nowMs} = flaggerScene('02-progressing', () => {});

export function playGate(type: GateType, schedule: readonly Move[], care: Care = careful): Played {
	let objects = start(type);
	let isOpen = false;
	const faults: string[] = [];
	const weights: number[] = [];
	const planned = new Map<Who, {plan: Plan; seen: string}>();
	const waiting = new Map<Who, Waiting>();
	// Where the release stood when the operators who hold the gate open looked.
	let approvals: string[] = [];
	let [opened, refused, releases] = [0, 0, 0];
	let isNew = false;

	for (const move of schedule) {
		switch (move.kind) {
			case 'flagger':
				lookOfFlagger();
				break;
			case 'checksFail':
				objects = withStatus(objects, {failedChecks: numberAt('failedChecks') + 1});
				break;
			case 'newVersion':
				releases += 1;
				isNew = true;
				break;
			case 'look':
				look(move.who);
				break;
			case 'confirm':
				confirm(move.who);
				break;
			case 'giveUp':
				if (waiting.has(move.who)) close(move.who);
		}
	}
	for (const who of [...waiting.keys()]) close(who);
	return {weights, opened, refused, isOpenAtTheEnd: isOpen, faults};

	function phase(): string {
		return phaseOf(objects);
	}
	/** Flagger starts with a new template, wherever the one before stood. */
	function startOver(): readonly RawObject[] {
		const fresh = {phase: 'Progressing', canaryWeight: step, failedChecks: 0, lastAppliedSpec: `release${releases}`};
		return routed(withStatus(objects, fresh), step);
	}
	function numberAt(field: string): number {
		return Number(valueAt(canaryOf(objects), `/status/${field}`) ?? 0);
	}
	function stand(): string {
		return `${phase()} at ${numberAt('canaryWeight')}% of ${valueAt(canaryOf(objects), '/status/lastAppliedSpec')}`;
	}

	function look(who: Who): void {
		if (waiting.has(who)) return;
		const plan = planOf(sceneFrom(objects, nowMs), 'promote');
		if (plan.ok) planned.set(who, {plan: plan.value, seen: stand()});
	}

	function confirm(who: Who): void {
		const sent = planned.get(who);
		planned.delete(who);
		const wait = sent?.plan.steps.find(({kind}) => kind === 'await');
		if (!sent || wait?.kind !== 'await') return;
		if (whatMoved(sent.plan.facts, sceneFrom(objects, nowMs).release.facts) !== null) {
			refused += 1;
			return;
		}
		call(sent.plan.steps.filter(step => step.kind === 'post'));
		opened += 1;
		approvals.push(sent.seen);
		waiting.set(who, {...sent, wait});
		poll(who);
	}

	function poll(who: Who): void {
		const {wait} = waiting.get(who) ?? {};
		const object = wait && (liveObject(objects, wait.ref) as Json | null);
		if (!wait || !object) return;
		const isOver = wait.until.every(predicate => holds(object, predicate));
		if (isOver || (care.stops && wait.stopIf?.some(predicate => holds(object, predicate)))) close(who);
	}

	function close(who: Who): void {
		const mine = waiting.get(who);
		waiting.delete(who);
		if (care.closes) call((mine?.plan.cleanup ?? []).filter(step => step.kind === 'post'));
		if (!isOpen) approvals = [];
	}

	function call(posts: readonly PostStep[]): void {
		for (const {path} of posts) isOpen = path.endsWith('/open');
	}

	/** Flagger asks a gate before anything moves. Who opened the gate must have seen the release where it stands. */
	function lookOfFlagger(): void {
		const before = stand();
		const appliedBefore = valueAt(canaryOf(objects), '/status/lastAppliedSpec');
		const weight = numberAt('canaryWeight');
		const moved = isNew ? startOver() : advance(weight);
		isNew = false;
		if (moved !== null) {
			const needed = type === 'confirm-promotion' ? 'WaitingPromotion' : 'Progressing';
			const isPassed = numberOf(moved) > weight || /Promoting/.test(phaseOf(moved));
			const isAsked = isPassed && before.startsWith(needed);
			const isByGate = isAsked && valueAt(canaryOf(moved), '/status/lastAppliedSpec') === appliedBefore;
			if (isByGate && !approvals.includes(before)) faults.push(`${before} was left, seen by none but ${approvals}`);
			objects = moved;
			weights.push(numberAt('canaryWeight'));
		}
		for (const who of [...waiting.keys()]) poll(who);
	}

	function advance(weight: number): readonly RawObject[] | null {
		switch (phase()) {
			case 'Progressing':
				if (numberAt('failedChecks') >= 3) return routed(withStatus(objects, {phase: 'Failed', canaryWeight: 0}), 0);
				if (type === 'confirm-traffic-increase' && !isOpen) return null;
				if (weight < maximum) return routed(withStatus(objects, {canaryWeight: weight + step}), weight + step);
				if (type === 'confirm-promotion') return withStatus(objects, {phase: 'WaitingPromotion'});
				return withStatus(objects, {phase: 'Promoting'});
			case 'WaitingPromotion':
				return isOpen ? withStatus(objects, {phase: 'Promoting'}) : null;
			case 'Promoting':
				return routed(withStatus(objects, {phase: 'Finalising', canaryWeight: 0}), 0);
			case 'Finalising':
				return withStatus(objects, {phase: 'Succeeded'});
			default:
				return null;
		}
	}
}

const kept = new Set(['Canary', 'Deployment', 'VirtualService']);

/** The recorded Canary at 10 %, with a gate of this type, and without objects that only the screen shows. */
function start(type: GateType): readonly RawObject[] {
	const {objects} = flaggerScene('02-progressing', ({analysis, status}) => {
		analysis.webhooks = [gate(type)];
		status.failedChecks = 0;
	});
	return objects.filter(({kind}) => kept.has(String(kind)));
}

function phaseOf(objects: readonly RawObject[]): string {
	return String(valueAt(canaryOf(objects), '/status/phase'));
}

function numberOf(objects: readonly RawObject[]): number {
	return Number(valueAt(canaryOf(objects), '/status/canaryWeight'));
}

function canaryOf(objects: readonly RawObject[]): RawObject {
	return rawOf(objects, 'Canary');
}

function withStatus(objects: readonly RawObject[], fields: Part): readonly RawObject[] {
	const canary = canaryOf(objects);
	return withObject(objects, {...canary, status: {...(canary.status as Part), ...fields}});
}

function routed(objects: readonly RawObject[], percent: number): readonly RawObject[] {
	const after = patched(rawOf(objects, 'VirtualService'), [
		{op: 'replace', path: '/spec/http/0/route/0/weight', value: 100 - percent},
		{op: 'replace', path: '/spec/http/0/route/1/weight', value: percent},
	]);
	return after ? withObject(objects, after) : objects;
}
