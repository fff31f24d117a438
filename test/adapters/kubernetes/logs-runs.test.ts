import {expect, test} from 'vitest';
import {at, begin, first, following, podOf, type Run, request} from './support/following.ts';
import {answerJson} from './support/scripted-server.ts';

test('a container that was started again is read from its start, and that is said', async () => {
	let run: Run = {id: 'one'};
	const log = await following(
		[
			response => {
				begin(response, `${first}2026-11-21T07:39:02.9Z panic: without a line feed`);
				run = {id: 'two'};
				response.end();
			},
			response => begin(response, at(5, '1', 'listening')),
		],
		{pod: () => podOf(run)},
	);
	await log.untilLines(6);
	expect(log.lines().slice(4)).toEqual(['panic: without a line feed', 'listening']);
	expect(log.notes()).toEqual(['newRun']);
	expect(log.queries[1]?.has('sinceTime')).toBe(false);
	expect(log.queries[1]?.has('sinceSeconds')).toBe(false);
	expect(log.runs()).toHaveLength(2);
});

test('a container that ended is read to its end and waited for, without reading it again', async () => {
	const waiting = {waiting: {reason: 'CrashLoopBackOff'}};
	let run: Run = {id: 'one', state: waiting, lastId: 'one'};
	const log = await following(
		[
			response => {
				begin(response, first);
				response.end();
			},
			response => begin(response, at(9, '1', 'again')),
		],
		{pod: () => podOf(run)},
	);
	await log.until(() => log.states().at(-1)?.kind === 'ended');
	expect(log.states().at(-1)).toEqual({kind: 'ended', reason: 'CrashLoopBackOff'});
	const asked = log.server.served.length;
	await log.until(() => log.server.served.length >= asked + 4);
	expect(log.queries).toHaveLength(1);
	run = {id: 'two'};
	await log.untilLines(5);
	expect(log.notes()).toEqual(['ended', 'newRun']);
});

test('a pod that is gone is said, and asked for no more', async () => {
	let object: object | null = podOf({id: 'one'});
	const log = await following(
		[
			response => {
				begin(response, first);
				object = null;
				response.end();
			},
		],
		{pod: () => object},
	);
	await log.until(() => log.states().at(-1)?.kind === 'gone');
	const asked = log.server.served.length;
	await log.clock.advance(120_000);
	expect(log.server.served).toHaveLength(asked);
	expect(log.notes()).toEqual(['gone']);
});

test('a log that is silent while another talks is opened again, less and less often', async () => {
	const log = await following([response => begin(response, first), response => begin(response, first)], {
		others(served, response) {
			if (!served.path.includes('/log')) return answerJson(response, 200, podOf({id: 'other'}));
			begin(response, at(1, '1', 'hello'));
			const talk = setInterval(() => response.write(at(9, '1', 'hello')), 5);
			response.on('close', () => clearInterval(talk));
		},
	});
	await log.untilLines(4);
	log.cluster.logs({...request, pod: 'b'}, () => {});
	await log.until(() => log.queries.length === 2, 500);
	expect(log.lines()).toHaveLength(4);
	const before = log.clock.monotonicMs();
	await log.until(() => log.queries.length === 3, 500);
	expect(log.clock.monotonicMs() - before).toBeGreaterThanOrEqual(59_000);
});

test('a silent log is left alone while no other talks', async () => {
	const log = await following([response => begin(response, first)]);
	await log.untilLines(4);
	await log.clock.advance(300_000);
	expect(log.queries).toHaveLength(1);
});

test('a previous run is read to its end, and not followed', async () => {
	const log = await following(
		[
			response => {
				begin(response, first);
				response.end();
			},
		],
		{asked: {...request, isPrevious: true}},
	);
	await log.until(() => log.states().at(-1)?.kind === 'ended');
	expect(log.lines()).toHaveLength(4);
	expect(Object.fromEntries(log.queries[0] ?? [])).toEqual({
		container: 'app',
		previous: 'true',
		timestamps: 'true',
		tailLines: '800',
	});
});

test.each([
	[
		400,
		'container "app" in pod "a" is waiting to start: ContainerCreating',
		{kind: 'waiting', reason: 'ContainerCreating'},
	],
	[
		400,
		'container "app" in pod "a" is waiting to start: image can\'t be pulled',
		{kind: 'imageUnavailable', reason: "image can't be pulled"},
	],
	[
		400,
		'container "app" in pod "a" is waiting to start: trying and failing to pull image',
		{kind: 'imageUnavailable', reason: 'trying and failing to pull image'},
	],
	[400, 'previous terminated container "app" in pod "a" not found', {kind: 'noPrevious'}],
	[
		403,
		'pods "a" is forbidden: User "ana" cannot get resource "pods/log" in API group "" in the namespace "shop"',
		{kind: 'forbidden', missing: 'get pods/log'},
	],
	[500, 'the kubelet cannot be reached', {kind: 'failing', message: 'the kubelet cannot be reached'}],
])('a refusal with %i is told as what it means: %s', async (code, message, state) => {
	const log = await following([
		response => answerJson(response, code, {kind: 'Status', status: 'Failure', message, code}),
		response => begin(response, first),
	]);
	await log.until(() => log.states().some(({kind}) => kind !== 'opening'));
	expect(log.states().find(({kind}) => kind !== 'opening')).toMatchObject(state);
	if (state.kind === 'noPrevious') return;
	await log.untilLines(4);
	expect(log.states().at(-1)).toEqual({kind: 'following'});
});

test('a container that waits for its first run is asked for again', async () => {
	let run: Run = {id: '', state: {waiting: {reason: 'PodInitializing'}}};
	const log = await following([response => begin(response, first)], {pod: () => podOf(run)});
	await log.until(() => log.states().at(-1)?.kind === 'waiting');
	expect(log.queries).toHaveLength(0);
	run = {id: 'one'};
	await log.untilLines(4);
});

test('logs do not share the connection of other requests, and end when they are cancelled', async () => {
	const log = await following([response => begin(response, first)], {
		others: (_served, response) => answerJson(response, 200, {}),
	});
	await log.untilLines(4);
	await log.cluster.heartbeat(new AbortController().signal, null);
	expect(log.server.sessions).toHaveLength(2);
	const seen = log.lines().length;
	log.stop();
	await log.clock.advance(60_000);
	expect(log.lines()).toHaveLength(seen);
	expect(log.queries).toHaveLength(1);
});
