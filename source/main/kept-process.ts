import {type ChildProcess, fork} from 'node:child_process';
import type {DemoOrder, DemoReport, DemoSettings} from '../demo/process-messages.ts';

export interface KeptProcess {
	/** Where it listens; the same after a restart. */
	readonly url: string;
	tell(order: DemoOrder): void;
	stop(): void;
}

/** A server that died comes back after so long, on its old port: as somebody would restart it. */
const restartAfterMs = 10_000;

/** Runs one of the demo's servers as a process of its own, and again when it dies. Rejects when it cannot start. */
export async function keepRunning(
	script: string,
	settings: DemoSettings,
	onRestart: (process: KeptProcess) => void,
): Promise<KeptProcess> {
	let child: ChildProcess;
	let isStopping = false;
	let timer: NodeJS.Timeout | undefined;

	function launch(port: number): Promise<string> {
		const {promise, resolve, reject} = Promise.withResolvers<string>();
		child = fork(new URL(script, import.meta.url), [JSON.stringify({...settings, port})], {
			stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
			execArgv: [],
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
				// A start that fails again leaves the server down: the screen says so, as it would of any other.
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

/** The sentence in what Node prints of an error, without the minified source before it and the places after it. */
function reasonIn(complaint: string): string {
	const sentence = /^(?:\w*Error): (.+)$/m.exec(complaint)?.[1];
	return sentence ?? 'it ended without a word';
}

function portOf(url: string): number {
	return Number(new URL(url).port);
}
