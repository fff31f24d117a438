import {line, type SafeText, safe} from '../domain/text/safe-text.ts';
import type {PassiveHealthCheck, ServiceDefaultsObject, UpstreamOverride} from '../kinds/consul/service-defaults.ts';
import type {PolicyStatement} from './contract.ts';

/** How single callers call this service: Consul's limits and passive health checks are the caller's settings. */
export function callersStatements(
	service: string,
	entries: readonly ServiceDefaultsObject[],
): readonly PolicyStatement[] {
	const found = entries.flatMap(({metadata, overrides}) =>
		overrides.filter(({name}) => name === service).map(override => ({caller: metadata.name, override})),
	);
	const pools = found.flatMap(({caller, override}) => {
		const text = poolText(override);
		return text === null ? [] : [safe`${caller}: ${text}`];
	});
	const outliers = found.flatMap(({caller, override: {passiveHealthCheck}}) =>
		passiveHealthCheck ? [{text: safe`${caller}: ${outlierText(passiveHealthCheck)}`, check: passiveHealthCheck}] : [],
	);
	return [
		...(pools.length === 0 ? [] : [{concept: 'pool', text: line(pools.join(' · ')), tone: 'quiet'} as const]),
		...(outliers.length === 0
			? []
			: [
					{
						concept: 'outliers',
						text: line(outliers.map(({text}) => text).join(' · ')),
						tone: outliers.some(({check}) => neverEjects(check)) ? 'warning' : 'quiet',
					} as const,
				]),
	];
}

function poolText({limits, connectTimeoutMs}: UpstreamOverride): SafeText | null {
	const parts = [
		[limits.maxConnections, 'connections'],
		[limits.maxPendingRequests, 'pending'],
		[limits.maxConcurrentRequests, 'requests at once'],
		[connectTimeoutMs || null, 'ms to connect'],
	].flatMap(([value, of]) => (value === null ? [] : [`${value} ${of}`]));
	return parts.length === 0 ? null : line(parts.join(', '));
}

/** What is left out is Envoy's default. */
function outlierText(check: PassiveHealthCheck): SafeText {
	if (neverEjects(check)) return safe`set, though it never ejects: enforcingConsecutive5xx is 0`;
	const out = check.baseEjectionTime ?? safe`30s`;
	return safe`out after ${check.maxFailures || 5} 5xx in a row for ${out}, at most ${check.maxEjectionPercent ?? 10} %`;
}

function neverEjects({enforcingConsecutive5xx}: PassiveHealthCheck): boolean {
	return enforcingConsecutive5xx === 0;
}
