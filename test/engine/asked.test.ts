import {describe, expect, test} from 'vitest';
import type {Desk} from './support/desk.ts';
import {confirm, type Doing, intentOf, openDesk, prepare, type Situation, situations} from './support/every-plan.ts';
import {homeRow, saidOf} from './support/home.ts';

/** A confirmed request that the API server accepted. No controller runs, so that none answers. */
function asked({situation, verb, answers}: Pick<Doing, 'situation' | 'verb' | 'answers'>): Desk {
	const desk = openDesk(situation);
	prepare(desk, {verb, answers});
	confirm(desk);
	desk.advance(1_500);
	return desk;
}

function situationOf(name: string): Situation {
	const found = situations.find(situation => situation.name === name);
	if (!found) throw new Error(`${name} is not recorded`);
	return found;
}

const atPause = situationOf('argo-canary/02-paused-at-step-1');

function releaseView(desk: Desk) {
	const {screen} = desk.frame();
	if (screen.kind !== 'release') throw new Error('no release is open');
	return screen.view;
}

function releaseRow(desk: Desk) {
	const {screen} = desk.frame();
	if (screen.kind !== 'releases') throw new Error(`the screen is ${screen.kind}`);
	return screen.view.rows.find(({name}) => name === 'shop/checkout');
}

describe.each([
	['back', atPause, 'PAUSED'],
	['promote', atPause, 'PAUSED'],
	['retry', situationOf('argo-canary/07-aborted'), 'ABORTED'],
] as const)('after %s, before Argo answers', (verb, situation, before) => {
	const desk = asked({situation, verb, answers: []});
	const headline = String(intentOf(desk).plan?.headline);

	test('the release shows what was asked, and neither its earlier state nor a next step', () => {
		const view = releaseView(desk);
		expect(view.headline.parts[0]).toEqual(
			expect.stringMatching(new RegExp(`^ASKED \\ds ago: ${headline} · argo has not answered yet$`)),
		);
		expect(view.next).toBe('not known before argo answers');
		expect(view.why).toBeNull();
		expect(JSON.stringify(view.headline)).not.toContain(before);
	});

	test('both lists show what was asked', () => {
		while (desk.frame().screen.kind === 'release') desk.press('escape');
		expect(releaseRow(desk)?.word).toBe('ASKED');
		expect(JSON.stringify(releaseRow(desk))).toContain('argo has not answered yet');
		desk.press('escape');
		const row = homeRow(desk, 'shop/checkout');
		expect(row).toMatchObject({glyph: '…', tone: 'moving'});
		expect(row.flags).toContain('ASKED');
		expect(row.release.where).toEqual([expect.stringMatching(/^\d+% asked$/), expect.stringMatching(/^\d+%$/)]);
		expect(saidOf(desk)).toContain('argo has not answered yet');
		expect(JSON.stringify([row, saidOf(desk)])).not.toContain(before);
	});
});

test('a request without an answer for a minute is shown as NO ANSWER', () => {
	const desk = asked({situation: atPause, verb: 'back', answers: []});
	desk.advance(62_000);
	expect(releaseView(desk).headline.parts[0]).toMatch(
		/^NO ANSWER: asked 1m.* ago: .* · nothing came of it within a minute$/,
	);
});

test('the first answer of the controller ends the state ASKED', () => {
	const desk = asked({situation: atPause, verb: 'back', answers: []});
	desk.server.mutate('Rollout', 'checkout', [
		{op: 'add', path: '/status/phase', value: 'Degraded'},
		{op: 'add', path: '/status/message', value: 'RolloutAborted: Rollout aborted update to revision 2'},
		{op: 'add', path: '/status/abortedAt', value: '2026-11-21T07:11:31Z'},
	]);
	desk.sync();
	desk.advance(100);
	expect(releaseView(desk).headline.parts[0]).not.toContain('ASKED');
});

test('a request by a colleague that no controller has seen is shown as ASKED too', () => {
	const desk = openDesk(atPause);
	desk.server.mutate('Rollout', 'checkout', [{op: 'add', path: '/status/abort', value: true}]);
	desk.sync();
	desk.advance(100);
	expect(releaseView(desk).headline.parts[0]).toBe('ASKED by another client · argo has not answered yet');
});

test.each([
	['argo-canary/02-paused-at-step-1', 'promoteFull'],
	['argo-canary/05-step-analysis-running', 'hold'],
	['argo-canary/03-manually-paused', 'resume'],
	['argo-bluegreen/02-preview-waits-for-promotion', 'promote'],
	['deployment/02-rolling', 'back'],
	['deployment/02-rolling', 'hold'],
	['deployment/03-paused', 'resume'],
	['statefulset/02-canary-on-ordinal-2', 'back'],
] as const)('%s, %s: before an answer the earlier state is not shown', (name, verb) => {
	const situation = situationOf(name);
	const desk = asked({situation, verb, answers: []});
	const {phase, plan} = intentOf(desk);
	const view = releaseView(desk);
	const now = desk.context.derive.releases(desk.state()).get(situation.release);
	const isOpen = phase.kind === 'accepted' && phase.effect.kind === 'pending' && !phase.effect.isUnderWay;
	expect(isOpen || now?.isAnswerAwaited === true).toBe(true);
	expect(view.headline.parts[0]).toMatch(/^ASKED \ds ago: /);
	expect(view.headline.parts[0]).toContain(String(plan?.headline));
});
