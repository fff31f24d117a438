import {describe, expect, test} from 'vitest';
import type {JsonPatchOperation} from '../../source/domain/release/plan.ts';
import type {Desk} from './support/desk.ts';
import {confirmTowardCanary, confirmTowardStable, deskOn, objectsOf} from './support/recorded.ts';

const paused = 'argo-canary/02-paused-at-step-1';
const half = 'argo-canary/06-paused-at-50-after-analysis';

/** Changes by a colleague or by the controller, in fields of the Rollout that decide a promote. */
const changes: readonly (readonly [string, readonly JsonPatchOperation[]])[] = [
	['the next step', [{op: 'replace', path: '/status/currentStepIndex', value: 2}]],
	['the next pause', [{op: 'replace', path: '/status/pauseConditions/0/startTime', value: '2026-11-21T07:12:40Z'}]],
	['no pause', [{op: 'remove', path: '/status/pauseConditions'}]],
	['another version', [{op: 'replace', path: '/status/currentPodHash', value: '7c9d5b8f6'}]],
	['another object of the same name', [{op: 'replace', path: '/metadata/uid', value: 'made-anew'}]],
];

const abort = ['an abort', [{op: 'add', path: '/status/abort', value: true}]] as const;

const stepBack: readonly JsonPatchOperation[] = [{op: 'replace', path: '/status/currentStepIndex', value: 5}];
const withoutRollout = () => objectsOf(half).filter(({kind}) => kind !== 'Rollout');

/** The moments of a change, each with the operator's keys around it, while the watch is frozen. */
const moments: Readonly<Record<string, (desk: Desk, change: () => void) => void>> = {
	'before the key': (desk, change) => {
		change();
		desk.press('p');
		confirmTowardCanary(desk);
	},
	'while the dialog is open': (desk, change) => {
		desk.press('p');
		desk.advance(300);
		change();
		confirmTowardCanary(desk);
	},
	'while the record is made durable': (desk, change) => {
		desk.world.latencyMs = command => (command.kind === 'record' ? 1_000 : 5);
		desk.press('p');
		confirmTowardCanary(desk);
		desk.advance(500);
		change();
	},
	'between the last look and the request': (desk, change) => {
		desk.world.latencyMs = command => (command.kind === 'send' ? 1_000 : 5);
		desk.press('p');
		confirmTowardCanary(desk);
		desk.advance(100);
		change();
	},
};

describe.each(Object.entries(moments))('with a frozen watch and a change %s', (when, play) => {
	// A JSON Patch cannot test that a field is absent: only the live reads catch an abort, not the request itself.
	const caught = when.startsWith('between') ? changes : [...changes, abort];
	test.each(caught)('to %s, perch writes nothing', (_what, patch) => {
		const desk = deskOn(paused);
		desk.world.isWatchAlive = false;
		play(desk, () => desk.server.mutate('Rollout', 'checkout', patch));
		desk.advance(3_000);
		expect(desk.server.applied).toEqual([]);
		const {phase} = desk.state().intents.at(-1) ?? {};
		expect(['confirming', 'superseded', 'refused']).toContain(phase?.kind);
	});
});

describe('a change of the release', () => {
	test('before the key is shown in the dialog as IT MOVED', () => {
		const desk = deskOn(half);
		desk.server.mutate('Rollout', 'checkout', [{op: 'replace', path: '/status/currentStepIndex', value: 5}]);
		desk.press('x');
		desk.advance(200);
		expect(desk.frame().confirm?.lines[0]).toMatchObject({
			tone: 'critical',
			text: expect.stringMatching(/^IT MOVED since you pressed the key: .*step: 6\/7 → 5\/7/),
		});
		// The dialog showed the change, so the confirmation covers it.
		confirmTowardStable(desk);
		desk.advance(1_000);
		expect(desk.server.applied).toHaveLength(1);
	});

	test('while the dialog is open must be looked at again before it can be confirmed', () => {
		const desk = deskOn(paused);
		desk.press('p');
		desk.advance(500);
		desk.server.mutate('Rollout', 'checkout', [
			{op: 'replace', path: '/status/pauseConditions/0/startTime', value: '2026-11-21T07:11:25Z'},
		]);
		desk.sync();
		confirmTowardCanary(desk);
		desk.advance(1_000);
		expect(desk.server.applied).toEqual([]);
		const {dialog} = desk.state().screen;
		expect(dialog).toMatchObject({choiceIndex: 0, intentId: 's-2'});
		desk.advance(500);
		desk.press('right', 'enter');
		desk.advance(1_000);
		expect(desk.server.applied).toHaveLength(1);
	});

	test.each([
		['moves', (desk: Desk) => desk.server.mutate('Rollout', 'checkout', stepBack), /^it moved: step: 6\/7 → 5\/7/],
		['is deleted', (desk: Desk) => desk.server.become(withoutRollout()), /^it is gone: the watch no longer has it/],
	])('under the way back is said in the place of the live check: it %s', (_what, happens, said) => {
		const desk = deskOn(half);
		desk.press('x');
		desk.advance(500);
		expect(desk.frame().confirm?.checks.text).toMatch(/unchanged/);
		happens(desk);
		desk.sync();
		expect(desk.frame().confirm?.checks).toMatchObject({state: 'warning', text: expect.stringMatching(said)});
	});

	test('that deletes it leaves nothing to send', () => {
		const desk = deskOn(half);
		desk.press('x');
		desk.advance(500);
		desk.server.become(withoutRollout());
		desk.sync();
		confirmTowardStable(desk);
		desk.advance(1_000);
		expect(desk.server.applied).toEqual([]);
		expect(desk.state().intents.at(-1)?.phase.kind).toBe('superseded');
	});

	test('after the confirmation stops the request with what moved, and the operator can look again', () => {
		const desk = deskOn(half);
		desk.world.latencyMs = command => (command.kind === 'record' ? 1_000 : 5);
		desk.press('x');
		confirmTowardStable(desk);
		desk.server.mutate('Rollout', 'checkout', stepBack);
		desk.advance(1_500);
		expect(desk.state().intents.at(-1)?.phase).toMatchObject({
			kind: 'superseded',
			text: 'it moved: step: 6/7 → 5/7. Nothing was sent',
		});
		expect(desk.given('record').at(-1)?.record).toMatchObject({record: 'outcome', outcome: 'superseded'});
		desk.advance(500);
		// The operator looks again, and confirms the current state.
		desk.press('enter');
		desk.advance(600);
		desk.press('right', 'enter');
		desk.advance(2_000);
		expect(desk.server.applied).toHaveLength(1);
		const intents = desk.given('record').flatMap(({record}) => (record.record === 'intent' ? [record.intentId] : []));
		expect(intents).toEqual(['s-1', 's-2']);
	});
});
