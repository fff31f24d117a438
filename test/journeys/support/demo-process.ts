import {type ChildProcess, fork} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import type {JournalEntry} from '../../../source/demo/api/connection/journal.ts';
import type {DemoJournal, DemoOrder, DemoReport, DemoSettings} from '../../../source/demo/process-messages.ts';
import {dist} from '../../package/dist.ts';

/** One of the demo's two servers, in a process of its own, as `perch demo` starts it. */
export interface DemoProcess {
	readonly url: string;
	/** Resolves when the order has reached the process. */
	tell(order: DemoOrder): Promise<void>;
	/** Every request that the API server received, the oldest first. */
	journal(): Promise<readonly JournalEntry[]>;
	/** Kills the process, as the kernel would. */
	kill(): Promise<void>;
	/** Starts the process anew on its old port. */
	restart(): Promise<void>;
	stop(): Promise<void>;
}

export async function startDemoProcess(
	script: 'api-process.js' | 'prometheus-process.js',
	settings: DemoSettings,
): Promise<DemoProcess> {
	let child: ChildProcess;

	async function launch(port: number): Promise<string> {
		child = fork(join(dist, script), [JSON.stringify({...settings, port})], {
			stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
			execArgv: [],
		});
		const [report] = (await Promise.race([
			once(child, 'message'),
			once(child, 'exit').then(() => Promise.reject(new Error(`The demo's ${script} did not start.`))),
		])) as [DemoReport];
		return report.url;
	}

	const url = await launch(settings.port);

	async function end(signal: NodeJS.Signals): Promise<void> {
		if (child.exitCode !== null || child.signalCode !== null) return;
		const gone = once(child, 'exit');
		child.kill(signal);
		await gone;
	}

	return {
		url,
		async tell(order) {
			const {promise, resolve, reject} = Promise.withResolvers<void>();
			child.send(order, error => (error ? reject(error) : resolve()));
			await promise;
		},
		async journal() {
			const answered = once(child, 'message') as Promise<[DemoJournal]>;
			child.send({kind: 'journal'} satisfies DemoOrder);
			const [{entries}] = await answered;
			return entries;
		},
		kill: () => end('SIGKILL'),
		async restart() {
			await launch(Number(new URL(url).port));
		},
		stop: () => end('SIGTERM'),
	};
}
