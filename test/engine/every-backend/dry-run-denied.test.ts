import {expect, test} from 'vitest';
import {safe} from '../../../source/domain/text/safe-text.ts';
import type {WriteError} from '../../../source/ports/cluster.ts';
import type {Desk} from '../support/desk.ts';
import {everyBackend} from '../support/double-press.ts';
import {confirm, type Doing, openDesk, prepare, someDoings} from '../support/every-plan.ts';

/** Each refusal as the adapter reports it, in the words of the server that gave it. */
const denials: readonly WriteError[] = [
	{kind: 'denied', status: 403, message: safe`admission webhook "policy.example" denied the request`, missing: null},
	{
		kind: 'denied',
		status: 400,
		message: safe`admission webhook "mutate-servicesplitter.consul.hashicorp.com" denied the request: no resolver`,
		missing: null,
	},
	{kind: 'denied', status: 403, message: safe`pods "checkout" is forbidden: exceeded quota: compute`, missing: null},
	{
		kind: 'invalid',
		status: 422,
		message: safe`the API server finds the changed object invalid`,
		causes: [safe`spec.replicas: Invalid value: must be greater than or equal to 0`],
	},
];

const previewUnavailable: WriteError = {
	kind: 'previewUnavailable',
	message: safe`admission webhook "x" does not support dry run`,
};

/** Without plans that only call a gate: a call through a Service has no dry run. */
const doings = someDoings().filter(({plan}) => plan.steps.some(({kind}) => kind === 'patch' || kind === 'delete'));

function answered({situation, ...doing}: Doing, error: WriteError): Desk {
	const desk = openDesk(situation, {world: {dryRun: () => error}});
	prepare(desk, doing);
	return desk;
}

test('the plans that a dry run can try cover every backend', () => {
	expect([...new Set(doings.map(({situation}) => situation.backend))].sort()).toEqual(everyBackend);
});

test.each(denials)(
	'after a dry run that was denied ($status, $message) nothing is sent, whatever is pressed',
	denial => {
		for (const doing of doings) {
			const desk = answered(doing, denial);
			expect([doing.title, desk.given('dryRun').length > 0]).toEqual([doing.title, true]);
			expect(desk.frame().confirm?.checks).toMatchObject({state: 'blocked'});
			for (let at = 0; at < 3; at += 1) {
				confirm(desk);
				desk.advance(1_000);
				if (desk.state().screen.dialog) desk.press('right');
				desk.advance(600);
			}
			expect([doing.title, desk.given('send')]).toEqual([doing.title, []]);
			expect([doing.title, desk.given('record')]).toEqual([doing.title, []]);
		}
	},
);

test('a plan without a preview is not sent toward the canary, and is sent with a warning toward stable', () => {
	const ways = {towardCanary: 0, towardStable: 0};
	for (const doing of doings) {
		const desk = answered(doing, previewUnavailable);
		const {direction} = doing.plan;
		ways[direction] += 1;
		const shown = desk.frame().confirm?.checks.state;
		expect([doing.title, shown]).toEqual([doing.title, direction === 'towardStable' ? 'warning' : 'blocked']);
		confirm(desk);
		desk.advance(1_000);
		const sent = desk.given('send').length;
		expect([doing.title, sent > 0]).toEqual([doing.title, direction === 'towardStable']);
	}
	expect(ways.towardCanary).toBeGreaterThan(20);
	expect(ways.towardStable).toBeGreaterThan(5);
});

test('each object that a plan changes gets a dry run before any of the plan is carried out', () => {
	for (const {title, plan, situation, ...doing} of doings) {
		const desk = openDesk(situation);
		prepare(desk, doing);
		const tried = desk
			.given('dryRun')
			.at(-1)
			?.steps.map(({ref}) => JSON.stringify(ref));
		const changed = plan.steps.flatMap(step =>
			'ref' in step && step.kind !== 'await' ? [JSON.stringify(step.ref)] : [],
		);
		expect([title, [...new Set(tried)]]).toEqual([title, [...new Set(changed)]]);
	}
});

test('a plan that the second dry run denies is not sent, though the first allowed it', () => {
	for (const doing of doings.filter(({verb}) => verb === 'back')) {
		const desk = openDesk(doing.situation);
		prepare(desk, doing);
		desk.world.dryRun = () => denials[0] ?? null;
		desk.press('escape');
		prepare(desk, doing);
		confirm(desk);
		desk.advance(1_000);
		expect([doing.title, desk.given('send')]).toEqual([doing.title, []]);
	}
});
