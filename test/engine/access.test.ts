import {describe, expect, test} from 'vitest';
import {readSituation} from '../releases/situation.ts';
import {createDesk} from './support/desk.ts';

function deskWith(mayI: (question: string) => boolean | null, isReadOnly = false) {
	const {objects, nowMs} = readSituation('argo-canary/02-paused-at-step-1');
	const desk = createDesk({objects, nowMs, world: {mayI}, settings: {isReadOnly}});
	desk.advance(3_000);
	desk.press('enter');
	desk.advance(3_000);
	return desk;
}

const refusals = (desk: ReturnType<typeof deskWith>) => {
	const {screen} = desk.frame();
	return Object.fromEntries(screen.view.footer.keys.map(({key, disabledBecause}) => [key, disabledBecause]));
};

describe('the permissions of a session', () => {
	test('each permission is asked for once, and a verb that lacks one is dimmed and names it', () => {
		const desk = deskWith(question => !question.endsWith('/status'));
		const needs = 'not allowed: needs patch rollouts.argoproj.io/status in shop';
		expect(refusals(desk)).toMatchObject({p: needs, x: needs, h: null});
		const asked = desk.commands.flatMap(command =>
			command.kind === 'askAccess' ? Object.keys(command.questions) : [],
		);
		expect(new Set(asked).size).toBe(asked.length);
		desk.press('p');
		expect(desk.frame().confirm).toBeNull();
		expect(desk.state().screen.message?.text).toBe(needs);
	});

	test('a failed question for a permission dims no verb: the API server decides when perch writes', () => {
		expect(refusals(deskWith(() => null))).toMatchObject({p: null, x: null, h: null});
	});

	test('perch notices a permission that is granted later', () => {
		const desk = deskWith(() => false);
		expect(refusals(desk).x).toMatch(/^not allowed/);
		desk.world.mayI = () => true;
		desk.advance(180_000);
		expect(refusals(desk).x).toBeNull();
	});

	test('watch mode asks for no permission', () => {
		const desk = deskWith(() => false, true);
		expect(desk.commands.filter(({kind}) => kind === 'askAccess')).toEqual([]);
	});
});
