import type {Mesh} from '../contract.ts';
import {ruleForm} from './rule-form.ts';

/** What recording rules keep of one provider, over rates of one window. */
export interface RuleNames {
	/** Requests by Service, version and how they ended. */
	readonly requests: string;
	/** The same by caller. */
	readonly edges: string;
	/** When the newest sample was scraped, seconds since the epoch. */
	readonly newestSample: string;
}

/** The records' names, as Prometheus' convention has them: `level:metric:operations`. The metric ends with the form of
 * the question. */
export function ruleNames(mesh: Mesh, windowSeconds: number): RuleNames {
	const [id, form] = [idIn(mesh), ruleForm(mesh)];
	const rate = `rate${durationText(windowSeconds)}`;
	return {
		requests: `service_version:${id}_requests_${form}:${rate}`,
		edges: `client_service_version:${id}_requests_${form}:${rate}`,
		newestSample: `mesh:${id}_sample_timestamp_seconds_${form}:${rate}`,
	};
}

function idIn({id}: Mesh): string {
	return id.replaceAll('-', '_');
}

/** Fits the names of what is recorded of the requests of every provider and window: an anchored regular expression. */
export const anyRule = '(client_)?service_version:[a-z_]+_requests(_[0-9a-f]{6})?:rate[0-9]+[smh]';

/** What recording rules keep of a provider over rates of one window. */
export interface Recorded {
	readonly windowSeconds: number;
	/** Whether callers are recorded too. */
	readonly hasEdges: boolean;
}

/** What records of these names hold of the provider's requests, the shortest window first. */
export function recordedOf(mesh: Mesh, names: readonly string[]): readonly Recorded[] {
	const windows = names.flatMap(name => {
		const seconds = secondsOf(/:rate(\w+)$/.exec(name)?.[1] ?? '');
		return seconds !== null && name === ruleNames(mesh, seconds).requests ? [seconds] : [];
	});
	return windows
		.sort((one, other) => one - other)
		.map(windowSeconds => ({windowSeconds, hasEdges: names.includes(ruleNames(mesh, windowSeconds).edges)}));
}

/** The windows of records of the provider that were printed for another form of its question, the shortest first. */
export function otherwiseRecorded(mesh: Mesh, names: readonly string[]): readonly number[] {
	const name = new RegExp(`^service_version:${idIn(mesh)}_requests(?:_[0-9a-f]{6})?:rate(\\w+)$`);
	const windows = names.flatMap(one => secondsOf(name.exec(one)?.[1] ?? '') ?? []);
	const own = recordedOf(mesh, names).map(({windowSeconds}) => windowSeconds);
	return windows.filter(seconds => !own.includes(seconds)).sort((one, other) => one - other);
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
