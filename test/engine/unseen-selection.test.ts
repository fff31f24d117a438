import {describe, expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import {createDesk, type Desk, type DeskOptions} from './support/desk.ts';
import {situations} from './support/every-plan.ts';
import {objectsOf} from './support/recorded.ts';

const nowMs = Date.parse('2026-11-21T07:11:23Z');

/** The recorded canary of `shop/checkout`, and the same release once more as `site/accounts`. */
function twoReleases(): readonly RawObject[] {
	const checkout = objectsOf('argo-canary/02-paused-at-step-1');
	const accounts = JSON.parse(
		JSON.stringify(checkout).replaceAll('checkout', 'accounts').replaceAll('"shop"', '"site"'),
		(key, value) => (key === 'uid' && typeof value === 'string' ? `${value}-of-accounts` : value),
	) as readonly RawObject[];
	return [...checkout, ...accounts, service('site', 'search'), service('shop', 'cart')];
}

function service(namespace: string, name: string): RawObject {
	const metadata = {name, namespace, uid: `uid-of-${name}`, resourceVersion: '1'};
	return {apiVersion: 'v1', kind: 'Service', metadata, spec: {selector: {app: name}}};
}

function deskOf(options: Partial<DeskOptions> = {}): Desk {
	const desk = createDesk({objects: twoReleases(), nowMs, size: {columns: 100, rows: 30}, ...options});
	desk.advance(2_000);
	return desk;
}

/** The rows of the screen that are drawn as selected. */
function marked(desk: Desk): readonly string[] {
	const {screen} = desk.frame();
	const rows = screen.kind === 'home' ? screen.view.rows : screen.kind === 'releases' ? screen.view.rows : [];
	return rows.filter(({isSelected}) => isSelected).map(({name}) => name);
}

function walkTo(desk: Desk, name: string): void {
	desk.press('home');
	for (let at = 0; marked(desk)[0] !== name; at += 1) {
		if (at > 20) throw new Error(`${name} is not listed`);
		desk.press('down');
	}
}

const verbKeys = ['p', 'h', 'r', 'x', 'b', 't', 'n', 'w', 'u'];

/** Every verb key is refused in words, the palette has no verb, and the footer offers none. */
function expectNoVerb(desk: Desk): void {
	for (const key of verbKeys) {
		desk.press(key);
		expect(desk.state().screen.dialog, key).toBeNull();
		expect(desk.state().screen.message?.text, key).toBe('select a release first');
	}
	const {screen} = desk.frame();
	const keys = screen.view.footer.keys.map(({key}): string => key);
	expect(keys.filter(key => verbKeys.includes(key))).toEqual([]);
	desk.press(':');
	expect(desk.frame().palette?.about).toBeNull();
	expect(desk.frame().palette?.commands.map(({text}) => text)).not.toContain('Back to stable');
	desk.press('escape');
	expect(desk.given('send')).toEqual([]);
}

describe('a filter', () => {
	test('moves the selection to its first match, and verbs act on that row alone', () => {
		const desk = deskOf();
		walkTo(desk, 'site/accounts');
		desk.press('/');
		desk.type('checkout');
		expect(marked(desk)).toEqual(['shop/checkout']);
		desk.press('enter');
		desk.advance(1_000);
		desk.press('x');
		expect(desk.frame().confirm?.object).toBe('shop/checkout');
	});

	test('whose only match has no release leaves no release to act on', () => {
		const desk = deskOf();
		walkTo(desk, 'site/accounts');
		desk.press('/');
		desk.type('search');
		desk.press('enter');
		desk.advance(1_000);
		expect(marked(desk)).toEqual(['site/search']);
		expectNoVerb(desk);
	});

	test('without a match leaves nothing to act on or to open', () => {
		const desk = deskOf();
		walkTo(desk, 'site/accounts');
		desk.press('/');
		desk.type('nowhere');
		desk.press('enter');
		desk.advance(1_000);
		expect(marked(desk)).toEqual([]);
		expectNoVerb(desk);
		desk.press('enter', 'c');
		expect(desk.state().screen.stack).toEqual([{kind: 'home'}]);
	});

	test('moves the selection in the list of releases too, also in a list that is opened under the filter', () => {
		const desk = deskOf();
		desk.press('R');
		walkTo(desk, 'site/accounts');
		desk.press('/');
		desk.type('shop');
		expect(marked(desk)).toEqual(['shop/checkout']);
		desk.press('enter', 'escape');
		walkTo(desk, 'site/accounts');
		desk.press('escape', '/');
		desk.type('shop/c');
		desk.press('enter', 'R');
		expect(marked(desk)).toEqual(['shop/checkout']);
	});

	test('whose text is the same leaves the selection where the arrows put it', () => {
		const desk = deskOf();
		desk.press('/');
		desk.type('site');
		desk.press('enter', 'end');
		expect(marked(desk)).toEqual(['site/search']);
		desk.advance(30_000);
		desk.press('s');
		expect(marked(desk)).toEqual(['site/search']);
		desk.press('escape');
		expect(marked(desk)).toEqual(['site/search']);
	});
});

describe('a selected release', () => {
	test.each(['home', 'releases'])('that was deleted takes no verb, and no other row takes its place: %s', list => {
		const desk = deskOf();
		if (list === 'releases') desk.press('R');
		walkTo(desk, 'site/accounts');
		desk.server.become(twoReleases().filter(({metadata}) => !JSON.stringify(metadata).includes('accounts')));
		desk.sync();
		desk.advance(1_000);
		expect(marked(desk)).toEqual([]);
		expectNoVerb(desk);
		expect(marked(desk)).toEqual([]);
	});

	test('that is deleted under a filter takes no verb', () => {
		const desk = deskOf();
		desk.press('/');
		desk.type('site/');
		desk.press('enter');
		expect(marked(desk)).toEqual(['site/accounts']);
		desk.server.become(twoReleases().filter(({metadata}) => !JSON.stringify(metadata).includes('accounts')));
		desk.sync();
		desk.advance(1_000);
		expectNoVerb(desk);
	});

	test('that is deleted while its palette is open leaves no verb to choose', () => {
		const desk = deskOf();
		walkTo(desk, 'site/accounts');
		desk.press(':');
		desk.type('back to stable');
		desk.server.become(twoReleases().filter(({metadata}) => !JSON.stringify(metadata).includes('accounts')));
		desk.sync();
		desk.advance(1_000);
		desk.press('enter');
		expect(desk.state().screen.dialog).toBeNull();
		expect(desk.frame().palette?.commands).toEqual([]);
	});

	test('that is deleted while its dialog is open is not written to', () => {
		const desk = deskOf({settings: {protection: {kind: 'none'}}});
		walkTo(desk, 'site/accounts');
		desk.press('x');
		desk.advance(1_000);
		desk.server.become(twoReleases().filter(({metadata}) => !JSON.stringify(metadata).includes('accounts')));
		desk.sync();
		desk.press('right');
		desk.advance(1_000);
		desk.press('enter');
		desk.advance(2_000);
		expect(desk.given('send')).toEqual([]);
		expect(JSON.stringify(desk.frame().confirm?.lines)).toContain('site/accounts is gone');
	});
});

test('the palette selects nothing until the operator names or chooses a command', () => {
	const desk = deskOf();
	walkTo(desk, 'site/accounts');
	desk.press(':');
	const selected = () =>
		desk
			.frame()
			.palette?.commands.filter(({isSelected}) => isSelected)
			.map(({text}) => text);
	expect(selected()).toEqual([]);
	desk.press('enter');
	expect(desk.frame().palette).not.toBeNull();
	expect(desk.state().screen.message?.text).toBe('type more of its name, or choose with up and down');
	desk.type('promote');
	expect(selected()).toEqual(['Promote']);
	desk.press('down');
	expect(selected()).toEqual(['Promote fully']);
});

test('the palette does not select a full promotion where a single step does not apply', () => {
	for (const situation of situations) {
		const desk = createDesk({objects: situation.objects, nowMs: situation.nowMs});
		desk.advance(2_000);
		desk.press('enter', ':');
		desk.type('promote');
		const selected = desk.frame().palette?.commands.find(({isSelected}) => isSelected);
		expect(selected?.text ?? 'nothing', situation.name).not.toBe('Promote fully');
	}
});

test('a selected command stays selected when verbs begin or cease to apply', () => {
	const desk = deskOf();
	walkTo(desk, 'site/accounts');
	desk.press(':');
	desk.type('promo');
	desk.press('down', 'down');
	const selected = () =>
		desk
			.frame()
			.palette?.commands.filter(({isSelected}) => isSelected)
			.map(({text}) => text);
	const before = selected();
	expect(before).toEqual(['Promote fully']);
	// perch no longer sees the cluster: verbs toward the canary are refused.
	desk.world.latencyMs = () => 'never';
	desk.advance(60_000);
	expect(desk.frame().palette?.commands.find(({isSelected}) => isSelected)?.disabledBecause).not.toBeNull();
	expect(selected()).toEqual(before);
});
