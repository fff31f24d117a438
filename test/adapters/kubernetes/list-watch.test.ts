import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {listAndWatch} from '../../../source/adapters/kubernetes/watch/list-watch.ts';
import {ok} from '../../../source/domain/result.ts';
import {serviceKind} from './support/kinds.ts';
import {createModelServer, type ModelServer, refusalOf} from './support/model-server.ts';
import {createTestClock} from './support/test-clock.ts';
import {createView} from './support/view.ts';

function start(random: () => number = () => 0.5) {
	const server = createModelServer();
	const clock = createTestClock();
	const view = createView();
	const stop = listAndWatch({
		request: {kind: serviceKind},
		transport: server.transport,
		locate: async () => ok('/api/v1/services'),
		misplaced: () => {},
		listen: update => view.take(update),
		clock,
		random,
		log: () => {},
	});
	return {server, clock, view, stop};
}

const isWatch = (request: {readonly query?: Readonly<Record<string, string>>}) => request.query?.watch === '1';

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

type EventBody = (server: ModelServer) => void;
const happens = (happening: EventBody): EventBody => happening;

/** Everything that may happen to a watch. */
const happening: fc.Arbitrary<EventBody> = fc.oneof(
	{weight: 8, arbitrary: fc.constantFrom(...names).map(name => happens(server => server.put(name)))},
	{weight: 4, arbitrary: fc.constantFrom(...names).map(name => happens(server => server.remove(name)))},
	{
		weight: 2,
		arbitrary: fc.constantFrom(...names).map(name =>
			happens(server => {
				server.remove(name);
				server.put(name);
			}),
		),
	},
	fc.constant(happens(server => server.compact())),
	fc.constant(happens(server => server.bookmark())),
	fc.boolean().map(isClean => happens(server => server.cut(isClean))),
	fc
		.constantFrom('{"type":"MODIFIED","object":{', 'not json', '{"type":"ERROR"}')
		.map(line => happens(server => server.writeLine(line))),
	fc
		.constantFrom(410, 429, 500)
		.map(code => happens(server => server.writeLine(JSON.stringify({type: 'ERROR', object: {kind: 'Status', code}})))),
	fc
		.constantFrom(
			refusalOf('gone', 410),
			refusalOf('timeout', 504, 1),
			refusalOf('tooManyRequests', 429, 3),
			refusalOf('unauthorized', 401),
			refusalOf('serverError', 503),
		)
		.chain(refusal => fc.nat({max: 5}).map(times => ({refusal, times})))
		.map(({refusal, times}) =>
			happens(server => {
				let left = times;
				server.intercept = () => (left-- > 0 ? refusal : null);
			}),
		),
);

describe('the cache', () => {
	it('equals the server once faults are over, whatever happened', async () => {
		const story = fc.array(fc.tuple(happening, fc.constantFrom(0, 0, 10, 60, 900, 5_000, 40_000, 160_000)), {
			maxLength: 40,
		});
		await fc.assert(
			fc.asyncProperty(story, fc.infiniteStream(fc.double({min: 0, max: 1, noNaN: true})), async (steps, luck) => {
				const {server, clock, view, stop} = start(() => luck.next().value ?? 0);
				for (const [happen, thenMs] of steps) {
					happen(server);
					await clock.advance(thenMs);
				}
				server.intercept = () => null;
				await clock.advance(60_000);
				expect(view.held).toEqual(server.held);
				server.put('last');
				await clock.advance(1_000);
				expect(view.held).toEqual(server.held);
				expect(view.last).not.toBe('failing');
				stop();
			}),
			{numRuns: 300},
		);
	});

	it('asks for the whole list at once when the snapshot expires between two pages', async () => {
		const {server, clock, view} = start();
		for (const name of names) server.put(name);
		let pages = 0;
		server.intercept = () => {
			pages += 1;
			if (pages === 2) server.compact();
			return null;
		};
		await clock.advance(1_000);
		expect(view.held).toEqual(server.held);
		expect(view.updates).toMatchObject([{kind: 'listed', objects: {length: names.length}}]);
		expect(server.requests.slice(0, 3).map(({query}) => query)).toEqual([
			{limit: '500'},
			{limit: '500', continue: expect.any(String)},
			{},
		]);
	});

	it('reports an object that was replaced under the same name in two updates', async () => {
		const {server, clock, view} = start();
		server.put('a');
		await clock.advance(1_000);
		server.remove('a');
		server.put('a');
		await clock.advance(1_000);
		expect(view.updates.slice(1)).toMatchObject([
			{kind: 'changed', objects: [], removed: [{name: 'a', uid: 'uid-1'}]},
			{kind: 'changed', objects: [{metadata: {name: 'a', uid: 'uid-2'}}], removed: []},
		]);
	});

	it('resumes a broken stream after its last event or bookmark', async () => {
		const {server, clock} = start();
		await clock.advance(20_000);
		server.put('a');
		server.cut(false);
		await clock.advance(20_000);
		server.compact();
		server.bookmark();
		server.cut(true);
		await clock.advance(20_000);
		expect(server.requests.filter(isWatch).map(({query}) => query?.resourceVersion)).toEqual(['100', '101', '102']);
		expect(server.requests.filter(request => !isWatch(request))).toHaveLength(1);
	});

	it('reports proof once a throttled watch is open again, without a new list', async () => {
		const {server, clock, view} = start();
		await clock.advance(20_000);
		server.intercept = () => refusalOf('tooManyRequests', 429, 2);
		server.cut(false);
		await clock.advance(5_000);
		expect(view.last).toBe('failing');
		server.intercept = () => null;
		await clock.advance(60_000);
		expect(view.last).toBe('proof');
		expect(view.count('listed')).toBe(1);
	});

	it('asks the server for bookmarks, and to end the stream after five to ten minutes', async () => {
		for (const [luck, seconds] of [
			[0, '300'],
			[0.999, '599'],
		] as const) {
			const {server, clock} = start(() => luck);
			await clock.advance(1);
			expect(server.requests.find(isWatch)?.query).toEqual({
				watch: '1',
				allowWatchBookmarks: 'true',
				resourceVersion: '100',
				timeoutSeconds: seconds,
			});
		}
	});
});

