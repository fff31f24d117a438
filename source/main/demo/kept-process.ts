import {type ChildProcess, fork} from 'node:child_process';
import type {DemoOrder, DemoReport, DemoSettings} from '../../demo/process-messages.ts';

export interface KeptProcess {
	/** Where it listens; the same after a restart. */
	readonly url: string;
	tell(order: DemoOrder): void;
	stop(): void;
}

/** A server that died is started again after this time, on its old port, as a person would restart it. */
const restartAfterMs = 10_000;

/** Runs one of the demo's servers as a process of its own, and starts it again when it dies. Rejects when it
 * cannot start. */
export async function keepRunning(
	script: string,
	settings: DemoSettings,
	heapLimitMb: number | undefined,
	onRestart: (process: KeptProcess) => void,
): Promise<KeptProcess> {
	let child: ChildProcess;
	let isStopping = false;
	let timer: NodeJS.Timeout | undefined;

	function launch(port: number): Promise<string> {
		const {promise, resolve, reject} = Promise.withResolvers<string>();
		child = fork(new URL(script, import.meta.url), [JSON.stringify({...settings, port})], {
			stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
			execArgv: heapLimitMb === undefined ? [] : [`--max-old-space-size=${heapLimitMb}`],
		});
		let complaint = '';
		child.stderr?.on('data', chunk => {
			complaint = `${complaint}${chunk}`.slice(-4_096);
		});
		child.once('message', (report: DemoReport) => resolve(report.url));
		child.once('exit', () => {
			reject(new Error(`the demo's ${script} did not start: ${reasonIn(complaint)}`));
			if (isStopping) return;
			timer = setTimeout(() => {
				// If this start fails too, the server stays down; the screen says so, as for any other server.
				launch(port === 0 ? portOf(url) : port).then(
					() => onRestart(kept),
					() => {},
				);
			}, restartAfterMs);
		});
		return promise;
	}

	const url = await launch(settings.port);
	const kept: KeptProcess = {
		url,
		tell: order => {
			if (child.connected) child.send(order);
		},
		stop() {
			isStopping = true;
			clearTimeout(timer);
			child.kill();
		},
	};
	return kept;
}

/** The sentence of an error as Node prints it, without the minified source before it and the stack after it. */
function reasonIn(complaint: string): string {
	const sentence = /^(?:\w*Error): (.+)$/m.exec(complaint)?.[1];
	return sentence ?? 'it ended without a word';
}

function portOf(url: string): number {
	return Number(new URL(url).port);
}
