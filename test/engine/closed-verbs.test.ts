import {describe, expect, test} from 'vitest';
import {verb} from '../../source/domain/release/verb.ts';
import {safe} from '../../source/domain/text/safe-text.ts';
import {poll} from '../../source/engine/questions/poll.ts';
import {answerTo, emptyPoll, queryOf, slowly} from './support/asking.ts';
import type {Desk, DeskOptions} from './support/desk.ts';
import {confirmTowardCanary, confirmTowardStable, deskOn} from './support/recorded.ts';
import {down, forbidden} from './support/session.ts';

const half = 'argo-canary/06-paused-at-50-after-analysis';

/** Events that leave promote without fresh data, and the reason that perch then gives. */
const blind: readonly {
	readonly name: string;
	readonly happens: (desk: Desk) => void;
	readonly says: RegExp;
}[] = [
	{
		name: 'the API server stops to answer',
		happens: desk => {
			const quick = desk.world.latencyMs;
			desk.world.latencyMs = command => (command.kind === 'beat' ? 'never' : quick(command));
			desk.advance(11_000);
		},
		says: /^the API server has not answered of late$/,
	},
	{
		name: 'the API server answers with an error',
		happens: desk => {
			desk.world.heartbeatError = down;
			desk.advance(3_000);
		},
		says: /^the API server does not answer$/,
	},
	{
		name: 'the watch of the release fails while the API server answers',
		happens: desk => {
			const id = Object.keys(desk.state().cluster.watches).find(key => key.startsWith('rollouts')) ?? '';
			const update = {kind: 'failing', error: down, retryAtMs: null, atMs: 0} as const;
			desk.watchTells(id, update);
			desk.advance(3_000);
		},
		says: /^the release itself is not up to date/,
	},
	{
		name: 'Prometheus fails',
		happens: desk => {
			desk.world.pollError = {kind: 'unavailable', status: 503, message: safe`503`};
			desk.advance(10_000);
		},
		says: /^no fresh metrics/,
	},
	{
		name: 'the scrape stops while Prometheus answers',
		happens: desk => {
			desk.world.scrapedUntilMs = desk.clock.nowMs();
			desk.advance(60_000);
		},
		says: /^no fresh metrics/,
	},
	{
		name: 'an answer of Prometheus is partial',
		happens: desk => {
			const {generation} = queryOf(desk, poll);
			desk.advance(5_000);
			const traffic = {atMs: desk.clock.nowMs(), value: []};
			desk.world.latencyMs = slowly(poll);
			desk.advance(5_000);
			expect(queryOf(desk, poll).generation).toBeGreaterThan(generation);
			const value = {...emptyPoll, traffic, warnings: [safe`one store did not answer`]};
			desk.dispatch(answerTo(poll, queryOf(desk, poll).generation, {ok: true, value}));
		},
		says: /^the metrics are partial$/,
	},
];

describe.each(blind)('when $name', ({happens, says}) => {
	test('promote is off, with the reason, and no live read is made', () => {
		const desk = deskOn(half);
		happens(desk);
		desk.press('p');
		expect(desk.state().screen.dialog).toBeNull();
		expect(desk.state().screen.message?.text).toMatch(says);
		expect(desk.given('readLive')).toEqual([]);
		expect(footerOf(desk)).toContainEqual(['p', expect.stringMatching(says)]);
	});

	test('a promote whose dialog is already open cannot be confirmed', () => {
		const desk = deskOn(half);
		desk.press('p', 'right', 'tab');
		desk.type('prod-eu1');
		desk.press('tab', 'tab');
		happens(desk);
		desk.advance(600);
		desk.press('enter');
		desk.advance(1_000);
		expect(desk.given('record')).toEqual([]);
	});

	test('the way back works', () => {
		const desk = deskOn(half);
		happens(desk);
		desk.press('x');
		confirmTowardStable(desk);
		desk.advance(1_000);
		expect(desk.server.applied).toHaveLength(1);
	});
});

test('without any metrics promote is off and back works', () => {
	const desk = deskOn(half, {world: {isMetricsConfigured: false}});
	desk.press('p');
	expect(desk.state().screen.dialog).toBeNull();
	desk.press('x');
	confirmTowardStable(desk);
	desk.advance(1_000);
	expect(desk.server.applied).toHaveLength(1);
});

test('back sends nothing while its live read fails', () => {
	const desk = deskOn(half);
	desk.world.readError = () => down;
	desk.press('x');
	confirmTowardStable(desk);
	desk.advance(1_000);
	expect(desk.given('send')).toEqual([]);
	expect(desk.frame().confirm?.checks).toEqual({
		state: 'blocked',
		text: 'the live object cannot be read: connection refused',
	});
});

test('back is blocked while its live read is forbidden', () => {
	const desk = deskOn(half, {world: {readError: () => forbidden('get rollouts')}});
	desk.press('x');
	desk.advance(100);
	expect(desk.frame().confirm?.checks).toMatchObject({state: 'blocked'});
});

