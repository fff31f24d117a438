import type {Http2ServerResponse} from 'node:http2';
import {expect, test} from 'vitest';
import {at, begin, first, following, podOf, type Run} from './support/following.ts';
import {answerJson} from './support/scripted-server.ts';

const ended: Run = {id: 'one', state: {waiting: {reason: 'CrashLoopBackOff'}}, lastId: 'one'};
const panic = at(3, '1', 'panic: invalid configuration');

function whole(response: Http2ServerResponse, text: string): void {
	begin(response, text);
	response.end();
}

function cut(response: Http2ServerResponse): void {
	begin(response, first);
	setTimeout(() => response.stream.destroy(new Error('cut')), 20);
}

test.each([
	['was cut', cut, ['lost', 'resumed', 'ended']],
	['something between closed', (response: Http2ServerResponse) => whole(response, first), ['ended']],
] as const)('a crash whose last lines came after the stream %s is read to its end', async (_how, close, notes) => {
	let run: Run = {id: 'one'};
	const log = await following(
		[
			response => {
				close(response);
				run = ended;
			},
			response => whole(response, first + panic),
		],
		{pod: () => podOf(run)},
	);
	await log.until(() => log.states().at(-1)?.kind === 'ended');
	expect(log.lines()).toEqual(['one', 'two', 'two', 'three', 'panic: invalid configuration']);
	expect(log.queries[1]?.get('sinceTime')).toBe('2026-11-21T07:39:02Z');
	expect(log.notes()).toEqual(notes);
	const asked = log.server.served.length;
	await log.until(() => log.server.served.length >= asked + 4);
	expect(log.queries).toHaveLength(2);
});

test('the end of a container is told once, also if the server fails to answer meanwhile', async () => {
	let pod = podOf(ended);
	const log = await following([response => whole(response, first)], {pod: () => pod});
	await log.until(() => log.states().at(-1)?.kind === 'ended');
	pod = {kind: 'Status'};
	await log.until(() => log.states().at(-1)?.kind === 'failing');
	pod = podOf(ended);
	await log.until(() => log.states().at(-1)?.kind === 'ended');
	expect(log.notes()).toEqual(['ended']);
	expect(log.queries).toHaveLength(1);
});

test('a container that crashed and runs again at once: its last lines come before those of the new run', async () => {
	let run: Run = {id: 'one'};
	const log = await following(
		[
			response => {
				cut(response);
				run = {id: 'two', lastId: 'one'};
			},
			response => whole(response, `${first}${panic}2026-11-21T07:39:03.5Z exit status 2`),
			response => begin(response, at(5, '1', 'listening')),
		],
		{pod: () => podOf(run)},
	);
	await log.untilLines(7);
	expect(log.lines().slice(4)).toEqual(['panic: invalid configuration', 'exit status 2', 'listening']);
	expect(log.notes()).toEqual(['lost', 'resumed', 'newRun']);
	expect(Object.fromEntries(log.queries[1] ?? [])).toMatchObject({previous: 'true', sinceTime: '2026-11-21T07:39:02Z'});
	expect(log.queries[2]?.has('previous')).toBe(false);
	expect(log.queries[2]?.has('sinceTime')).toBe(false);
});

test.each([
	['the node no longer keeps', 'one'],
	['another run came after', 'between'],
])('last lines that %s are said to be missing', async (_why, lastId) => {
	let run: Run = {id: 'one'};
	const log = await following(
		[
			response => {
				cut(response);
				run = {id: 'two', lastId};
			},
			(response, query) => {
				if (!query.has('previous')) return begin(response, at(5, '1', 'listening'));
				const message = 'previous terminated container "app" in pod "a" not found';
				return answerJson(response, 400, {kind: 'Status', message, code: 400});
			},
		],
		{pod: () => podOf(run)},
	);
	await log.untilLines(5);
	expect(log.notes()).toEqual(['lost', 'endUnread', 'newRun']);
	expect(log.lines().at(-1)).toBe('listening');
});
