import type {MeshId} from '../../domain/mesh-id.ts';

/** What recording rules keep of one provider, over rates of one window. */
export interface RuleNames {
	/** Requests by Service, version and how they ended. */
	readonly requests: string;
	/** The same by caller. */
	readonly edges: string;
	/** When the newest sample was scraped, seconds since the epoch. */
	readonly newestSample: string;
}

/** The records' names, as Prometheus' convention has them: `level:metric:operations`. */
export function ruleNames(mesh: MeshId, windowSeconds: number): RuleNames {
	const id = mesh.replaceAll('-', '_');
	const rate = `rate${durationText(windowSeconds)}`;
	return {
		requests: `service_version:${id}_requests:${rate}`,
		edges: `client_service_version:${id}_requests:${rate}`,
		newestSample: `mesh:${id}_sample_timestamp_seconds:${rate}`,
	};
}

/** Fits the names of what is recorded of the requests of every provider and window: an anchored regular expression. */
export const anyRule = '(client_)?service_version:[a-z_]+_requests:rate[0-9]+[smh]';

/** What recording rules keep of a provider over rates of one window. */
export interface Recorded {
	readonly windowSeconds: number;
	/** Whether callers are recorded too. */
	readonly hasEdges: boolean;
}

/** What records of these names hold of the provider's requests, the shortest window first. */
export function recordedOf(mesh: MeshId, names: readonly string[]): readonly Recorded[] {
	const windows = names.flatMap(name => {
		const seconds = secondsOf(/:rate(\w+)$/.exec(name)?.[1] ?? '');
		return seconds !== null && name === ruleNames(mesh, seconds).requests ? [seconds] : [];
	});
	return windows
		.sort((one, other) => one - other)
		.map(windowSeconds => ({windowSeconds, hasEdges: names.includes(ruleNames(mesh, windowSeconds).edges)}));
}

/** `90s`, `1m`, `2h`: whole seconds in the largest unit that holds them. */
export function durationText(seconds: number): string {
	const [unit, each] = seconds % 3600 === 0 ? ['h', 3600] : seconds % 60 === 0 ? ['m', 60] : ['s', 1];
	return `${seconds / Number(each)}${unit}`;
}

/** Null for a text that is no duration of one unit, or of none. */
export function secondsOf(text: string): number | null {
	const [, count, unit] = /^(\d{1,6})([smh])$/.exec(text) ?? [];
	const seconds = Number(count) * (unit === 'h' ? 3600 : unit === 'm' ? 60 : 1);
	return seconds > 0 ? seconds : null;
}
