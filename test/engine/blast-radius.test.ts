import {describe, expect, test} from 'vitest';
import type {EdgeSample} from '../../source/domain/signals/edge-sample.ts';
import {ident} from '../../source/domain/text/safe-text.ts';
import {readSituation} from '../releases/situation.ts';
import {call} from '../traffic/edges/calls.ts';
import type {Desk, DeskOptions} from './support/desk.ts';
import {deskOn, objectsOf} from './support/recorded.ts';
import {sample} from './support/session.ts';
import {paused, windows} from './support/verdicts.ts';

/** Called by the Service's name, so that it is a row of the first screen. */
const from = (caller: string, to: string, requests: number): EdgeSample => {
	const one = call(caller, to, requests);
	return {...one, caller: one.caller && {...one.caller, service: ident(caller.split('/')[1] ?? ''), workload: null}};
};

const callers = () => [
	from('web/frontend', 'shop/checkout-stable', 88),
	from('web/mobile', 'shop/checkout-canary', 8),
	call('ops/cron', 'shop/checkout-stable', 4),
];

const startMs = readSituation(paused).nowMs;

/** The release, whose caller begins to fail so many windows after perch began to look; never where left out. */
function opened(world: DeskOptions['world'] = {}, failsAfter = Number.POSITIVE_INFINITY): Desk {
	const trafficAt = (serverMs: number) => [
		sample('checkout-stable', 95, 0.1),
		sample('checkout-canary', 5, 0),
		ofWeb('frontend', 200, serverMs >= startMs + windows(failsAfter) ? 20 : 0.1),
		ofWeb('mobile', 300, 0.1),
	];
	return deskOn(paused, {world: {trafficAt, edgesAt: callers, ...world}});
}

function ofWeb(name: string, requests: number, errors: number) {
	const one = sample(name, requests, errors);
	return {...one, identity: {...one.identity, namespace: ident('web')}};
}

function blast(desk: Desk): string | null {
	const {screen} = desk.frame();
	if (screen.kind !== 'release') throw new Error(`the screen is ${screen.kind}`);
	return screen.view.blast?.text ?? null;
}

describe('the release says who calls it', () => {
	test('by their share of its requests', () => {
		expect(blast(opened())).toBe('3 callers: web/frontend (88 %), web/mobile, ops/cron');
	});

	test.each<readonly [string, () => readonly EdgeSample[] | null, string | null]>([
		['nobody', () => [], null],
		['nobody who has a name', () => [call(null, 'shop/checkout-stable', 9)], null],
		['itself alone', () => [call('shop/checkout', 'shop/checkout-stable', 9)], null],
		['one that sent nothing of late', () => [call('ops/cron', 'shop/checkout-stable', 0)], null],
		['nobody can tell', () => null, null],
		['one', () => [call('ops/cron', 'shop/checkout-stable', 9)], '1 caller: ops/cron'],
		[
			'one beside others without a name',
			() => [call('ops/cron', 'shop/checkout-stable', 9), call(null, 'shop/checkout-stable', 1)],
			'1 caller: ops/cron (90 %), callers without a name',
		],
		[
			'more than three',
			() => [...callers(), call('ops/backup', 'shop/checkout-stable', 1)],
			'4 callers: web/frontend (87 %), web/mobile, ops/cron, 1 more',
		],
	])('where that is %s', (_who, edgesAt, text) => {
		expect(blast(opened({edgesAt}))).toBe(text);
	});

	test('with the age of an answer that is old', () => {
		const desk = opened();
		desk.world.edgesAt = () => null;
		desk.advance(80_000);
		expect(blast(desk)).not.toMatch(/as of/);
		desk.advance(60_000);
		expect(blast(desk)).toMatch(/ops\/cron · as of 2m ago$/);
	});

	test('not without a canary', () => {
		const desk = deskOn('argo-canary/01-healthy', {world: {edgesAt: callers}});
		expect(blast(desk)).toBeNull();
	});
});

describe('errors of a caller', () => {
	test('rose since the weight at which they were seen to rise', () => {
		const desk = opened({}, 6);
		desk.advance(windows(5));
		expect(blast(desk)).not.toMatch(/rose/);
		desk.advance(windows(8));
		expect(blast(desk)).toMatch(/ops\/cron · errors of web\/frontend rose since 5%$/);
		desk.server.become(objectsOf('argo-canary/04-timed-pause-20-percent'));
		desk.sync();
		desk.advance(windows(1));
		// Whatever the weight is now: they rose before that.
		expect(blast(desk)).toMatch(/rose since 5%/);
	});

	test('that fail more than usual since before perch looked did not rise since any weight', () => {
		const desk = opened({}, -1_000);
		desk.world.trafficAt = serverMs => [
			sample('checkout-stable', 95, 0.1),
			sample('checkout-canary', 5, 0),
			ofWeb('frontend', 200, serverMs >= startMs - 86_000_000 ? 20 : 0.1),
		];
		desk.advance(windows(12));
		expect(blast(desk)).not.toMatch(/rose/);
	});

	test('are not told from figures that are too old', () => {
		const desk = opened({}, 6);
		desk.advance(windows(14));
		expect(blast(desk)).toMatch(/rose/);
		desk.world.scrapedUntilMs = 0;
		desk.advance(windows(10));
		expect(blast(desk)).not.toMatch(/rose|usual/);
	});
});
