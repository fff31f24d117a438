import {describe, expect, test} from 'vitest';
import {safe} from '../../source/domain/text/safe-text.ts';
import {call} from '../traffic/edges/calls.ts';
import type {Desk} from './support/desk.ts';
import {deskOn} from './support/recorded.ts';
import {sample} from './support/session.ts';
import {between, calleesOf, callersOf, onSearch, shown} from './support/topology.ts';
import {startMs} from './support/troubled.ts';
import {paused} from './support/verdicts.ts';

describe('the screen', () => {
	test('has the service in the middle, who calls it, and whom it calls', () => {
		const desk = onSearch();
		expect(shown(desk).name).toBe('shop/search');
		expect(callersOf(desk)).toEqual(['shop/mobile', 'shop/gateway']);
		expect(calleesOf(desk)).toEqual(['shop/catalog']);
		expect(shown(desk).told.text).toMatch(/^edges \ds old · callers by Istio$/);
	});

	test('puts the marked neighbour into the middle, and goes back', () => {
		const desk = onSearch();
		desk.press('up', 'enter');
		expect(shown(desk).name).toBe('shop/gateway');
		expect(calleesOf(desk)).toEqual(['shop/search']);
		desk.press('down', 'enter');
		// It was in the middle before: no third screen is opened.
		expect(shown(desk).name).toBe('shop/search');
		desk.press('escape');
		expect(desk.frame().screen.kind).toBe('home');
	});

	test('opens the service in the middle, and leads back to it', () => {
		const desk = onSearch();
		desk.press('enter');
		expect(desk.frame().screen.kind).toBe('service');
		desk.press('T', 'enter');
		expect(desk.state().screen.stack.map(({kind}) => kind)).toEqual(['home', 'topology', 'service']);
	});

	test('shows more levels, one direction, and boxes, by its keys', () => {
		const desk = onSearch();
		desk.press('down', 'enter');
		expect(callersOf(desk)).toEqual(['shop/search']);
		const deeper = () => shown(desk).callers?.nodes[0]?.next.nodes.map(({name}) => name);
		expect(deeper()).toEqual([]);
		desk.press('+');
		expect(deeper()).toEqual(['shop/mobile', 'shop/gateway']);
		desk.press('-');
		expect(deeper()).toEqual([]);
		desk.press('d');
		expect(shown(desk).callees).toBeNull();
		desk.press('d');
		expect(shown(desk).callers).toBeNull();
		desk.press('g');
		expect(shown(desk).isGraph).toBe(true);
	});

	test('offers no verb: the marked service is not the one that a verb would act on', () => {
		const desk = deskOn(paused, {world: {edgesAt: () => [call('web/web', 'shop/checkout', 9)]}});
		desk.press('T', 'x', 'p');
		desk.advance(1_000);
		expect(desk.state().intents).toEqual([]);
		expect(desk.frame().screen.kind).toBe('topology');
	});

	test('lists all callers once the line of those that are left out is opened', () => {
		const many = () => Array.from({length: 14}, (_, at) => call(`shop/job-${at}`, 'shop/search', 14 - at));
		const desk = onSearch({edgesAt: many});
		expect(callersOf(desk)).toHaveLength(10);
		expect(shown(desk).callers?.more?.text).toBe('… 4 more callers');
		desk.press('up', 'enter');
		expect(callersOf(desk)).toHaveLength(14);
	});

	test('shows the calls to the canary apart from all calls', () => {
		const edgesAt = () => [
			call('web/web', 'shop/checkout-stable', 90, 0.1),
			call('web/web', 'shop/checkout-canary', 10, 2),
		];
		const desk = deskOn(paused, {world: {edgesAt}});
		desk.press('T');
		desk.advance(1_000);
		const [node] = shown(desk).callers?.nodes ?? [];
		expect(node?.requestsPerSecond).toMatchObject({kind: 'value', value: 100});
		expect(node?.canary).toMatchObject({requestsPerSecond: {value: 10}, errorRatio: {value: 0.2}});
		expect(node?.canary?.name).toMatch(/ canary$/);
	});

	test.each([
		[null, ''],
		[100, ''],
		[88, 'no mTLS 12 %'],
		[0, 'no mTLS'],
	])('of 100 requests of which %s are secured it says "%s"', (securedPerSecond, text) => {
		const desk = onSearch({edgesAt: () => [{...between('mobile', 'search', 100), securedPerSecond}]});
		expect(shown(desk).callers?.nodes[0]?.missing).toBe(text);
		expect(shown(desk).legend.includes('not known of 1 of 1')).toBe(securedPerSecond === null);
	});

	test('says that others call as well, where the row has clearly more requests than its callers sent', () => {
		expect(shown(onSearch()).callers?.note).toBeNull();
		const desk = onSearch({edgesAt: () => [between('mobile', 'search', 50)]});
		expect(shown(desk).callers?.note).toMatch(/^others call it too/);
	});
});

describe('where nobody was counted', () => {
	const [callers, callees] = [(desk: Desk) => shown(desk).callers?.note, (desk: Desk) => shown(desk).callees?.note];

	test('it says over what time', () => {
		const desk = onSearch({edgesAt: () => []});
		expect([callers(desk), callees(desk)]).toEqual(['none counted in the last 20s', 'none counted in the last 20s']);
		expect(shown(desk).told.text).toMatch(/^edges \ds old$/);
	});

	test('it says the time of a provider that needs a longer one for its edges', () => {
		const desk = onSearch({edgesAt: () => [], meshes: ['service-graph']});
		expect([callers(desk), callees(desk)]).toEqual(['none counted in the last 4m', 'none counted in the last 4m']);
		expect(shown(desk).told.text).toMatch(/^edges \ds old over 4m/);
	});

	test('nothing is known where no provider tells who calls', () => {
		const desk = onSearch({meshes: ['span-metrics']});
		expect(shown(desk).told.text).toBe('⚠ span metrics do not tell who calls');
		expect([callers(desk), callees(desk)]).toEqual(['not known', 'not known']);
	});
});

describe('whose failures are whose', () => {
	const failing = (serverMs: number) => (serverMs < startMs + 60_000 ? 0.5 : 30);
	const trafficAt = (serverMs: number) => [
		sample('catalog', 508, failing(serverMs)),
		sample('gateway', 48, 0.24),
		sample('mobile', 200, 20),
		sample('search', 113, failing(serverMs)),
	];
	const edgesAt = () => [between('mobile', 'search', 113, 30), between('search', 'catalog', 300, 29)];

	test('is said once both fail by the rule of the first screen', () => {
		const desk = onSearch({trafficAt, edgesAt});
		expect(shown(desk).failures).toBeNull();
		desk.advance(300_000);
		expect(shown(desk).failures).toBe('97 % of the failures of shop/search can be its failed calls to shop/catalog');
		desk.press('down', 'enter');
		expect(shown(desk).name).toBe('shop/catalog');
		expect(shown(desk).failures).toBe('the failures of shop/search (97 %) can be their failed calls to shop/catalog');
	});

	test('is not said of figures that are too old', () => {
		const desk = onSearch({trafficAt, edgesAt});
		desk.advance(300_000);
		expect(shown(desk).failures).not.toBeNull();
		desk.world.pollError = {kind: 'unreachable', status: null, message: safe`connection refused`};
		desk.world.scrapedUntilMs = 0;
		desk.advance(300_000);
		expect(shown(desk).failures).toBeNull();
	});
});
