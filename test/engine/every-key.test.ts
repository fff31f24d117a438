import {describe, expect, test} from 'vitest';
import {releaseKey} from '../../source/domain/cluster/keys.ts';
import {bindingsOf} from '../../source/engine/keys/input/keymap.ts';
import {screens} from '../../source/engine/screens/screens.ts';
import {renderOnce} from '../../source/views/render-once.ts';
import {pastShop} from '../backtest/support/past-shop.ts';
import {looks} from '../frames/look.ts';
import {readSituation} from '../releases/situation.ts';
import {prod} from '../support/prod.ts';
import {createDesk, type Desk} from './support/desk.ts';
import {endBacktest, tellReplay} from './support/past-desk.ts';

/** Every key that any screen binds, and some that none does. */
const bound = bindingsOf({screens}).flatMap(binding => binding.keys);
const printable = ['a', 'F', ' ', '9', '!', '~', 'Q', 'X', 'P'];
const named = ['up', 'down', 'left', 'right', 'home', 'end', 'pageup', 'pagedown', 'enter', 'escape', 'tab'];
const others = ['shift-tab', 'backspace', 'delete', 'ctrl-d', 'ctrl-u', 'ctrl-x', 'alt-p', 'unknown', 'é', '日'];
const keys = [...new Set([...bound, ...printable, ...named, ...others])];
/** The move that finds itself at the end of a list, or on the only page, is its own answer. */
const moves = [
	'up',
	'down',
	'left',
	'right',
	'tab',
	'shift-tab',
	'home',
	'end',
	'pageup',
	'pagedown',
	'j',
	'k',
	'g',
	'G',
	'ctrl-d',
	'ctrl-u',
	'ctrl-f',
	'ctrl-b',
	'left',
	'right',
	'tab',
	'shift-tab',
	'(',
	')',
];

const {objects, nowMs} = readSituation('argo-canary/02-paused-at-step-1');
const checkout = releaseKey(prod, 'rollouts.argoproj.io', 'shop', 'checkout');

/** What leads to a screen; to another one its own action does. */
const ways: Readonly<Record<string, (desk: Desk) => void>> = {
	home: () => {},
	releases: desk => desk.press('R'),
	release: desk => desk.press('enter'),
	service: desk => desk.press('c'),
	help: desk => desk.press('?'),
	replay(desk) {
		const ones = pastShop(desk.state().nowMs);
		desk.press('B');
		endBacktest(desk, ones);
		desk.press('enter');
		tellReplay(desk, ones[0]);
	},
};

function openDesk(options: Partial<Parameters<typeof createDesk>[0]> = {}): Desk {
	const desk = createDesk({objects, nowMs, ...options});
	desk.advance(3_000);
	return desk;
}

function frameOf(desk: Desk): string {
	// What time alone changes is no answer.
	return renderOnce(desk.frame(), looks.noColour).replaceAll(/\d\d:\d\d:\d\d|\d+m\d+s|\d+(?:\.\d+)?\s?s\b/g, '0s');
}

/** Whether a key press showed: on the screen but for the time that passed, in a message, in a copy, or by leaving. */
function answers(desk: Desk, key: string): boolean {
	const before = frameOf(desk);
	const {message} = desk.state().screen;
	const copies = desk.given('copy').length;
	desk.press(key);
	// A copy is told of when it was made.
	if (desk.given('copy').length > copies) desk.advance(100);
	const {screen} = desk.state();
	const isNew = screen.message !== null && screen.message !== message;
	const isCopied = desk.given('copy').length > copies;
	return isNew || isCopied || screen.isQuitting || frameOf(desk) !== before || desk.frame().confirm?.message != null;
}

describe.each(screens.map(({id}) => id))('on the screen %s', id => {
	test('every key answers', () => {
		const silent = keys.filter(key => {
			const desk = openDesk();
			desk.dispatch({kind: 'selected', key: checkout});
			(ways[id] ?? ((at: Desk) => at.dispatch({kind: 'acted', action: `open ${id}`})))(desk);
			if (desk.state().screen.stack.at(-1)?.kind !== id) throw new Error(`nothing leads to ${id}`);
			return !answers(desk, key) && !moves.includes(key);
		});
		expect(silent).toEqual([]);
	});
});

test.each(['home', 'releases'])('on the screen %s without a row every key answers, the moves too', id => {
	const silent = keys.filter(key => {
		const desk = openDesk({objects: []});
		ways[id]?.(desk);
		return !answers(desk, key);
	});
	expect(silent).toEqual([]);
});

describe.each([
	['the palette', ':'],
	['the filter', '/'],
	['a dialog', 'x'],
])('in %s', (_name, opens) => {
	test('every key answers', () => {
		const silent = keys.filter(key => {
			const desk = openDesk();
			desk.dispatch({kind: 'selected', key: checkout});
			desk.press(opens);
			desk.advance(1_000);
			return !answers(desk, key);
		});
		expect(
			silent.filter(key => !(opens === 'x' && ['left', 'up', 'down', 'pageup', 'pagedown', 'tab'].includes(key))),
		).toEqual([]);
	});
});
