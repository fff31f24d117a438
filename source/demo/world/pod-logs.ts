import type {LoggedLine, LoggedRun, PodLogs} from '../api/show/pod-log.ts';
import type {KubeObject, ObjectStore, ShopService, ShopVersion} from '../contract.ts';
import type {Pod} from '../controllers/kube-types.ts';
import {crashRestartedAfterMs} from '../controllers/pod-status.ts';
import {isReady, selects} from '../controllers/pods.ts';
import {seededFraction} from '../prometheus/series/seeded.ts';
import {type LogMoment, requestLine, startLines, troubleLines} from './log-lines.ts';
import {type FindService, findShopService} from './services.ts';

/** A container that crashes does so this long after its start. */
const crashedAfterMs = 900;
/** The kubelet rotates a log: older lines cannot be read. */
const keptMs = 3_600_000;
/** Pods write one line for some of the requests that succeed, and one for each that fails. */
const mostRequestLines = 2;

/** What the demo's containers write: a function of the pod, its version and the time alone, so that a log reads the
 * same whenever it is read. Requests fail as often as the demo's Prometheus counts, without those that fail with calls
 * to other services. */
export function createPodLogs({
	store,
	seed,
	startedAtMs,
	findService = findShopService,
}: {
	readonly store: ObjectStore;
	readonly seed: number;
	/** When the demo began: versions change a fixed time after it. */
	readonly startedAtMs: number;
	readonly findService?: FindService;
}): PodLogs {
	return object => {
		const pod = object as Pod;
		const status = pod.status?.containerStatuses?.[0];
		if (!status) return [];
		const firstMs = Date.parse(String(pod.status?.startTime ?? ''));
		const service = findService(pod.metadata.namespace ?? '', appOf(pod) ?? '');
		const version = versionOf(pod, service);
		if (version?.pods === 'crash-loop') return crashes(pod, firstMs, status.restartCount ?? 0);
		const served = service && version && hasRequests(store, pod) ? {service, version} : undefined;
		return [steady(pod, firstMs, served)];
	};

	function crashes(pod: Pod, firstMs: number, restarts: number): readonly LoggedRun[] {
		return Array.from({length: restarts + 1}, (_, back) => {
			const begunAtMs = firstMs + crashRestartedAfterMs(restarts - back);
			const endedAtMs = begunAtMs + crashedAfterMs;
			const all = [...startLines(momentAt(pod, begunAtMs)), ...troubleLines('crash', momentAt(pod, begunAtMs))].map(
				(text, at): LoggedLine => ({atMs: begunAtMs + 40 + at * 120, text}),
			);
			return {startedAtMs: begunAtMs, endedAtMs, lines: (fromMs, toMs) => between(all, fromMs, toMs)};
		});
	}

	function steady(
		pod: Pod,
		firstMs: number,
		served: {readonly service: ShopService; readonly version: ShopVersion} | undefined,
	): LoggedRun {
		const start = startLines(momentAt(pod, firstMs)).map(
			(text, at): LoggedLine => ({atMs: firstMs + 40 + at * 130, text}),
		);
		return {
			startedAtMs: firstMs,
			endedAtMs: Number.POSITIVE_INFINITY,
			lines(fromMs, toMs) {
				const beginMs = Math.max(fromMs, firstMs + 1_000, toMs - keptMs);
				const found: LoggedLine[] = firstMs > toMs - keptMs ? [...between(start, fromMs, toMs)] : [];
				for (let second = Math.floor(beginMs / 1000); second * 1000 <= toMs; second += 1)
					found.push(...between(linesOfSecond(pod, second, served), Math.max(beginMs - 1, fromMs), toMs));
				return found;
			},
		};
	}

	function linesOfSecond(
		pod: Pod,
		second: number,
		served: {readonly service: ShopService; readonly version: ShopVersion} | undefined,
	): readonly LoggedLine[] {
		const chance = (what: string) => seededFraction(seed, `${pod.metadata.name} ${second} ${what}`);
		const found: LoggedLine[] = [];
		/** `rate` lines a second on average. */
		const write = (what: string, rate: number, text: (moment: LogMoment) => readonly string[]) => {
			for (let at = 0; at < Math.ceil(rate); at += 1) {
				if (chance(`${what} ${at}`) >= rate / Math.ceil(rate)) continue;
				const atMs = Math.round((second + chance(`${what} ${at} time`)) * 1_000_000) / 1_000;
				found.push(...text(momentAt(pod, atMs)).map((line, row) => ({atMs: atMs + row / 100, text: line})));
			}
		};
		if (!isReady(pod)) write('unready', 0.2, moment => troubleLines('unready', moment));
		if (served && isReady(pod)) {
			const {service, version} = served;
			const rps = service.rps / Math.max(1, service.replicas);
			const hasTurned = second * 1000 - startedAtMs >= (version.turnsAfterSeconds ?? 0) * 1000;
			const before = version.before ?? version;
			const {errorRatio, tail} = hasTurned ? version : before;
			// A version that turned fails in a way of its own, beside the failures that it had before.
			const own = hasTurned && version.before ? errorRatio - before.errorRatio : 0;
			write('ok', Math.min(mostRequestLines, rps / 10), moment => [requestLine(moment)]);
			write('failed', rps * (errorRatio - own), moment => troubleLines('failed', moment));
			write('own', rps * own, moment => troubleLines('turned', moment));
			if (tail.medianMs > 500) write('slow', rps * tail.share * 0.05, moment => troubleLines('slow', moment));
		}
		write('probe', 0.1, moment => troubleLines('probe', moment));
		return found.toSorted((one, other) => one.atMs - other.atMs);
	}

	function momentAt(pod: Pod, atMs: number): LogMoment {
		const {name} = pod.metadata;
		const app = appOf(pod) ?? pod.spec.containers[0]?.name ?? '';
		const tag = pod.spec.containers[0]?.image.split(':').at(-1) ?? '';
		return {app, tag, atMs, chance: what => seededFraction(seed, `${name} ${atMs} ${what}`)};
	}
}

function between(lines: readonly LoggedLine[], fromMs: number, toMs: number): readonly LoggedLine[] {
	return lines.filter(({atMs}) => atMs > fromMs && atMs <= toMs);
}

/** Flagger labels the pods of its primaries with a name of their own. */
function appOf({metadata: {labels}}: KubeObject): string | undefined {
	return labels?.app?.replace(/-primary$/, '');
}

/** An unknown tag behaves like the oldest version, here as in the demo's Prometheus. */
function versionOf(pod: Pod, service: ShopService | undefined): ShopVersion | undefined {
	const image = pod.spec.containers[0]?.image ?? '';
	return service?.versions.find(({tag}) => image.endsWith(`:${tag}`)) ?? service?.versions[0];
}

/** The pods of a version that no Service selects any more get no requests. */
function hasRequests(store: ObjectStore, {metadata}: Pod): boolean {
	return store
		.list('services', metadata.namespace)
		.some(({spec}) => selects((spec as {selector?: Readonly<Record<string, string>>}).selector, metadata.labels));
}
