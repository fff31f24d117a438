import {describe, expect, test} from 'vitest';
import {safe} from '../../source/domain/text/safe-text.ts';
import type {WriteError} from '../../source/ports/cluster.ts';
import type {Desk} from './support/desk.ts';
import {confirmTowardCanary, confirmTowardStable, deskOn} from './support/recorded.ts';

const paused = 'argo-canary/02-paused-at-step-1';
const half = 'argo-canary/06-paused-at-50-after-analysis';

describe('the dry run', () => {
	const denials: readonly WriteError[] = [
		{kind: 'denied', status: 403, message: safe`admission webhook "policy" denied the request`, missing: null},
		{kind: 'denied', status: 403, message: safe`exceeded quota`, missing: safe`patch rollouts/status`},
		{kind: 'invalid', status: 422, message: safe`spec.paused must be a boolean`, causes: []},
	];
	test.each(denials)('that answers $kind ($message) stops a plan in either direction', denial => {
		const forward = deskOn(paused, {world: {dryRun: () => denial}});
		forward.press('p');
		confirmTowardCanary(forward);
		const back = deskOn(half, {world: {dryRun: () => denial}});
		back.press('x');
		confirmTowardStable(back);
		for (const desk of [forward, back]) {
			desk.press('enter', 'enter', 'enter');
			desk.advance(5_000);
			expect(desk.given('send')).toEqual([]);
			expect(desk.given('record')).toEqual([]);
			expect(desk.given('dryRun')).toHaveLength(1);
		}
		expect(back.frame().confirm?.checks ?? {state: 'closed'}).toMatchObject({state: 'blocked'});
	});

	test.each([
		{kind: 'previewUnavailable', message: safe`the webhook has side effects`},
		{kind: 'unknown', message: safe`timed out`},
		{kind: 'notSent', message: safe`too many requests`, retryAfterSeconds: 1},
	] satisfies readonly WriteError[])(
		'that gives no preview ($kind) blocks the way forward, and not the way back',
		error => {
			const forward = deskOn(paused, {world: {dryRun: () => error}});
			forward.press('p');
			confirmTowardCanary(forward);
			forward.advance(5_000);
			expect(forward.given('send')).toEqual([]);
			expect(forward.frame().confirm?.checks.text).toBe(`no preview: ${error.message}`);
			const back = deskOn(half, {world: {dryRun: () => error}});
			back.press('x');
			back.advance(500);
			expect(back.frame().confirm?.checks).toMatchObject({state: 'warning'});
			confirmTowardStable(back);
			back.advance(1_000);
			expect(back.server.applied).toHaveLength(1);
		},
	);

	test('is not answered by the result of an earlier dry run', () => {
		const desk = deskOn(paused);
		desk.world.dryRun = ({steps}) =>
			JSON.stringify(steps).includes('promoteFull')
				? {kind: 'denied', status: 403, message: safe`only step by step`, missing: null}
				: null;
		// The dry run of one step is slow, and returns while the dry run of the full promote is under way.
		desk.world.latencyMs = command => (command.kind === 'dryRun' ? (command.attempt === 1 ? 700 : 5_000) : 5);
		desk.press('p', 'right', 'right');
		desk.advance(1_000);
		expect(desk.state().intents.at(-1)).toMatchObject({verb: 'promoteFull', checks: {dryRun: 'running'}});
		desk.press('tab');
		desk.type('prod-eu1');
		desk.press('tab', 'tab', 'enter');
		desk.advance(10_000);
		expect(desk.state().intents.at(-1)).toMatchObject({checks: {dryRun: 'denied'}});
		expect(desk.given('send')).toEqual([]);
	});

	test('is given up after four tries when the object never stops changing', () => {
		const moving: WriteError = {kind: 'preconditionFailed', status: 422, message: safe`the test failed`};
		const desk = deskOn(paused, {world: {dryRun: () => moving}});
		desk.press('p');
		desk.advance(60_000);
		expect(desk.given('dryRun')).toHaveLength(4);
		confirmTowardCanary(desk);
		desk.advance(1_000);
		expect(desk.given('send')).toEqual([]);
	});
});

