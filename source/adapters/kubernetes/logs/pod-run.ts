import * as v from 'valibot';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {parseTime} from '../../../domain/time.ts';
import {parseAs} from '../../system/json.ts';

/** The container of a pod whose log is read, and the run that a plain request for its log answers with. */
export interface PodRun {
	readonly container: SafeText;
	readonly otherContainers: number;
	/** The container's id at its runtime, other for every run; null before the first run. */
	readonly id: string | null;
	/** The id of the run before, which a request for the previous log answers with. */
	readonly lastId: string | null;
	readonly startedAtMs: number | null;
	readonly isRunning: boolean;
	/** Why it does not run: `ContainerCreating`, `CrashLoopBackOff`, `Error, exit code 1`. */
	readonly reason: SafeText;
}

/** Null where the text is no pod. */
export function readPodRun(text: string): PodRun | null {
	const pod = parseAs(podSchema, text);
	if (!pod) return null;
	const {annotations} = pod.metadata;
	const names = pod.spec.containers.map(({name}) => name);
	const preferred = annotations?.[defaultContainer];
	const isNamed = (name: string | undefined) => name !== undefined && names.includes(name);
	const name = isNamed(preferred) ? preferred : (names.find(one => !meshProxies.has(one)) ?? names[0]);
	const status = pod.status?.containerStatuses?.find(one => one.name === name);
	const {running, waiting, terminated} = status?.state ?? {};
	const last = terminated ?? status?.lastState?.terminated;
	const id = running ? status?.containerID : (last?.containerID ?? status?.containerID);
	return {
		container: ident(name ?? ''),
		otherContainers: Math.max(0, names.length - 1),
		id: id || null,
		lastId: status?.lastState?.terminated?.containerID || null,
		startedAtMs: parseTime(running?.startedAt ?? last?.startedAt),
		isRunning: running !== undefined && running !== null,
		reason: waiting?.reason
			? ident(waiting.reason)
			: terminated
				? safe`${ident(terminated.reason ?? 'ended')}, exit code ${terminated.exitCode ?? 0}`
				: safe`not started yet`,
	};
}

/** Clients agree on this annotation; the server knows nothing of it. */
const defaultContainer = 'kubectl.kubernetes.io/default-container';
/** Without the annotation, a proxy that was put beside the application is not what is asked for. */
const meshProxies: ReadonlySet<string> = new Set(['istio-proxy', 'linkerd-proxy', 'consul-dataplane', 'envoy-sidecar']);

const text = v.nullish(v.string());
const ended = v.nullish(v.object({containerID: text, startedAt: text, reason: text, exitCode: v.nullish(v.number())}));
const podSchema = v.object({
	metadata: v.object({annotations: v.nullish(v.record(v.string(), v.string()))}),
	spec: v.object({containers: v.array(v.object({name: v.string()}))}),
	status: v.nullish(
		v.object({
			containerStatuses: v.nullish(
				v.array(
					v.object({
						name: v.string(),
						containerID: text,
						state: v.nullish(
							v.object({
								running: v.nullish(v.object({startedAt: text})),
								waiting: v.nullish(v.object({reason: text})),
								terminated: ended,
							}),
						),
						lastState: v.nullish(v.object({terminated: ended})),
					}),
				),
			),
		}),
	),
});
