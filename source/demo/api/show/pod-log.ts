import type {DemoClock, KubeObject} from '../../contract.ts';
import {type Answer, plainText, type StreamSink, type UserRequest} from '../connection/exchange.ts';
import type {ResourceTarget} from '../connection/request-target.ts';
import {badRequest, failure, notFound, refuse} from '../status.ts';
import type {ApiStore} from '../store.ts';
import {type LogOptions, readLogOptions} from './pod-log-options.ts';
import {at} from './table-cells.ts';

/** One run of a container, as its node's kubelet knows it. */
export interface LoggedRun {
	readonly startedAtMs: number;
	/** Infinity while it runs. */
	readonly endedAtMs: number;
	/** What it wrote after `fromMs` and until `toMs`, oldest first. */
	lines(fromMs: number, toMs: number): readonly LoggedLine[];
}

export interface LoggedLine {
	readonly atMs: number;
	readonly text: string;
}

/** What stands in for the kubelets: the runs of a container, the newest first. */
export type PodLogs = (pod: KubeObject, container: string) => readonly LoggedRun[];

/** How often a followed log is looked at for more. */
const followEveryMs = 250;

/** Answers `pods/NAME/log`. */
export function answerPodLog({
	request,
	target: {namespace, name = ''},
	store,
	clock,
	logs,
}: {
	request: UserRequest;
	target: ResourceTarget;
	store: ApiStore;
	clock: DemoClock;
	logs: PodLogs | undefined;
}): Answer {
	const find = () => store.get('pods', namespace, name);
	const pod = find();
	if (pod === undefined) return notFound({group: '', kind: 'pods', name});
	// A real server whose nodes cannot be reached answers this.
	if (logs === undefined) return refuse(failure(500, 'no preferred addresses found; known addresses: []'));
	const options = readLogOptions(request.query, name);
	if (!options.ok) return options.answer;
	const container = containerOf(pod, options.value);
	if ('kind' in container) return container;
	const runs = logs(pod, container.name);
	const run = runs[options.value.isPrevious ? 1 : 0];
	if (run === undefined) return badRequest(withoutRun(pod, container.name, options.value.isPrevious));
	if (!options.value.isFollowed) return plainText(textOf(run, options.value, clock.nowMs()));
	return {kind: 'stream', contentType: 'text/plain', open: sink => follow(sink, run, options.value)};

	function follow(sink: StreamSink, followed: LoggedRun, wanted: LogOptions): () => void {
		let toMs = clock.nowMs();
		let timer = {cancel() {}};
		sink.write(textOf(followed, wanted, toMs));
		if (wanted.limitBytes !== undefined) sink.end();
		else next();
		return () => timer.cancel();

		function next(): void {
			timer = clock.schedule(followEveryMs, () => {
				const nowMs = clock.nowMs();
				sink.write(formatted(followed.lines(toMs, nowMs), wanted));
				toMs = nowMs;
				const now = find();
				const isOver = now === undefined || logs?.(now, '')[0]?.startedAtMs !== followed.startedAtMs;
				if (isOver || nowMs > followed.endedAtMs) sink.end();
				else next();
			});
		}
	}
}

function containerOf(pod: KubeObject, {container}: LogOptions): {readonly name: string} | Answer {
	const names = ((at(pod, 'spec.containers') ?? []) as readonly {readonly name: string}[]).map(({name}) => name);
	const {name} = pod.metadata;
	if (container !== undefined) {
		if (names.includes(container)) return {name: container};
		return badRequest(`container ${container} is not valid for pod ${name}`);
	}
	if (names.length === 1) return {name: names[0] ?? ''};
	return badRequest(`a container name must be specified for pod ${name}, choose one of: [${names.join(' ')}]`);
}

function withoutRun(pod: KubeObject, container: string, isPrevious: boolean): string {
	const {name} = pod.metadata;
	if (isPrevious) return `previous terminated container "${container}" in pod "${name}" not found`;
	return `container "${container}" in pod "${name}" is waiting to start: ContainerCreating`;
}

/** The run's lines up to now, as far as the options want them. */
function textOf(run: LoggedRun, options: LogOptions, nowMs: number): string {
	const {sinceMs, sinceSeconds, tailLines, limitBytes} = options;
	const fromMs = sinceMs ?? (sinceSeconds === undefined ? run.startedAtMs : nowMs - sinceSeconds * 1000);
	const lines = run.lines(fromMs - 1, nowMs).filter(({atMs}) => atMs >= fromMs);
	const text = formatted(tailLines === undefined ? lines : lines.slice(Math.max(0, lines.length - tailLines)), options);
	return limitBytes === undefined ? text : Buffer.from(text).subarray(0, limitBytes).toString();
}

function formatted(lines: readonly LoggedLine[], {hasTimestamps}: LogOptions): string {
	return lines.map(({atMs, text}) => `${hasTimestamps ? `${nineDigits(atMs)} ` : ''}${text}\n`).join('');
}

/** The kubelet writes nine digits of a second. */
function nineDigits(atMs: number): string {
	const wholeMs = Math.floor(atMs);
	const nanos = Math.floor((atMs - wholeMs) * 1_000_000);
	return `${new Date(wholeMs).toISOString().slice(0, -1)}${String(nanos).padStart(6, '0')}Z`;
}
