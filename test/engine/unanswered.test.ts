import {describe, expect, test} from 'vitest';
import {safe} from '../../source/domain/text/safe-text.ts';
import {unanswered} from '../../source/engine/interest/unanswered.ts';
import {charts} from '../../source/engine/questions/charts.ts';
import {latency} from '../../source/engine/questions/latency.ts';
import {past} from '../../source/engine/questions/past/past.ts';
import {poll} from '../../source/engine/questions/poll.ts';
import {sampleAge} from '../../source/engine/questions/sample-age.ts';
import {trend} from '../../source/engine/questions/trend.ts';
import {answerTo, askings, asks, queryOf, slowly} from './support/asking.ts';
import type {Desk} from './support/desk.ts';
import {createDesk} from './support/desk.ts';
import {deskAt, objectsOf} from './support/recorded.ts';
import {down, sample} from './support/session.ts';

const healthy = 'argo-canary/01-healthy';
const world = {trafficAt: () => [sample('checkout', 100)]};
const traffic = (desk: Desk) => ({atMs: desk.clock.nowMs(), value: world.trafficAt()});
const missing = (desk: Desk) => unanswered(desk.context, desk.state());

describe('a frame', () => {
	test('is settled once everything on it was answered, and before that says what it waits for', () => {
		const desk = createDesk({objects: objectsOf(healthy), nowMs: 1_764_000_000_000, world});
		expect(missing(desk)).toEqual(['what the API server serves', 'the figures']);
		desk.advance(2_000);
		expect(missing(desk)).toEqual([]);
	});

	test('is not settled while a kind is being listed, in any namespace', () => {
		const desk = deskAt(healthy, {world});
		const {cluster, ...rest} = desk.state();
		const listing = Object.entries(cluster.watches).map(([id, watch]) => {
			const isListed = !/^(?:rollouts|services)/.test(id);
			return [id, {...watch, status: isListed ? watch.status : 'listing'}] as const;
		});
		const state = {...rest, cluster: {...cluster, watches: Object.fromEntries(listing)}};
		expect(unanswered(desk.context, state)).toEqual(['the list of Service', 'the list of Rollout']);
	});

	test('is settled also where answers are so slow that the next poll is under way', () => {
		const desk = deskAt(healthy, {world});
		desk.world.latencyMs = slowly(poll);
		for (let polls = 0; polls < 3; polls += 1) {
			// perch leaves a slow server alone for a while.
			while (!queryOf(desk, poll).isRunning) desk.advance(1_000);
			desk.advance(10_000);
			const value = {
				traffic: traffic(desk),
				latency: {atMs: 1, value: []},
				unmatched: 0,
				warnings: [],
				rules: {inUse: [], unused: []},
			};
			const {generation} = queryOf(desk, poll);
			desk.dispatch(answerTo(poll, generation, {ok: true, value}));
		}
		while (!queryOf(desk, poll).isRunning) desk.advance(1_000);
		expect(missing(desk)).toEqual([]);
	});

	test.each([
		[poll, 'the figures'],
		[sampleAge, 'the age of the newest sample'],
		[past, 'what is usual for each service'],
		[trend, 'the trend of what is on screen'],
		[latency, 'the latency of what is on screen'],
	] as const)('is not settled while $id was never answered', (question, what) => {
		const desk = createDesk({
			objects: objectsOf(healthy),
			nowMs: 1_764_000_000_000,
			world: {...world, latencyMs: slowly(question)},
		});
		desk.advance(3_000);
		expect(missing(desk)).toEqual([what]);
	});

	test('is not settled while the charts beside the list were never answered, where there is room for them', () => {
		const slow = {...world, latencyMs: slowly(charts)};
		const wide = createDesk({objects: objectsOf(healthy), nowMs: 1_764_000_000_000, world: slow});
		wide.input({kind: 'resize', columns: 160, rows: 45});
		wide.advance(3_000);
		expect(missing(wide)).toEqual(['the charts of what is open']);
		const small = createDesk({objects: objectsOf(healthy), nowMs: 1_764_000_000_000, world: slow});
		small.input({kind: 'resize', columns: 80, rows: 24});
		small.advance(3_000);
		expect(missing(small)).toEqual([]);
	});

	test('is settled with an answered trend while the trend is asked again, however slow the answers are', () => {
		const desk = createDesk({objects: objectsOf(healthy), nowMs: 1_764_000_000_000, world});
		desk.advance(3_000);
		expect(missing(desk)).toEqual([]);
		desk.world.latencyMs = slowly(trend);
		desk.advance(40_000);
		expect(queryOf(desk, trend).isRunning).toBe(true);
		expect(missing(desk)).toEqual([]);
	});

	test('is not settled by an answer that is dropped because the next poll asks the same', () => {
		const desk = createDesk({objects: objectsOf(healthy), nowMs: 1_764_000_000_000, world});
		desk.world.latencyMs = command => {
			const isAgain = command.kind === 'ask' && asks(command, poll) && command.generation > 1;
			return asks(command, latency) || isAgain ? 'never' : 5;
		};
		desk.advance(3_000);
		const {generation, isRunning} = queryOf(desk, latency);
		expect(isRunning).toBe(true);
		desk.advance(5_000);
		desk.dispatch(answerTo(latency, generation, {ok: true, value: {atMs: 1, value: []}}));
		expect(missing(desk)).toEqual(['the latency of what is on screen']);
	});

	test('is settled when a question failed, and not when an answer did not come in time', () => {
		const desk = deskAt(healthy, {world});
		desk.world.pollError = {kind: 'unreachable', status: null, message: safe`connection refused`};
		desk.advance(10_000);
		expect(missing(desk)).toEqual([]);
		desk.world.pollError = {kind: 'timeout', status: null, message: safe`no answer within 5 s`};
		desk.advance(10_000);
		expect(missing(desk)).toEqual(['the figures']);
	});

	test('is settled with old figures if they were old when their age was asked', () => {
		const desk = deskAt(healthy, {world});
		desk.world.scrapedUntilMs = desk.clock.nowMs();
		desk.advance(120_000);
		expect(missing(desk)).toEqual([]);
		const late = deskAt(healthy, {world});
		late.world.latencyMs = slowly(sampleAge);
		late.advance(120_000);
		expect(missing(late)).toEqual(['the age of the newest sample']);
	});

	test('is not settled by a poll whose latency failed', () => {
		const desk = createDesk({objects: objectsOf(healthy), nowMs: 1_764_000_000_000, world});
		desk.world.latencyMs = slowly(poll, latency);
		desk.advance(2_000);
		const {generation} = queryOf(desk, poll);
		const value = {
			traffic: traffic(desk),
			latency: null,
			unmatched: 0,
			warnings: [safe`latency: too much`],
			rules: {inUse: [], unused: []},
		};
		desk.dispatch(answerTo(poll, generation, {ok: true, value}));
		desk.advance(1_000);
		expect(missing(desk)).toEqual(['the latency of what is on screen']);
	});

	test('is not settled after the API server went silent, and is at once when it refuses identification', () => {
		const desk = deskAt(healthy, {world});
		desk.world.latencyMs = ({kind}) => (kind === 'beat' ? 'never' : 5);
		desk.advance(60_000);
		expect(missing(desk)).toEqual(['a sign of life of the API server']);
		const nobody = createDesk({objects: [], nowMs: 1_764_000_000_000});
		nobody.dispatch({kind: 'clusterIdentified', generation: 1, result: {ok: false, error: down}});
		expect(missing(nobody)).toEqual([]);
	});
});

test('the trend of a row that comes on screen is asked at once, and then with the others', () => {
	const desk = createDesk({objects: objectsOf(healthy), nowMs: 1_764_000_000_000, world});
	desk.advance(2_000);
	const asked = askings(desk, trend);
	expect(asked.at(-1)?.asked.services.map(({name}) => name)).toContain('checkout-stable');
	desk.advance(25_000);
	expect(askings(desk, trend)).toHaveLength(asked.length);
	desk.advance(10_000);
	expect(askings(desk, trend)).toHaveLength(asked.length + 1);
});