describe('the record', () => {
	test('of the intent is durable before any request is sent', () => {
		const desk = deskOn(half);
		desk.world.latencyMs = command => (command.kind === 'record' ? 1_500 : 5);
		desk.press('x');
		confirmTowardStable(desk);
		desk.advance(1_400);
		expect(desk.given('record')).toHaveLength(1);
		expect(desk.given('send')).toEqual([]);
		desk.advance(200);
		expect(desk.given('send')).toHaveLength(1);
	});

	test('says who asks for what on which cluster and object, by which requests', () => {
		const desk = deskOn(paused);
		desk.press('p');
		confirmTowardCanary(desk);
		expect(desk.given('record')[0]?.record).toMatchObject({
			record: 'intent',
			intentId: 's-1',
			user: 'ana',
			cluster: 'prod-eu1',
			clusterUid: 'uid-of-kube-system',
			verb: 'promote',
			object: 'rollouts.argoproj.io shop/checkout',
			uid: 'c3ffd05b-0899-41be-a739-f50d584d1b11',
			requests: [{path: 'PATCH rollouts.argoproj.io shop/checkout/status'}],
		});
	});

	test('that cannot be made durable stops the way forward', () => {
		const desk = deskOn(paused, {world: {isAuditFull: true}});
		desk.press('p');
		confirmTowardCanary(desk);
		desk.advance(10_000);
		expect(desk.given('send')).toEqual([]);
		expect(phase(desk)).toMatchObject({kind: 'refused'});
		expect(banners(desk)).toContain('AUDIT DEGRADED: no space left on device');
	});

	test('that cannot be made durable does not stop the way back, and the screen says so', () => {
		const desk = deskOn(half, {world: {isAuditFull: true}});
		desk.press('x');
		confirmTowardStable(desk);
		desk.advance(1_000);
		expect(desk.server.applied).toHaveLength(1);
		expect(banners(desk)).toContain('AUDIT DEGRADED: no space left on device');
	});

	test('that the audit log never confirms stops the way forward, and not the way back', () => {
		const hanging = {
			latencyMs: (command: {readonly kind: string}) => (command.kind === 'record' ? 'never' : 5),
		} as const;
		const forward = deskOn(paused, {world: hanging});
		forward.press('p');
		confirmTowardCanary(forward);
		forward.advance(20_000);
		expect(forward.given('send')).toEqual([]);
		expect(phase(forward)).toMatchObject({kind: 'refused'});
		const back = deskOn(half, {world: hanging});
		back.press('x');
		confirmTowardStable(back);
		back.advance(20_000);
		expect(back.server.applied).toHaveLength(1);
		expect(banners(back)).toContain('AUDIT DEGRADED: the audit log does not answer');
	});
});

describe('a plan of two steps', () => {
	const secondMeets = (error: WriteError): Desk => {
		const desk = deskOn('argo-canary/03-manually-paused');
		desk.world.send = ({step}) => (step === 1 ? {kind: 'refused', error} : {kind: 'answered'});
		desk.press('x');
		confirmTowardStable(desk);
		desk.advance(1_000);
		return desk;
	};

	test('whose second step is denied says which are done', () => {
		const desk = secondMeets({kind: 'denied', status: 403, message: safe`forbidden`, missing: safe`patch rollouts`});
		expect(desk.server.applied).toHaveLength(1);
		expect(phase(desk)).toEqual({
			kind: 'refused',
			text: 'not allowed: needs patch rollouts. 1 of 2 steps are done, the rest is not',
		});
		expect(desk.given('record').at(-1)?.record).toMatchObject({
			outcome: 'refused',
			evidence: 'not allowed: needs patch rollouts. 1 of 2 steps are done, the rest is not',
		});
	});

	test('whose second step conflicts with a change by others says so', () => {
		const desk = secondMeets({kind: 'preconditionFailed', status: 422, message: safe`test failed`});
		expect(phase(desk)).toEqual({
			kind: 'superseded',
			text: 'it moved while it was sent: the server refused it. 1 of 2 steps are done, the rest is not',
		});
	});

	test('whose first step fails changes nothing, and sends no second', () => {
		const desk = deskOn('argo-canary/03-manually-paused');
		desk.world.send = () => ({
			kind: 'refused',
			error: {kind: 'denied', status: 403, message: safe`forbidden`, missing: null},
		});
		desk.press('x');
		confirmTowardStable(desk);
		desk.advance(1_000);
		expect(desk.given('send')).toHaveLength(1);
		expect(phase(desk)).toEqual({kind: 'refused', text: 'forbidden. Nothing was changed'});
	});
});

describe('a promote of which only the full way applies', () => {
	test('can be chosen, and skips the choice that does not apply', () => {
		const desk = deskOn('argo-canary/05-step-analysis-running');
		desk.press('p');
		expect(desk.state().intents.at(-1)).toMatchObject({verb: 'promoteFull'});
		confirmTowardCanary(desk);
		desk.advance(1_000);
		expect(desk.server.applied.flat()).toContainEqual({op: 'add', path: '/status/promoteFull', value: true});
	});
});

function phase(desk: Desk): unknown {
	return desk.state().intents.at(-1)?.phase;
}

function banners(desk: Desk): readonly string[] {
	const {screen} = desk.frame();
	return screen.kind === 'release' ? screen.view.header.banners.map(({text}) => text) : [];
}
