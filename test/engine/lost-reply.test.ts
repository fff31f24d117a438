import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Desk} from './support/desk.ts';
import {confirmTowardCanary, confirmTowardStable, deskOn, objectsOf} from './support/recorded.ts';
import {down} from './support/session.ts';
import type {Fate} from './support/world.ts';

const paused = 'argo-canary/02-paused-at-step-1';

describe('a lost reply', () => {
	test('to a request that was carried out is resolved by reading as APPLIED, and nothing is sent again', () => {
		const desk = deskOn(paused);
		desk.press('h');
		desk.world.send = () => ({kind: 'lost', request: 'carriedOut'});
		confirmTowardStable(desk);
		desk.advance(2_000);
		expect(outcomes(desk)).toContainEqual([
			'resolved',
			'APPLIED: the reply was lost, the object names perch as its writer',
		]);
		expect(phase(desk).kind).toBe('effective');
		expect(desk.given('send')).toHaveLength(1);
	});

	test('to a removal leaves the writer unproven, as a removed field names none', () => {
		const desk = promoteMeeting({kind: 'lost', request: 'carriedOut'});
		desk.advance(1_500);
		expect(outcomes(desk)).toContainEqual([
			'resolved',
			"it is so; whether by this request or by another's cannot be proven",
		]);
		expect(phase(desk).kind).toBe('accepted');
		expect(desk.given('send')).toHaveLength(1);
	});

	test('to a request that was carried out is resolved even while the watch sees nothing', () => {
		const desk = promoteMeeting({kind: 'lost', request: 'carriedOut'}, {isWatchAlive: false});
		desk.advance(1_500);
		expect(phase(desk).kind).toBe('accepted');
	});

	test('to a request that never arrived is unknown while it may still be carried out, then NOT APPLIED', () => {
		const desk = promoteMeeting({kind: 'lost', request: 'lost'});
		desk.advance(60_000);
		expect(phase(desk).kind).toBe('unconfirmed');
		expect(reads(desk)).toEqual([1, 5, 15]);
		desk.advance(10_000);
		expect(reads(desk)).toEqual([1, 5, 15, 65]);
		expect(phase(desk)).toEqual({
			kind: 'refused',
			text: 'NOT APPLIED: the object is as it was before the request. Nothing was changed',
		});
		expect(desk.given('send')).toHaveLength(1);
	});

	test('is UNKNOWN when a colleague moved the object meanwhile', () => {
		const desk = promoteMeeting({kind: 'lost', request: 'lost'});
		desk.server.become(objectsOf('argo-canary/12-paused-third-revision'));
		desk.advance(70_000);
		expect(phase(desk)).toMatchObject({kind: 'unknown'});
	});

	test('is UNKNOWN when the object is gone', () => {
		const desk = promoteMeeting({kind: 'lost', request: 'lost'}, {isWatchAlive: false});
		desk.server.become([]);
		desk.advance(2_000);
		expect(phase(desk)).toMatchObject({kind: 'unknown', text: 'UNKNOWN: the object is gone'});
	});

	test('is UNKNOWN when the object was deleted and made anew', () => {
		const desk = promoteMeeting({kind: 'lost', request: 'lost'}, {isWatchAlive: false});
		desk.server.mutate('Rollout', 'checkout', [
			{op: 'replace', path: '/metadata/uid', value: 'made-anew'},
			{op: 'remove', path: '/status/pauseConditions'},
		]);
		desk.advance(2_000);
		expect(phase(desk)).toEqual({kind: 'unknown', text: 'UNKNOWN: the object was deleted and made anew'});
	});

	test('locks the way forward while it is unknown, and not the way back', () => {
		const desk = promoteMeeting({kind: 'lost', request: 'lost'});
		desk.advance(2_000);
		desk.press('p');
		expect(desk.state().screen.dialog).toBeNull();
		expect(desk.state().screen.message?.text).toMatch(/^it is unknown whether the last request was carried out/);
		desk.press('h');
		expect(desk.state().screen.dialog).not.toBeNull();
		desk.press('escape', 'x');
		desk.world.send = () => ({kind: 'answered'});
		confirmTowardStable(desk);
		desk.advance(1_000);
		expect(desk.server.applied).toHaveLength(1);
	});

	test('stays unknown while reads fail, which are repeated however long it takes', () => {
		const desk = promoteMeeting({kind: 'lost', request: 'lost'});
		desk.world.readError = () => down;
		desk.advance(200_000);
		expect(phase(desk).kind).toBe('unconfirmed');
		desk.world.readError = () => null;
		desk.advance(20_000);
		expect(phase(desk).kind).toBe('refused');
	});

	test('to the second step is reported with the steps that are done', () => {
		const desk = deskOn('argo-canary/03-manually-paused');
		desk.world.send = ({step}) => (step === 1 ? {kind: 'lost', request: 'lost'} : {kind: 'answered'});
		desk.press('x');
		confirmTowardStable(desk);
		desk.advance(70_000);
		expect(phase(desk)).toEqual({
			kind: 'refused',
			text: 'NOT APPLIED: the object is as it was before the request. 1 of 2 steps are done, the rest is not',
		});
	});
});

