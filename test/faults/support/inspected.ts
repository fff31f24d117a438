import {readdirSync} from 'node:fs';
import type {Terminal} from '../../journeys/support/terminal.ts';

/** perch as Node's inspector sees it, which needs nothing of perch itself. */
export interface Inspected extends AsyncDisposable {
	/** After a garbage collection. In MB. */
	memory(): Promise<Memory>;
	/** What keeps the process alive, kind by kind: sockets, timers. */
	resources(): Promise<Readonly<Record<string, number>>>;
	/** How many files and sockets the process has open. From `/proc`: Linux only. */
	descriptors(): number;
}

export interface Memory {
	/** What lives on the heap, and beside it in buffers. */
	readonly used: number;
	readonly resident: number;
}

/** Added to the environment of a perch that shall be inspected. */
export const inspectable = {NODE_OPTIONS: '--inspect=127.0.0.1:0'};

/** Reaches the inspector of a perch that was started with `inspectable`. */
export async function inspect(terminal: Terminal): Promise<Inspected> {
	const address = () => /listening on (ws:\S+)/.exec(terminal.bytes().toString('latin1'))?.[1];
	await terminal.until(() => address() !== undefined, 'the inspector listens');
	const socket = new WebSocket(address() ?? '');
	await new Promise((resolve, reject) => {
		socket.addEventListener('open', resolve, {once: true});
		socket.addEventListener('error', reject, {once: true});
	});
	const waiting = new Map<number, (answer: Answer) => void>();
	socket.addEventListener('message', ({data}) => {
		const answer = JSON.parse(String(data)) as Answer;
		waiting.get(answer.id)?.(answer);
		waiting.delete(answer.id);
	});
	let last = 0;
	function call(method: string, params = {}): Promise<Answer> {
		last += 1;
		const id = last;
		return new Promise((resolve, reject) => {
			waiting.set(id, answer => (answer.error ? reject(new Error(answer.error.message)) : resolve(answer)));
			socket.send(JSON.stringify({id, method, params}));
		});
	}

	async function evaluate<T>(expression: string): Promise<T> {
		const {result} = await call('Runtime.evaluate', {expression, returnByValue: true});
		return result?.result?.value as T;
	}

	return {
		async memory() {
			// What the first collection finalizes, the second one frees.
			await call('HeapProfiler.collectGarbage');
			await call('HeapProfiler.collectGarbage');
			const usage = await evaluate<NodeJS.MemoryUsage>('process.memoryUsage()');
			return {used: (usage.heapUsed + usage.external) / mebibyte, resident: usage.rss / mebibyte};
		},
		async resources() {
			const kinds = await evaluate<readonly string[]>('process.getActiveResourcesInfo()');
			const counts: Record<string, number> = {};
			for (const kind of kinds) counts[kind] = (counts[kind] ?? 0) + 1;
			return counts;
		},
		descriptors: () => readdirSync(`/proc/${terminal.pid}/fd`).length,
		async [Symbol.asyncDispose]() {
			const closed = new Promise(resolve => socket.addEventListener('close', resolve, {once: true}));
			socket.close();
			await closed;
		},
	};
}

const mebibyte = 1024 * 1024;

interface Answer {
	readonly id: number;
	readonly error?: {readonly message: string};
	readonly result?: {readonly result?: {readonly value?: unknown}};
}
