import fc from 'fast-check';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import type {Plan} from '../../source/domain/release/plan.ts';
import type {Verb} from '../../source/domain/release/verb.ts';
import type {Answers} from '../../source/releases/contract.ts';
import {liveObject, patched, patchSteps, planOf, sceneFrom, withObject} from './operator.ts';

/**
 * Two operators and a controller on one release, in any order: each operator looks and plans, and later sends the plan.
 * In between anything may happen. A plan is carried out only where the release still stands as its sender saw it.
 */
export interface Model {
	readonly objects: readonly RawObject[];
	readonly nowMs: number;
	/** What the operators may ask for. */
	readonly wishes: readonly {readonly verb: Verb; readonly answers: Answers}[];
	/** Where the release stands: the state by which an operator decides. */
	stand(objects: readonly RawObject[]): string;
	/** The controller's next pass. */
	tick(objects: readonly RawObject[]): readonly RawObject[];
	/** What is wrong with this write, beside that its state was not seen; null where nothing is. */
	judge?(before: readonly RawObject[], after: readonly RawObject[], wish: Model['wishes'][number]): string | null;
}

export type Move =
	| {readonly kind: 'tick'}
	| {readonly kind: 'look'; readonly who: 'ana' | 'ben'; readonly wish: number}
	| {readonly kind: 'send'; readonly who: 'ana' | 'ben'};

const who = fc.constantFrom('ana' as const, 'ben' as const);
const move = fc.oneof<fc.Arbitrary<Move>[]>(
	fc.constant({kind: 'tick'}),
	fc.record({kind: fc.constant('look' as const), who, wish: fc.nat(7)}),
	fc.record({kind: fc.constant('send' as const), who}),
);
export const schedules: fc.Arbitrary<Move[]> = fc.array(move, {minLength: 4, maxLength: 40});

export interface Played {
	/** Writes that were carried out. */
	readonly writes: number;
	/** Writes that the server refused, as the release had moved on. */
	readonly refused: number;
	readonly faults: readonly string[];
}

interface Planned {
	readonly plan: Plan;
	readonly seen: string;
	readonly wish: Model['wishes'][number];
}

/** `isGuarded: false` leaves the tests of each patch out. */
export function play(model: Model, schedule: readonly Move[], isGuarded = true): Played {
	let objects = model.objects;
	const planned = new Map<'ana' | 'ben', Planned>();
	const faults: string[] = [];
	let [writes, refused] = [0, 0];
	for (const [seconds, move] of schedule.entries()) {
		if (move.kind === 'tick') objects = model.tick(objects);
		if (move.kind === 'look') {
			const wish = model.wishes[move.wish % model.wishes.length];
			const plan = wish && planFor(objects, model.nowMs + seconds * 100, wish);
			if (wish && plan) planned.set(move.who, {plan, seen: model.stand(objects), wish});
		}
		const sent = move.kind === 'send' ? planned.get(move.who) : undefined;
		if (move.kind !== 'send' || !sent) continue;
		planned.delete(move.who);
		const after = carriedOut(objects, sent.plan, isGuarded);
		if (after === objects) {
			refused += 1;
			continue;
		}
		writes += 1;
		const at = model.stand(objects);
		if (at !== sent.seen) faults.push(`${sent.wish.verb} at ${at}, seen at ${sent.seen}`);
		const wrong = model.judge?.(objects, after, sent.wish) ?? null;
		if (wrong !== null) faults.push(wrong);
		objects = after;
	}
	return {writes, refused, faults};
}

function planFor(objects: readonly RawObject[], nowMs: number, {verb, answers}: Model['wishes'][number]): Plan | null {
	const scene = sceneFrom(objects, nowMs);
	const operation = scene.backend.operations[verb];
	if (!operation?.can(scene.release, answers).ok) return null;
	const plan = planOf(scene, verb, answers);
	return plan.ok ? plan.value : null;
}

/** Each request in turn, until the server refuses one. */
function carriedOut(objects: readonly RawObject[], plan: Plan, isGuarded: boolean): readonly RawObject[] {
	let next = objects;
	for (const {ref, patch} of patchSteps(plan)) {
		const object = liveObject(next, ref);
		const after = object && patched(object, isGuarded ? patch : patch.filter(({op}) => op !== 'test'));
		if (!after) return next;
		next = withObject(next, after);
	}
	return next;
}