/** What may happen between the request and the verdict. */
const fate = fc.oneof(
	fc.constant<Fate>({kind: 'lost', request: 'lost'}),
	fc.constant<Fate>({kind: 'lost', request: 'carriedOut'}),
	fc.integer({min: 0, max: 59_000}).map((afterMs): Fate => ({kind: 'lost', request: 'carriedOutLate', afterMs})),
);
const colleague = fc.record({
	atMs: fc.integer({min: 0, max: 80_000}),
	does: fc.constantFrom('nothing', 'promotes', 'holds', 'aborts', 'releases'),
});

test('whatever happens after a lost reply, no verdict is wrong and nothing is sent again', () => {
	const verdicts = new Map<string, number>();
	fc.assert(
		fc.property(
			fate,
			colleague,
			fc.boolean(),
			fc.array(fc.boolean(), {minLength: 1, maxLength: 4}),
			fc.integer({min: -3_600_000, max: 3_600_000}),
			(lost, other, isWatchAlive, failingReads, clockOffsetMs) => {
				const desk = promoteMeeting(lost, {isWatchAlive, clockOffsetMs});
				let read = 0;
				desk.world.readError = ({purpose}) => (purpose === 'resolve' && failingReads[read++ % 4] ? down : null);
				desk.clock.after(other.atMs, () => interfere(desk, other.does));
				desk.advance(150_000);
				const {kind} = phase(desk);
				verdicts.set(kind, (verdicts.get(kind) ?? 0) + 1);
				const isApplied = desk.server.applied.length > 0;
				expect(desk.given('send')).toHaveLength(1);
				for (const [, evidence] of outcomes(desk)) {
					if (evidence?.startsWith('APPLIED')) expect(isApplied).toBe(true);
					if (evidence?.startsWith('NOT APPLIED')) expect(isApplied).toBe(false);
				}
				// Whoever did it: the pause at which the promote was asked for is over.
				if (kind === 'accepted' || kind === 'effective') expect(isApplied || other.does === 'promotes').toBe(true);
			},
		),
		{numRuns: 150, seed: 20},
	);
	expect([...verdicts.keys()].sort()).toEqual(expect.arrayContaining(['accepted', 'refused', 'unknown']));
});

function interfere(desk: Desk, does: string): void {
	const rollout = desk.server.objects().find(({kind}) => kind === 'Rollout');
	const isPaused = JSON.stringify(rollout?.status).includes('pauseConditions');
	if (does === 'promotes' && isPaused)
		desk.server.mutate('Rollout', 'checkout', [{op: 'remove', path: '/status/pauseConditions'}]);
	if (does === 'holds') desk.server.mutate('Rollout', 'checkout', [{op: 'add', path: '/spec/paused', value: true}]);
	if (does === 'aborts') desk.server.mutate('Rollout', 'checkout', [{op: 'add', path: '/status/abort', value: true}]);
	if (does === 'releases') desk.server.become(objectsOf('argo-canary/12-paused-third-revision'));
	if (desk.world.isWatchAlive) desk.sync();
}

/** A confirmed promote whose request meets this fate. */
function promoteMeeting(meets: Fate, world: Partial<Desk['world']> = {}): Desk {
	const desk = deskOn(paused, {world: {...world, isWatchAlive: true}});
	desk.press('p');
	desk.world.send = () => meets;
	desk.world.isWatchAlive = world.isWatchAlive ?? true;
	confirmTowardCanary(desk);
	desk.advance(200);
	return desk;
}

function phase(desk: Desk): {readonly kind: string} {
	const found = desk.state().intents.find(({id}) => id === 's-1');
	if (!found) throw new Error('no intent');
	return found.phase;
}

function outcomes(desk: Desk): readonly (readonly string[])[] {
	return desk
		.given('record')
		.flatMap(({record}) => (record.record === 'outcome' ? [[record.outcome, record.evidence]] : []));
}

/** Seconds after the lost reply at which the object was read, as asked for. */
function reads(desk: Desk): readonly number[] {
	const lostAtMs = desk.given('record').find(({record}) => record.record === 'outcome')?.givenAtMs ?? 0;
	return desk
		.given('readLive')
		.filter(({purpose}) => purpose === 'resolve')
		.map(({givenAtMs, delayMs}) => Math.round((givenAtMs + delayMs - lostAtMs) / 1_000))
		.filter(second => lostAtMs + second * 1_000 <= desk.clock.nowMs());
}