describe('in an hour of trouble', () => {
	const hour = async (trouble: (server: ModelServer) => void) => {
		const running = start(() => 0);
		await running.clock.advance(1_000);
		trouble(running.server);
		const before = running.server.requests.length;
		for (let second = 0; second < 3_600; second++) await running.clock.advance(1_000);
		return {...running, sent: running.server.requests.length - before};
	};

	it.each([
		['unavailable', refusalOf('serverError', 503)],
		['unreachable', refusalOf('unreachable', 0)],
		['expired', refusalOf('gone', 410)],
		['too many requests', refusalOf('tooManyRequests', 429)],
		['unauthorized', refusalOf('unauthorized', 401)],
	])('(%s) perch sends at most one request in four seconds, and at least one a minute', async (_name, refusal) => {
		const {sent, view} = await hour(server => {
			server.intercept = () => refusal;
			server.cut(false);
		});
		expect(sent).toBeLessThanOrEqual(900);
		expect(sent).toBeGreaterThanOrEqual(60);
		const waits = view.updates.flatMap(update =>
			update.kind === 'failing' && update.retryAtMs !== null ? [update.retryAtMs - update.atMs] : [],
		);
		// The worst random factor makes it half as long again: still within a minute of the fault's end.
		expect(Math.max(...waits)).toBe(30_000);
	});

	it.each([
		['ends at once', (server: ModelServer) => server.cut(true)],
		['is reset at once', (server: ModelServer) => server.cut(false)],
		['says what is no JSON', (server: ModelServer) => server.writeLine('nonsense')],
		[
			'is told 410 at once',
			(server: ModelServer) => server.writeLine('{"type":"ERROR","object":{"kind":"Status","code":410}}'),
		],
	])('a stream that %s is reopened at the same pace', async (_name, trouble) => {
		const {sent} = await hour(server => {
			server.intercept = request => {
				if (isWatch(request)) queueMicrotask(() => trouble(server));
				return null;
			};
			trouble(server);
		});
		expect(sent).toBeLessThanOrEqual(900);
		expect(sent).toBeGreaterThanOrEqual(60);
	});

	it('(forbidden) is asked again soon, as an API server that has just started refuses what it allows', async () => {
		const {server, clock, view, stop} = start();
		await clock.advance(1_000);
		server.intercept = () => refusalOf('forbidden', 403);
		server.cut(false);
		await clock.advance(5_000);
		expect(view.updates.at(-1)).toMatchObject({kind: 'failing', error: {kind: 'forbidden'}});
		server.intercept = () => null;
		server.put('late');
		await clock.advance(10_000);
		expect(view.updates.at(-1)).toMatchObject({kind: 'listed'});
		stop();
	});

	it('(forbidden) that lasts is asked once in five minutes', async () => {
		const {sent} = await hour(server => {
			server.intercept = () => refusalOf('forbidden', 403);
			server.cut(false);
		});
		expect(sent).toBeLessThanOrEqual(13 + 6);
		expect(sent).toBeGreaterThanOrEqual(5);
	});
});