test('nothing leads toward the canary before the first figures, though samples are known to be fresh', () => {
	const desk = deskOn('argo-canary/02-paused-at-step-1', {world: {latencyMs: slowly(poll)}});
	desk.press('p');
	desk.advance(1_000);
	expect(desk.state().screen.dialog).toBeNull();
	expect(desk.state().screen.message?.text).toBe('no figures yet: nobody can see what it does');
	desk.press('x');
	desk.advance(1_000);
	expect(desk.state().screen.dialog).not.toBeNull();
});

describe('read-only', () => {
	const ways: readonly [string, Partial<DeskOptions>, RegExp][] = [
		['by flag', {settings: {isReadOnly: true}}, /^read-only$/],
		['in the transport', {target: {isReadOnly: true}}, /^read-only$/],
		[
			'by a bad config',
			{settings: {isReadOnly: true, readOnlyBecause: safe`config.yaml: line 3`}},
			/^config.yaml: line 3$/,
		],
	];
	test.each(ways)('%s: no verb in either direction reads, records or sends', (_name, options, says) => {
		const desk = deskOn(half, options);
		for (const key of ['p', 'h', 'r', 'x', 'b', 't', 'n']) {
			desk.press(key);
			expect(desk.state().screen.dialog).toBeNull();
			expect(desk.state().screen.message?.text).toMatch(says);
		}
		expect(desk.commands.filter(command => 'intentId' in command)).toEqual([]);
	});
});

test('a terminal too small to show the dialog takes no verb, and confirms none that was open', () => {
	const desk = deskOn(half);
	desk.press('x', 'right');
	desk.input({kind: 'resize', columns: 39, rows: 24});
	desk.advance(1_000);
	desk.press('enter');
	desk.advance(1_000);
	expect(desk.given('record')).toEqual([]);
	desk.press('escape', 'x');
	expect(desk.state().screen.dialog).toBeNull();
});

describe('a frozen display', () => {
	test('keeps showing its data, and takes no verb', () => {
		const desk = deskOn('argo-canary/02-paused-at-step-1');
		desk.press('z');
		const before = desk.frame();
		desk.server.mutate('Rollout', 'checkout', [{op: 'replace', path: '/status/currentStepIndex', value: 3}]);
		desk.sync();
		desk.advance(3_000);
		const {screen} = desk.frame();
		if (screen.kind !== 'release' || before.screen.kind !== 'release') throw new Error('the release is not open');
		expect(screen.view.steps.find(({state}) => state === 'current')).toMatchObject({label: 'PAUSE'});
		expect(screen.view.now).toBe(before.screen.view.now);
		expect(screen.view.header.frozenSeconds).toBe(3);
		for (const key of ['p', 'h', 'b', 'n']) {
			desk.press(key);
			expect(desk.state().screen.dialog).toBeNull();
			expect(desk.state().screen.message?.text).toBe(`the display is frozen: ${verb('freeze')} first`);
		}
	});

	test('is thawed by x, which must be pressed again on the current data', () => {
		const desk = deskOn(half);
		desk.press('z', 'x');
		expect(desk.state().frozen).toBeNull();
		expect(desk.state().screen.dialog).toBeNull();
		expect(desk.state().screen.message?.text).toBe('thawed: look, then press x again');
		desk.press('x');
		expect(desk.state().screen.dialog).not.toBeNull();
	});

	test('moves the selection through the rows that it shows, not through newer ones', () => {
		const desk = deskOn(half);
		desk.press('escape', 'z');
		const shown = listedReleases(desk);
		desk.server.become([]);
		desk.sync();
		expect(listedReleases(desk)).toEqual(shown);
		desk.press('home');
		expect(desk.state().screen.releasesSelected).toBe(shown[0]);
	});
});

test('a release takes no verb while a request of it is being sent', () => {
	const desk = deskOn('argo-canary/02-paused-at-step-1');
	desk.world.latencyMs = command => (command.kind === 'send' ? 20_000 : 5);
	desk.press('p');
	confirmTowardCanary(desk);
	desk.advance(100);
	desk.press('escape', 'p', 'x');
	expect(desk.state().screen.dialog).toBeNull();
	expect(desk.state().screen.message?.text).toBe('a request is under way');
	desk.advance(21_000);
	desk.press('p');
	expect(desk.state().screen.dialog).toBeNull();
	desk.press('x');
	expect(desk.state().screen.dialog).not.toBeNull();
});

function footerOf(desk: Desk): readonly unknown[] {
	const {screen} = desk.frame();
	return screen.view.footer.keys.map(({key, disabledBecause}) => [key, disabledBecause]);
}

function listedReleases(desk: Desk): readonly string[] {
	const {screen} = desk.frame();
	return screen.kind === 'releases' ? screen.view.rows.map(({key}) => key) : [];
}
