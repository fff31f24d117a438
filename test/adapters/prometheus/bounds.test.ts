import {once} from 'node:events';
import {gzipSync} from 'node:zlib';
import {describe, expect, test} from 'vitest';
import type {MetricsPort} from '../../../source/ports/metrics.ts';
import {eventually} from '../../eventually.ts';
import {never, withServer} from './support/clients.ts';
import {type Script, vector} from './support/scripted-server.ts';

const mebibyte = 1024 * 1024;
const ask = (client: MetricsPort, signal = never) => client.instant({promql: 'up'}, signal);

describe('the body of an answer is limited', () => {
	/** Sends 300 MiB as fast as the client reads them. */
	const flood = (counted: {bytes: number}): Script => {
		const chunk = Buffer.alloc(mebibyte, 'x');
		return async (_request, response) => {
			response.writeHead(200, {'content-type': 'application/json'});
			const closed = once(response, 'close');
			for (let sent = 0; sent < 300 && !response.destroyed; sent += 1) {
				counted.bytes += chunk.length;
				if (!response.write(chunk)) await Promise.race([once(response, 'drain'), closed]);
			}
			response.end();
		};
	};

	test('to 8 MiB, and the rest is not read', async () => {
		const counted = {bytes: 0};
		const answer = await withServer(flood(counted), client => ask(client));
		expect(answer).toMatchObject({ok: false, error: {kind: 'tooMuch', message: 'the answer is larger than 8 MiB'}});
		// The sockets' buffers hold some bytes on top of the cap.
		expect(counted.bytes).toBeLessThan(32 * mebibyte);
	});

	test('to a larger size where the caller asks for it', async () => {
		const answer = await withServer(flood({bytes: 0}), client =>
			client.instant({promql: 'up', maximumBytes: 16 * mebibyte}, never),
		);
		expect(answer).toMatchObject({ok: false, error: {message: 'the answer is larger than 16 MiB'}});
	});

	test('by its unpacked size', async () => {
		const packed = gzipSync(Buffer.alloc(32 * mebibyte, ' '));
		const bomb: Script = (_request, response) => {
			response.writeHead(200, {'content-type': 'application/json', 'content-encoding': 'gzip'}).end(packed);
		};
		expect(await withServer(bomb, client => ask(client))).toMatchObject({ok: false, error: {kind: 'tooMuch'}});
	});
});

describe('the deadline', () => {
	test('ends an answer that arrives byte by byte', async () => {
		let dripping: NodeJS.Timeout | undefined;
		const drip: Script = (_request, response) => {
			response.writeHead(200, {'content-type': 'application/json'});
			dripping = setInterval(() => response.write(' '), 5);
			response.once('close', () => clearInterval(dripping));
		};
		const answer = await withServer(drip, client => ask(client), {deadlineMs: 100});
		expect(answer).toMatchObject({ok: false, error: {kind: 'timeout', message: 'no answer within 0.1 s'}});
	});

	test('ends a request that gets no answer', async () => {
		const answer = await withServer(
			() => {},
			client => ask(client),
			{deadlineMs: 50},
		);
		expect(answer).toMatchObject({ok: false, error: {kind: 'timeout'}});
	});
});

describe('giving up', () => {
	test('ends the request, and a late answer is dropped', async () => {
		let respond = () => {};
		const late: Script = (request, response) => {
			respond = () => vector('1')(request, response);
		};
		await withServer(late, async (client, server) => {
			const controller = new AbortController();
			const answer = ask(client, controller.signal);
			await eventually(() => expect(server.received).toHaveLength(1));
			controller.abort();
			await respond();
			expect(await answer).toMatchObject({ok: false, error: {kind: 'cancelled'}});
		});
	});

	test('before anything was sent sends nothing', async () => {
		await withServer(vector('1'), async (client, server) => {
			expect(await ask(client, AbortSignal.abort())).toMatchObject({ok: false, error: {kind: 'cancelled'}});
			expect(server.received).toEqual([]);
		});
	});

	test('by closing the client ends the requests in flight and those that wait', async () => {
		await withServer(
			() => {},
			async (client, server) => {
				const answers = Array.from({length: 6}, () => ask(client));
				await eventually(() => expect(server.received).toHaveLength(4));
				client.close();
				for (const answer of await Promise.all(answers)) expect(answer).toMatchObject({error: {kind: 'cancelled'}});
			},
		);
	});
});

test('at most four requests are in flight; the others wait their turn', async () => {
	const waiting: (() => void)[] = [];
	let inFlight = 0;
	let most = 0;
	const gate: Script = async (request, response) => {
		inFlight += 1;
		most = Math.max(most, inFlight);
		await new Promise<void>(resolve => waiting.push(resolve));
		inFlight -= 1;
		await vector('1')(request, response);
	};
	await withServer(gate, async client => {
		const answers = Promise.all(Array.from({length: 10}, () => ask(client)));
		for (let done = 0; done < 10; done += 1) {
			await eventually(() => expect(waiting.length).toBeGreaterThan(0));
			if (done === 0) await eventually(() => expect(waiting).toHaveLength(4));
			waiting.shift()?.();
		}
		for (const answer of await answers) expect(answer).toMatchObject({ok: true});
		expect(most).toBe(4);
	});
});

test('one connection serves question after question', async () => {
	const ports = new Set<number | undefined>();
	const script: Script = (request, response) => {
		ports.add(response.socket?.remotePort);
		return vector('1')(request, response);
	};
	await withServer(script, async client => {
		for (let asked = 0; asked < 20; asked += 1) expect(await ask(client)).toMatchObject({ok: true});
	});
	expect(ports.size).toBe(1);
});
