import {describe, expect, test} from 'vitest';
import type {ObjectRef} from '../../source/domain/cluster/kube-object.ts';
import type {PlanStep} from '../../source/domain/release/plan.ts';
import {err, ok} from '../../source/domain/result.ts';
import {safe} from '../../source/domain/text/safe-text.ts';
import type {Desk} from './support/desk.ts';
import {backendWith, confirmed, gate, intentOf, refs, replicaSets, rollout, states} from './support/several-steps.ts';

const pending = {kind: 'pending', evidence: safe`not seen`} as const;

describe('a gate that a plan opens for a while', () => {
	const wait = (value: string): PlanStep => ({
		kind: 'await',
		ref: rollout,
		until: [{pointer: '/spec/moved', op: 'equals', value}],
		stopIf: [{pointer: '/spec/moved', op: 'equals', value: 'elsewhere'}],
		deadlineSeconds: 30,
		label: safe`the route moves`,
	});
	const calls = (desk: Desk) => desk.server.calls.map(path => path.split('/').at(-1));
	const move = (desk: Desk, value: string) =>
		desk.server.mutate('Rollout', 'checkout', [{op: 'add', path: '/spec/moved', value}]);

	test('is closed once the awaited change came', () => {
		const desk = confirmed(backendWith([gate('open'), wait('yes')], [gate('close')]));
		desk.advance(3_000);
		expect(calls(desk)).toEqual(['open']);
		expect(intentOf(desk).phase.kind).toBe('awaiting');
		move(desk, 'yes');
		desk.advance(3_000);
		expect(calls(desk)).toEqual(['open', 'close']);
		expect(intentOf(desk).phase.kind).toBe('effective');
	});

	test('is closed when the controller does something else, and when it does not act in time', () => {
		const elsewhere = confirmed(backendWith([gate('open'), wait('yes')], [gate('close')]));
		elsewhere.advance(2_000);
		move(elsewhere, 'elsewhere');
		elsewhere.advance(3_000);
		const late = confirmed(backendWith([gate('open'), wait('yes')], [gate('close')]));
		late.advance(40_000);
		for (const desk of [elsewhere, late]) {
			expect(calls(desk)).toEqual(['open', 'close']);
			expect(intentOf(desk).phase.kind).toBe('refused');
			expect(states(desk)).toEqual(['done', 'notDone']);
		}
	});

	test('is closed when the reply to its opening is lost, as it may be open', () => {
		const desk = confirmed(backendWith([gate('open'), wait('yes')], [gate('close')], pending), step =>
			step === 0 ? {kind: 'lost', request: 'carriedOut'} : {kind: 'answered'},
		);
		desk.advance(3_000);
		expect(calls(desk)).toEqual(['open', 'close']);
		expect(intentOf(desk).phase.kind).toBe('unknown');
		expect(states(desk)).toEqual(['unknown', 'notDone']);
	});

	test('is not closed when it was never opened', () => {
		const error = {kind: 'denied', status: 403, message: safe`forbidden`, missing: null} as const;
		const desk = confirmed(backendWith([gate('open'), wait('yes')], [gate('close')]), () => ({kind: 'refused', error}));
		desk.advance(3_000);
		expect(desk.given('send').length).toBe(1);
		expect(intentOf(desk).phase).toMatchObject({kind: 'refused', text: expect.stringContaining('Nothing was changed')});
	});

	test('that cannot be closed is reported as LEFT BEHIND, and recorded', () => {
		const desk = confirmed(backendWith([gate('open'), wait('yes')], [gate('close')]));
		desk.server.answerCall = path =>
			path.endsWith('close')
				? err({kind: 'invalid', status: 500, message: safe`the loadtester is gone`, causes: []})
				: ok(undefined);
		desk.advance(2_000);
		move(desk, 'yes');
		desk.advance(3_000);
		expect(intentOf(desk).leftBehind).toBe(
			'LEFT BEHIND: close the gate failed (the loadtester is gone): do it by hand',
		);
		const outcomes = desk.given('record').map(({record}) => (record.record === 'outcome' ? record.outcome : ''));
		expect(outcomes).toContain('leftBehind');
	});
});

describe('an object that a plan deletes', () => {
	const [, replicaSet] = refs;
	const uid = String(replicaSets[0]?.uid);

	test('is the one with the planned uid, and no other of its name', () => {
		const desk = confirmed(backendWith([{kind: 'delete', ref: replicaSet as ObjectRef, uid}]));
		desk.advance(3_000);
		expect(desk.server.read(replicaSet as ObjectRef).ok).toBe(false);
		const other = confirmed(backendWith([{kind: 'delete', ref: replicaSet as ObjectRef, uid: 'another'}]));
		other.advance(3_000);
		expect(other.server.read(replicaSet as ObjectRef).ok).toBe(true);
		expect(intentOf(other).phase.kind).toBe('superseded');
	});

	test.each([
		['carriedOut', 'effective'],
		['lost', 'refused'],
	] as const)('is read again when the reply is lost (%s)', (request, phase) => {
		const desk = confirmed(backendWith([{kind: 'delete', ref: replicaSet as ObjectRef, uid}]), () => ({
			kind: 'lost',
			request,
		}));
		desk.advance(120_000);
		expect(intentOf(desk).phase.kind).toBe(phase);
		expect(desk.given('send').length).toBe(1);
	});
});
