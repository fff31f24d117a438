import {describe, expect, test} from 'vitest';
import type {Plan} from '../../../source/domain/release/plan.ts';
import {safe} from '../../../source/domain/text/safe-text.ts';
import {stepProgress} from '../../../source/engine/intents/send/progress.ts';
import {journalOf} from '../../../source/engine/intents/undo.ts';
import type {WriteError} from '../../../source/ports/cluster.ts';
import {carriedOut, contentOf, sendingSteps, serve} from '../support/carry-out.ts';
import type {Desk} from '../support/desk.ts';
import {confirm, everyDoing, give, intentOf, openDesk, prepare} from '../support/every-plan.ts';

const refusals: readonly WriteError[] = [
	{kind: 'denied', status: 403, message: safe`forbidden`, missing: null},
	{kind: 'invalid', status: 422, message: safe`invalid`, causes: []},
	{kind: 'preconditionFailed', status: 422, message: safe`it moved`},
	{kind: 'notSent', message: safe`not sent`, retryAfterSeconds: null},
];

/** Plans of several steps, which may end in the middle. */
const several = everyDoing().filter(({plan}) => plan.steps.length > 1);

const statesOf = (desk: Desk) => stepProgress(intentOf(desk)).map(({state}) => state);
const listed = ({steps}: Plan, done: number) => steps.map((_, at) => (at < done ? 'done' : 'notDone'));
/** Without the status: the controller may have written it meanwhile. */
const specsOf = (desk: Desk) => desk.server.objects().map(({kind, spec}) => ({kind, spec}));
const textOf = (desk: Desk) => {
	const {phase} = intentOf(desk);
	return 'text' in phase ? phase.text : '';
};

test('the plans of several steps cover four backends, with patches, calls, waits and deletions', () => {
	const kinds = new Set(several.flatMap(({plan}) => plan.steps.map(({kind}) => kind)));
	expect([...kinds].sort()).toEqual(['await', 'delete', 'patch', 'post']);
	const backends = new Set(several.map(({situation}) => situation.backend));
	expect([...backends].sort()).toEqual(
		expect.arrayContaining(['argo-rollouts', 'deployment', 'flagger', 'stateful-set']),
	);
});

describe.each(several.map(doing => [doing.title, doing] as const))('%s', (_title, doing) => {
	const {plan} = doing;
	const n = plan.steps.length;

	test.each(refusals)('a refused step ($kind) leaves exactly the steps before it done', error => {
		for (const k of sendingSteps(plan)) {
			const before = contentOf(openDesk(doing.situation));
			const desk = carriedOut(doing, ({step}) => (step === k ? {kind: 'refused', error} : {kind: 'answered'}));
			desk.advance(5_000);
			expect(statesOf(desk)).toEqual(listed(plan, k));
			const sent = desk.given('send').map(({step}) => step);
			expect(sent.filter(step => step < n)).toEqual(sendingSteps(plan).filter(at => at <= k));
			expect(textOf(desk)).toContain(k === 0 ? 'Nothing was changed' : `${k} of ${n} steps are done, the rest is not`);
			expect(sent.filter(step => step >= n)).toHaveLength(k === 0 ? 0 : (plan.cleanup ?? []).length);
			if (k === 0) expect(contentOf(desk)).toBe(before);
		}
	});

	test('a wait that times out leaves the steps before it done, and no later step is sent', () => {
		for (const [k, {kind}] of plan.steps.entries()) {
			if (kind !== 'await') continue;
			const desk = openDesk(doing.situation);
			prepare(desk, doing);
			confirm(desk);
			desk.advance(500);
			while (intentOf(desk).stepsDone < k) serve(desk);
			desk.advance(600_000);
			expect(statesOf(desk)).toEqual(listed(plan, k));
			expect(textOf(desk)).toContain('it did not come in time');
			const sent = desk.given('send').map(({step}) => step);
			expect(sent.filter(step => step < n)).toEqual(sendingSteps(plan).filter(at => at < k));
			expect(sent.filter(step => step >= n)).toHaveLength((plan.cleanup ?? []).length);
		}
	});

	test('the inverse of the done steps is offered, and takes them back', () => {
		for (const k of sendingSteps(plan).slice(1)) {
			const done = plan.steps.slice(0, k);
			const shown = done.some(({kind}) => kind === 'await') ? specsOf : contentOf;
			const before = shown(openDesk(doing.situation));
			const desk = carriedOut(doing, ({step}) =>
				step === k ? {kind: 'refused', error: refusals[0] as WriteError} : {kind: 'answered'},
			);
			desk.advance(5_000);
			const mayInvert = done.every(step => step.kind === 'await' || (step.kind === 'patch' && step.inverse !== null));
			const entries = journalOf(desk.state(), intentOf(desk).release);
			expect(entries.length > 0).toBe(mayInvert);
			if (!mayInvert) continue;
			desk.world.send = () => ({kind: 'answered'});
			desk.press('escape', 'escape');
			undo(desk, entries[0]?.id ?? '');
			expect(shown(desk)).toEqual(before);
		}
	});
});

function undo(desk: Desk, id: string): void {
	desk.press('u');
	desk.advance(100);
	give(desk, [id]);
	desk.advance(600);
	desk.press('right');
	desk.advance(600);
	confirm(desk);
	desk.advance(3_000);
}
