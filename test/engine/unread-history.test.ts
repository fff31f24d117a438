import {expect, test} from 'vitest';
import {paletteCommands} from '../../source/engine/keys/input/palette.ts';
import {selectFooter} from '../../source/engine/screens/footer.ts';
import type {Desk} from './support/desk.ts';
import {deskAt, deskOn} from './support/recorded.ts';
import {served} from './support/session.ts';
import type {World} from './support/world.ts';

/** A Deployment that stands still, in the list of releases, which watches nothing of its history. */
function inTheList(name = 'deployment/04-second-revision', world: Partial<World> = {}): Desk {
	const desk = deskAt(name, {world});
	desk.press('R', 'home');
	desk.advance(1_000);
	return desk;
}

function headline({state}: Desk): string | undefined {
	const {dialog} = state().screen;
	return state().intents.find(({id}) => id === dialog?.intentId)?.plan?.headline;
}

test('x in a list opens the dialog that x on the release screen opens, once the earlier versions are read', () => {
	const [list, screen] = [inTheList(), deskOn('deployment/04-second-revision')];
	list.press('x');
	expect(list.state().screen.message?.text).toBe('reading its earlier versions');
	for (const desk of [list, screen]) desk.advance(1_000);
	screen.press('x');
	for (const desk of [list, screen]) desk.advance(1_000);
	expect(headline(list)).toBe('BACK TO 7.0.0');
	expect(headline(screen)).toBe('BACK TO 7.0.0');
	// The watch that the dialog needs ends with the dialog.
	list.press('escape');
	list.advance(1_000);
	const kinds = Object.values(list.state().cluster.watches).map(({request}) => request.kind.id);
	expect(kinds).not.toContain('replicasets.apps');
});

test('where no earlier version is kept, the list and the release screen refuse x in the same words', () => {
	const [list, screen] = [inTheList('deployment/01-complete'), deskOn('deployment/01-complete')];
	for (const desk of [list, screen]) {
		desk.press('x');
		desk.advance(1_000);
		expect(desk.state().screen.message?.text).toBe('no earlier version is kept');
		expect(desk.state().screen.dialog).toBeNull();
	}
});

test('b in a list opens on the other revision', () => {
	const desk = inTheList();
	desk.press('b');
	desk.advance(1_000);
	const {screen} = desk.state();
	expect(screen.dialog).toMatchObject({mode: 'choose', markedAnswer: expect.stringContaining('@55cb684c')});
});

test('a history that is not read yet dims no key, and the palette offers the verb', () => {
	const desk = inTheList();
	const keys = selectFooter(desk.context, desk.state()).keys;
	expect(keys.find(({key}) => key === 'x')?.disabledBecause).toBeNull();
	const back = paletteCommands(desk.context, desk.state()).find(({key}) => key === 'x');
	expect(back?.refusal).toBeNull();
	desk.press(':');
	desk.type('back to stable');
	desk.press('enter');
	desk.advance(1_000);
	expect(headline(desk)).toBe('BACK TO 7.0.0');
});

test('the next key cancels a verb that waits for the history', () => {
	const desk = inTheList();
	desk.press('x', 'escape');
	desk.advance(2_000);
	expect(desk.state().screen.dialog).toBeNull();
});

test('a verb that waits for the history is refused where the history cannot be read', () => {
	const {'replicasets.apps': _, ...others} = served;
	const desk = inTheList('deployment/04-second-revision', {served: others});
	desk.press('x');
	desk.advance(1_000);
	expect(desk.state().screen).toMatchObject({wanted: null, message: {text: 'its earlier versions are not read'}});
});
