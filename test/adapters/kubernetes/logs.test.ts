import type {Http2ServerResponse} from 'node:http2';
import {expect, test} from 'vitest';
import {at, begin, first, following, podOf} from './support/following.ts';

test('the application container of a pod is followed, with times, as far back as was asked', async () => {
	const log = await following([response => begin(response, first)]);
	await log.untilLines(4);
	expect(Object.fromEntries(log.queries[0] ?? [])).toEqual({
		container: 'app',
		follow: 'true',
		timestamps: 'true',
		sinceSeconds: '300',
		tailLines: '800',
	});
	expect(log.lines()).toEqual(['one', 'two', 'two', 'three']);
	expect(log.runs()).toMatchObject([{container: 'app', otherContainers: 1}]);
	expect(log.states().at(-1)).toEqual({kind: 'following'});
});

test('the container that the pod names for clients comes before any other', async () => {
	const metadata = {name: 'a', annotations: {'kubectl.kubernetes.io/default-container': 'istio-proxy'}};
	const log = await following([response => begin(response, first)], {pod: () => podOf({id: 'one'}, {metadata})});
	await log.untilLines(4);
	expect(log.queries[0]?.get('container')).toBe('istio-proxy');
});

test('an ended stream of a container that still runs is resumed without a line lost or shown twice', async () => {
	const log = await following([
		response => {
			begin(response, first);
			response.end();
		},
		response => begin(response, first.slice(first.indexOf('\n') + 1) + at(2, '7', 'four') + at(3, '1', 'five')),
	]);
	await log.untilLines(6);
	expect(log.lines()).toEqual(['one', 'two', 'two', 'three', 'four', 'five']);
	expect(log.queries[1]?.get('sinceTime')).toBe('2026-11-21T07:39:02Z');
	expect(log.queries[1]?.has('tailLines')).toBe(false);
	expect(log.notes()).toEqual([]);
});

test('a second resume remembers the lines that came within the same second after the first', async () => {
	const second = first.slice(first.indexOf('\n') + 1) + at(2, '7', 'four');
	const ended = (text: string) => (response: Http2ServerResponse) => {
		begin(response, text);
		response.end();
	};
	const log = await following([ended(first), ended(second), response => begin(response, second + at(4, '1', 'five'))]);
	await log.untilLines(6);
	expect(log.lines()).toEqual(['one', 'two', 'two', 'three', 'four', 'five']);
	expect(log.notes()).toEqual([]);
});

test('lines older than the newest that were asked for do not come as new when their second is sent again', async () => {
	const line = (number: number) => at(2, String(number), `line ${number}`);
	const tail = line(8) + line(9);
	const log = await following([
		response => {
			begin(response, tail);
			response.end();
		},
		response => begin(response, [1, 2, 3, 4, 5, 6, 7].map(line).join('') + tail + at(3, '1', 'new')),
	]);
	await log.untilLines(3);
	expect(log.lines()).toEqual(['line 8', 'line 9', 'new']);
	expect(log.notes()).toEqual([]);
});

test('fewer lines of the last second than before are said: the node rotated the log', async () => {
	const log = await following([
		response => {
			begin(response, first);
			response.end();
		},
		response => begin(response, at(2, '000000001', 'two') + at(8, '1', 'much later')),
	]);
	await log.untilLines(5);
	expect(log.notes()).toEqual(['gapPossible']);
	expect(log.lines().at(-1)).toBe('much later');
});

test('times of a node with an offset are the same instants', async () => {
	const log = await following([
		response => {
			begin(response, '2026-11-21T09:39:02.5+02:00 one\n');
			response.end();
		},
		response => begin(response, at(2, '500000000', 'one') + at(3, '1', 'two')),
	]);
	await log.untilLines(2);
	expect(log.queries[1]?.get('sinceTime')).toBe('2026-11-21T07:39:02Z');
	expect(log.lines()).toEqual(['one', 'two']);
});

test('a lost connection is said, and resumed after the last line', async () => {
	const log = await following([
		response => {
			begin(response, first);
			setTimeout(() => response.stream.destroy(new Error('cut')), 20);
		},
		response => begin(response, first + at(3, '1', 'four')),
	]);
	await log.untilLines(5);
	expect(log.notes()).toEqual(['lost', 'resumed']);
	expect(log.states().map(({kind}) => kind)).toEqual(['opening', 'following', 'failing', 'following']);
	expect(log.lines().at(-1)).toBe('four');
});

test('characters and lines that chunks split are whole again', async () => {
	const bytes = Buffer.from(at(1, '1', 'größer 日本語 🚨') + at(1, '2', 'end'));
	const log = await following([
		async response => {
			response.writeHead(200, {'content-type': 'text/plain'});
			for (const byte of bytes) {
				response.write(Buffer.from([byte]));
				await new Promise(resolve => setImmediate(resolve));
			}
		},
	]);
	await log.untilLines(2);
	expect(log.lines()).toEqual(['größer 日本語 🚨', 'end']);
});

test('a line that the cut of a stream left without its end is not shown twice', async () => {
	const log = await following([
		response => {
			begin(response, `${first}2026-11-21T07:39:02.9Z half a l`);
			response.end();
		},
		response => begin(response, first + at(2, '9', 'half a line') + at(3, '1', 'more')),
	]);
	await log.untilLines(6);
	expect(log.lines().slice(4)).toEqual(['half a line', 'more']);
});
